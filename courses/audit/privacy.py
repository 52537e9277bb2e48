"""The trail's own entry in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.audit.models import Entry
from courses.privacy import PersonalData, declare

declare(
    [
        PersonalData(
            model=Entry,
            purpose=_("Accountability: who changed a record, and when"),
            basis=_("Legal obligation (GDPR, articles 5(2) and 6(1)(c))"),
            retention=_("24 months"),
        )
    ]
)
