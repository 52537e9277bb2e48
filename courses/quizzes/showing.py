"""What the pages of an attempt show: the fields of a question, and how each question went."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.quizzes import marking
from courses.quizzes.forms import FIELD, field_of
from courses.quizzes.models import Attempt
from courses.quizzes.queries import answers_of, lessons_by_key
from courses.quizzes.rules import shows_answers
from courses.quizzes.wording import given_words, right_words, said_to

Question = dict[str, Any]
RIGHT, PARTLY, WRONG, EMPTY, UNSCORED = "right", "part", "wrong", "empty", "open"


@dataclass(frozen=True)
class Control:
    """One control of a form: a choice to tick, or a select with its label."""

    name: str
    value: str
    label: str
    is_chosen: bool = False
    choices: list[tuple[str, str, bool]] = field(default_factory=list)


def controls_of(question: Question, given: Any) -> list[Control]:
    """The controls that answer a question, with what was given; a field to write in has none of these."""
    kind = question["kind"]
    if kind in (marking.MATCHING, marking.ORDERING):
        return _selects(question, given or {})
    chosen = given if isinstance(given, list) else [given]
    return [Control(FIELD, one["id"], one["text"], one["id"] in chosen) for one in question.get("options", [])]


def _selects(question: Question, given: dict[str, Any]) -> list[Control]:
    if question["kind"] == marking.MATCHING:
        parts, values = question["stems"], [(one["id"], one["text"]) for one in question["options"]]
    else:
        parts = question["items"]
        values = [
            (str(place), _("%(place)s of %(all)s") % {"place": place, "all": len(parts)}) for place in _places(parts)
        ]
    return [
        Control(
            field_of(part["id"]),
            "",
            part["text"],
            choices=[(value, label, str(given.get(part["id"])) == value) for value, label in values],
        )
        for part in parts
    ]


def _places(parts: list[Question]) -> range:
    return range(1, len(parts) + 1)


@dataclass(frozen=True)
class Outcome:
    """How one question went. Without `is_shown` it tells what was answered, and where to read again."""

    number: int
    question: Question
    image: Any
    said: list[str]
    is_shown: bool
    verdict: str
    right: list[str]
    remarks: list[str]
    lesson: Page | None

    @property
    def controls(self) -> list[Control]:
        """The question's controls, untouched: for a preview."""
        return controls_of(self.question, None)

    @property
    def is_open(self) -> bool:
        """Whether it is compared with a model, and not scored."""
        return self.verdict == UNSCORED


def outcomes_of(attempt: Attempt) -> list[Outcome]:
    """All questions of a closed attempt as they went, in a fixed number of queries."""
    return outcomes_on(attempt.questions, answers_of(attempt), is_shown=bool(shows_answers(attempt)))


def outcomes_on(questions: list[Question], answers: dict[str, Any], *, is_shown: bool) -> list[Outcome]:
    """The same of any questions, with what was answered to each."""
    images, lessons = images_of(questions), lessons_of(questions)
    return [
        outcome_of(number, one, answers.get(one["id"]), is_shown=is_shown, images=images, lessons=lessons)
        for number, one in enumerate(questions, start=1)
    ]


def outcome_of(
    number: int, question: Question, given: Any, *, is_shown: bool, images: dict[int, Any], lessons: dict[str, Page]
) -> Outcome:
    """How one question went."""
    return Outcome(
        number=number,
        question=question,
        image=image_in(question, images),
        said=given_words(question, given),
        is_shown=is_shown,
        verdict=_verdict(question, given),
        right=right_words(question) if is_shown else [],
        remarks=said_to(question, given) if is_shown else [],
        lesson=lessons.get(question["reference"]["key"]) if question["reference"] else None,
    )


def _verdict(question: Question, given: Any) -> str:
    if not marking.is_scored(question):
        return UNSCORED
    if given is None:
        return EMPTY
    share = marking.share_of(question, given)
    return RIGHT if share == 1 else PARTLY if share else WRONG


def images_of(questions: Iterable[Question]) -> dict[int, Any]:
    """The images that questions show, in one query; one that was deleted is told by its alternative text."""
    keys = {one["image"]["id"] for one in questions if one["image"]}
    return get_image_model().objects.in_bulk(keys) if keys else {}


def image_in(question: Question, images: dict[int, Any]) -> Any:
    """A question's image with the alternative text of its day."""
    if not question["image"]:
        return None
    return {"file": images.get(question["image"]["id"]), "alt": question["image"]["alt"]}


def lessons_of(questions: Iterable[Question]) -> dict[str, Page]:
    """The lessons that questions refer to, in one query."""
    return lessons_by_key({one["reference"]["key"] for one in questions if one["reference"]})
