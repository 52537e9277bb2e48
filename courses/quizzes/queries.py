"""Reading quizzes and attempts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet
from wagtail.models import Page

from courses.catalogue.models import Activity
from courses.enrolment.models import State
from courses.enrolment.queries import enrolment_of, visit_of
from courses.enrolment.rules import READERS, lets_read
from courses.people.models import Participant
from courses.quizzes.figures import QuizLine, question_lines, quiz_line, quizzes_listed
from courses.quizzes.models import Attempt, ExtraTime, QuizPage
from courses.quizzes.statistics import FEWEST

# Other rooms ask for all readings here; those of how questions go have a file of their own.
__all__ = [
    "FEWEST",
    "QuizLine",
    "activity_of",
    "answers_of",
    "attempts_of",
    "extra_time_of",
    "lessons_by_key",
    "may_go_on",
    "open_attempt",
    "overdue",
    "own_attempt",
    "question_lines",
    "quiz_line",
    "quiz_of",
    "quizzes_listed",
]


def quiz_of(key: UUID) -> QuizPage | None:
    """The live page of a quiz that can be taken: it stands in the index of activities."""
    return QuizPage.objects.live().filter(translation_key=key, courses_activity__isnull=False).first()


def activity_of(key: UUID) -> Activity | None:
    """The activity that a quiz is, with the titles that records keep; None once its page went off line."""
    return Activity.objects.select_related("page", "module", "course").filter(key=key, page__live=True).first()


def attempts_of(participant: Participant | int, activity_key: UUID) -> list[Attempt]:
    """All attempts of a person at a quiz, the first one first, without their papers."""
    found = Attempt.objects.filter(participant=participant, activity_key=activity_key)
    return list(found.defer("paper", "results").order_by("number"))


def open_attempt(participant: Participant, activity_key: UUID) -> Attempt | None:
    """The one that is not handed in yet."""
    return Attempt.objects.filter(participant=participant, activity_key=activity_key, closed_at__isnull=True).first()


def own_attempt(user: AbstractBaseUser | AnonymousUser, pk: int) -> Attempt | None:
    """An attempt of the account's own person; None for anybody else's."""
    if not user.is_authenticated:
        return None
    return Attempt.objects.filter(pk=pk, participant__user=user).order_by().first()


def may_go_on(user: AbstractBaseUser, attempt: Attempt) -> bool:
    """Whether the person's enrolment lets them read the quiz still; who waits reads the first module alone."""
    enrolment = enrolment_of(user, attempt.course_key)
    if enrolment is not None and enrolment.state in READERS:
        return True
    if enrolment is None or enrolment.state != State.PENDING:
        return False
    activity = activity_of(attempt.activity_key)
    visit = visit_of(user, activity.page) if activity else None
    return visit is not None and bool(lets_read(enrolment, in_first_module=visit.in_first_module))


def answers_of(attempt: Attempt) -> dict[str, Any]:
    """What was given, by question; questions without an answer are missing."""
    found = attempt.answers.filter(given__isnull=False)
    return dict(found.values_list("question", "given"))


def extra_time_of(participant: Participant) -> ExtraTime | None:
    """The more time that somebody has in every quiz."""
    return ExtraTime.objects.filter(participant=participant).first()


def overdue(now: datetime, grace: timedelta) -> QuerySet[Attempt]:
    """Open attempts whose time is up."""
    return Attempt.objects.filter(closed_at__isnull=True, deadline__lt=now - grace)


def lessons_by_key(keys: Iterable[str]) -> dict[str, Page]:
    """The live pages that questions refer to, in one query."""
    wanted = {UUID(key) for key in keys}
    pages = Page.objects.live().filter(translation_key__in=wanted) if wanted else ()
    return {str(page.translation_key): page for page in pages}
