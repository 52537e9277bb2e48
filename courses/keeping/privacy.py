"""The personal data of this room in the privacy register, and the lines of retention that look across rooms."""

from django.utils.translation import gettext_lazy as _

from courses.keeping.exporting import throw_exports_away
from courses.keeping.models import DataRequest, Export
from courses.keeping.retention import forget_people, settle_old_requests
from courses.people.privacy import TASK
from courses.privacy import PersonalData, Retention, blank, declare, keep

declare(
    [
        PersonalData(
            DataRequest,
            _("Answering who asks about their own data, and proving that they were answered"),
            _("Legal obligation (GDPR, articles 12 and 6(1)(c))"),
            _("Five years after the answer"),
            about="participant",
            erase=blank("note", "reason"),
            keeps=_("That somebody asked, when, by which way and what was decided, without a name"),
        ),
        PersonalData(
            Export,
            _("Handing long lists to the member of staff who asked for them"),
            TASK,
            _("7 days from when the file is ready"),
            about="author__courses_participant",
        ),
    ]
)

keep(
    [
        Retention("exports", _("Lists made into files"), _("deleted"), throw_exports_away, setting="EXPORT_DAYS"),
        Retention(
            "data_requests",
            _("Answered requests about personal data"),
            _("deleted"),
            settle_old_requests,
            setting="DATA_REQUESTS_MONTHS",
            unit="months",
        ),
        Retention(
            "participants",
            _("Participants, and all that tells who they were"),
            _("made anonymous"),
            forget_people,
            "DUTY_ENDS",
            unit="end",
        ),
    ]
)
