"""The personal data of progress in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, declare
from courses.progress.models import Completion, CompletionRule, CourseCompletion, Credit, RuleOfEnrolment

declare(
    [
        PersonalData(Completion, _("Knowing who has completed what"), TASK, PROGRAMME),
        PersonalData(CourseCompletion, _("Reporting to the Fund who was trained"), TASK, PROGRAMME),
        PersonalData(Credit, _("Counting the hours of each official"), TASK, PROGRAMME),
        PersonalData(RuleOfEnrolment, _("Judging each official by the rule of their day"), TASK, PROGRAMME),
        PersonalData(CompletionRule, _("Knowing who changed what a course asks for"), TASK, PROGRAMME),
    ]
)
