"""Reading how quizzes and their questions go: sums over people, never one of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet
from wagtail.models import Page

from courses.quizzes.marking import MULTIPLE, SINGLE, TRUE_FALSE
from courses.quizzes.models import Answer, Attempt, QuizPage, Record
from courses.quizzes.statistics import FEWEST, Figures, chosen, figures_of
from courses.quizzes.wording import text_of

CHOSEN = (SINGLE, MULTIPLE, TRUE_FALSE)
PAPERS_READ = 400  # of the last records


@dataclass(frozen=True)
class QuizLine:
    """One quiz in the list. `mean` is that of first attempts, None below five people."""

    key: UUID
    title: str
    page: int | None  # None once the page is gone
    people: int
    attempts: int
    passed: int
    mean: float | None


@dataclass(frozen=True)
class OptionLine:
    """How often an answer was chosen."""

    text: str
    is_right: bool
    people: int
    percent: float


@dataclass(frozen=True)
class QuestionLine:
    """How one question goes. `figures` is None below five people, and `options` empty."""

    text: str
    kind: str
    figures: Figures | None
    options: list[OptionLine]


def quizzes_listed() -> list[QuizLine]:
    """Every quiz that has a page or was ever taken, by title; in three queries."""
    return [_quiz_line(*one) for one in listed(QuizPage, Attempt, "quiz_title", _counted())]


def listed(
    page_type: type[Page], records: type[Record], title: str, counted: Iterable[dict[str, Any]]
) -> list[tuple[UUID, str, int | None, dict[str, Any] | None]]:
    """Key, title, page and counts of all that has a page or was ever done, by title.

    What has no page any more is known by the field `title` of its records.
    """
    counts = {row["activity_key"]: row for row in counted}
    pages = {key: (name, pk) for key, name, pk in page_type.objects.values_list("translation_key", "title", "pk")}
    last = records.objects.filter(activity_key__in=counts.keys() - pages.keys()).order_by("started_at")
    gone = {key: (name, None) for key, name in last.values_list("activity_key", title)}
    lines = [(key, *name_and_page, counts.get(key)) for key, name_and_page in (gone | pages).items()]
    return sorted(lines, key=lambda one: (one[1], str(one[0])))


def newest(records: QuerySet, frozen: str) -> Iterator[dict[str, Any]]:
    """What the last records froze, the newest first: where the words of what was asked are looked for."""
    found = records.order_by("-started_at", "-pk").values_list(frozen, flat=True)
    yield from found[:PAPERS_READ].iterator(20)


def quiz_line(key: UUID) -> QuizLine | None:
    """One of them; None for what never was a quiz."""
    return next((one for one in quizzes_listed() if one.key == key), None)


def question_lines(key: UUID) -> list[QuestionLine]:
    """The questions of a quiz, the hardest first; those with too few people last. A fixed number of queries."""
    first = _first_attempts(key)
    figures = figures_of(first.values_list("results", flat=True).iterator())
    papers = _questions(first, set(figures))
    answers: dict[str, list[Any]] = {}
    wanted = [one for one in papers if figures[one] and papers[one]["kind"] in CHOSEN]
    rows = Answer.objects.filter(attempt__in=first, question__in=wanted, given__isnull=False)
    for question, given in rows.values_list("question", "given"):
        answers.setdefault(question, []).append(given)
    lines = [
        QuestionLine(text_of(one), one["kind"], figures[name], _options(one, answers.get(name, []), figures[name]))
        for name, one in papers.items()
    ]
    return sorted(lines, key=lambda one: (one.figures is None, one.figures.facility if one.figures else 0, one.text))


def _counted() -> QuerySet:
    closed = Attempt.objects.filter(closed_at__isnull=False).order_by()
    return closed.values("activity_key").annotate(
        people=Count("participant", distinct=True),
        tries=Count("pk"),
        successful=Count("participant", distinct=True, filter=Q(passed=True)),
        mean=Avg("score", filter=Q(number=1)),
    )


def _quiz_line(key: UUID, title: str, page: int | None, row: dict[str, Any] | None) -> QuizLine:
    people = row["people"] if row else 0
    mean = round(float(row["mean"]), 1) if row and people >= FEWEST and row["mean"] is not None else None
    return QuizLine(
        key=key,
        title=title,
        page=page,
        people=people,
        attempts=row["tries"] if row else 0,
        passed=row["successful"] if row else 0,
        mean=mean,
    )


def _first_attempts(key: UUID) -> QuerySet[Attempt]:
    return Attempt.objects.filter(activity_key=key, number=1, closed_at__isnull=False).order_by()


def _questions(attempts: QuerySet[Attempt], keys: set[str]) -> dict[str, dict[str, Any]]:
    """The words of each question as the last attempt that showed it had them."""
    found: dict[str, dict[str, Any]] = {}
    for paper in newest(attempts, "paper"):
        for question in paper["questions"]:
            if question["id"] in keys:
                found.setdefault(question["id"], question)
        if len(found) == len(keys):
            break
    return found


def _options(question: dict[str, Any], answers: list[Any], figures: Figures | None) -> list[OptionLine]:
    if figures is None or "options" not in question or question["kind"] not in CHOSEN:
        return []
    counts, names = chosen(answers), {one["id"]: one for one in question["options"]}
    return [
        OptionLine(one["text"], one["right"], counts[key], round(100 * counts[key] / figures.people, 1))
        for key, one in sorted(names.items(), key=lambda pair: -counts[pair[0]])
    ]
