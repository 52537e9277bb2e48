"""The personal data of progress in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, declare
from courses.progress.models import Completion, CourseCompletion

declare(
    [
        PersonalData(Completion, _("Knowing who has completed what"), TASK, PROGRAMME),
        PersonalData(CourseCompletion, _("Reporting to the Fund who was trained"), TASK, PROGRAMME),
    ]
)
