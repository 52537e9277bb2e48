"""Reading quizzes and attempts, simulations and plays."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, ReferenceIndex

from courses.catalogue.models import Activity
from courses.enrolment.models import State
from courses.enrolment.queries import enrolment_of, visit_of
from courses.enrolment.rules import READERS, lets_read
from courses.people.models import Participant
from courses.quizzes.figures import QuizLine, question_lines, quiz_line, quizzes_listed
from courses.quizzes.models import Attempt, ExtraTime, Play, QuizPage, SimulationPage
from courses.quizzes.statistics import FEWEST
from courses.quizzes.ways import SimulationLine, Ways, simulation_line, simulations_listed, ways_through

# Other rooms ask for all readings here; those of how questions go have a file of their own.
__all__ = [
    "FEWEST",
    "QuizLine",
    "SimulationLine",
    "Ways",
    "activity_of",
    "answers_of",
    "attempts_of",
    "extra_time_of",
    "files_offered",
    "lessons_by_key",
    "may_go_on",
    "open_attempt",
    "open_play",
    "overdue",
    "own_attempt",
    "own_play",
    "plays_of",
    "question_lines",
    "quiz_line",
    "quiz_of",
    "quizzes_listed",
    "simulation_line",
    "simulation_of",
    "simulations_listed",
    "ways_through",
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


def may_go_on(user: AbstractBaseUser, attempt: Attempt | Play) -> bool:
    """Whether the person's enrolment lets them read the page still; who waits reads the first module alone."""
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


def simulation_of(key: UUID) -> SimulationPage | None:
    """The live page of a simulation that can be played: it stands in the index of activities."""
    return SimulationPage.objects.live().filter(translation_key=key, courses_activity__isnull=False).first()


def files_offered(key: UUID, wanted: Collection[int]) -> dict[int, AbstractDocument]:
    """Of the documents a play names, those that the live page of the simulation still offers: others are refused."""
    page = simulation_of(key) if wanted else None
    if page is None:
        return {}
    model = get_document_model()
    offered = ReferenceIndex.get_references_for_object(page).filter(
        to_content_type=ContentType.objects.get_for_model(model), to_object_id__in=wanted
    )
    return model.objects.in_bulk({int(pk) for pk in offered.values_list("to_object_id", flat=True)})


def plays_of(participant: Participant | int, activity_key: UUID) -> list[Play]:
    """All plays of a person in a simulation, the first one first, without their scripts."""
    found = Play.objects.filter(participant=participant, activity_key=activity_key)
    return list(found.defer("script").order_by("number"))


def open_play(participant: Participant, activity_key: UUID) -> Play | None:
    """The one in which one can still decide."""
    return Play.objects.filter(participant=participant, activity_key=activity_key, closed_at__isnull=True).first()


def own_play(user: AbstractBaseUser | AnonymousUser, pk: int) -> Play | None:
    """A play of the account's own person; None for anybody else's."""
    if not user.is_authenticated:
        return None
    return Play.objects.filter(pk=pk, participant__user=user).order_by().first()
