"""Letters in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.post.models import Letter
from courses.privacy import PersonalData, declare

declare(
    [
        PersonalData(
            model=Letter,
            purpose=_("Telling people what concerns their training, and proving that they were told"),
            basis=_("Task in the public interest (GDPR, article 6(1)(e))"),
            retention=_("24 months"),
        )
    ]
)
