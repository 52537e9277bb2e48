"""The personal data this app keeps."""

from django.utils.translation import gettext_lazy as _

from courses.privacy import PersonalData, declare
from home.models import BarrierReport

declare(
    [
        PersonalData(
            model=BarrierReport,
            purpose=_("Answering who reports that a page cannot be used"),
            basis=_("Legal obligation (law 4/2004; GDPR, article 6(1)(c))"),
            retention=_("12 months after the answer"),
        )
    ]
)
