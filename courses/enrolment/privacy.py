"""The personal data of enrolments in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment, EnrolmentChange
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, blank, declare

COUNTED = _("That somebody of this body and role took part, without a name: the figures must stay true")

declare(
    [
        PersonalData(
            Enrolment,
            _("Managing the training of officials"),
            TASK,
            PROGRAMME,
            about="participant",
            erase=blank("reason", "exception_reason"),
            keeps=COUNTED,
        ),
        PersonalData(
            EnrolmentChange,
            _("Accountability of decisions on enrolments"),
            TASK,
            PROGRAMME,
            about="enrolment__participant",
            erase=blank("reason"),
            keeps=COUNTED,
        ),
    ]
)
