"""The trail's own entry in the privacy register."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.audit.models import Entry
from courses.privacy import PersonalData, Retention, blank, declare, deletes, keep, months_ago, subjects_of


def _entries_of(participant: Any) -> QuerySet[Entry]:
    """What was done to the person's records, and what they did themselves."""
    found = Q(author=participant.user_id) if participant.user_id else Q(pk__in=())
    for label, keys in subjects_of(participant).items():
        found |= Q(subject_type=label, subject_id__in=keys)
    return Entry.objects.filter(found)


declare(
    [
        PersonalData(
            model=Entry,
            purpose=_("Accountability: who changed a record, and when"),
            basis=_("Legal obligation (GDPR, articles 5(2) and 6(1)(c))"),
            retention=_("24 months"),
            about=_entries_of,
            erase=blank("reason"),
            keeps=_("What was done and when, by identifiers without names: the controller must be able to show it"),
            withheld=("details",),
        )
    ]
)

keep(
    [
        Retention(
            "audit",
            _("Audit entries"),
            _("deleted"),
            # a query set deletes what a single entry refuses to: retention is the one that may
            deletes(lambda now: Entry.objects.filter(at__lt=months_ago("AUDIT_MONTHS", now))),
            setting="AUDIT_MONTHS",
            unit="months",
        )
    ]
)
