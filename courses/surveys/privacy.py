"""The personal data of questionnaires in the privacy register. Answers are none: they lead to no person."""

from django.utils.translation import gettext_lazy as _

from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, declare, delete
from courses.surveys.models import Invited, Question, Questionnaire, Round, Tally, Words

QUALITY = _("Judging and improving the training, without knowing who said what")

declare(
    [
        PersonalData(
            Invited,
            _("Asking those who were there, once, and reminding only those who have not answered"),
            TASK,
            _("Until the questionnaire closes: then only how many were invited and how many answered is kept"),
            about="participant",
            erase=delete,
        ),
        PersonalData(Questionnaire, _("Knowing who wrote which version of a questionnaire"), TASK, PROGRAMME),
        PersonalData(Question, QUALITY, TASK, PROGRAMME),
        PersonalData(Round, QUALITY, TASK, PROGRAMME),
        PersonalData(Tally, QUALITY, TASK, PROGRAMME),
        PersonalData(Words, QUALITY, TASK, PROGRAMME),
    ]
)
