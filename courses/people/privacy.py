"""The personal data of people in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.people.models import NoticeRead, Participant, PastAffiliation
from courses.privacy import PersonalData, declare

TASK = _("Task in the public interest (GDPR, article 6(1)(e))")
PROGRAMME = _("Five years after the programme's final balance")

declare(
    [
        PersonalData(Participant, _("Managing the training of officials"), TASK, PROGRAMME),
        PersonalData(PastAffiliation, _("Reporting each activity under the body of its day"), TASK, PROGRAMME),
        PersonalData(NoticeRead, _("Proof that the privacy notice was given"), TASK, PROGRAMME),
    ]
)
