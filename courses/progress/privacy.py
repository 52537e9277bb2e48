"""The personal data of progress in the privacy register."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.enrolment.privacy import COUNTED
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, declare
from courses.progress.models import Completion, CompletionRule, CourseCompletion, Credit, RuleOfEnrolment

ERASED = "–"  # a completion by the secretariat must have a reason


def _forget_reasons(rows: QuerySet, participant: Any, author: Any) -> None:
    """What was written goes; that it was completed stays."""
    rows.exclude(reason="").update(reason=ERASED)


declare(
    [
        PersonalData(
            Completion,
            _("Knowing who has completed what"),
            TASK,
            PROGRAMME,
            about="participant",
            erase=_forget_reasons,
            keeps=COUNTED,
        ),
        PersonalData(
            CourseCompletion,
            _("Reporting to the Fund who was trained"),
            TASK,
            PROGRAMME,
            about="enrolment__participant",
            keeps=COUNTED,
        ),
        PersonalData(
            Credit,
            _("Counting the hours of each official"),
            TASK,
            PROGRAMME,
            about="participant",
            keeps=COUNTED,
        ),
        PersonalData(
            RuleOfEnrolment,
            _("Judging each official by the rule of their day"),
            TASK,
            PROGRAMME,
            about="enrolment__participant",
            keeps=COUNTED,
        ),
        PersonalData(CompletionRule, _("Knowing who changed what a course asks for"), TASK, PROGRAMME),
    ]
)
