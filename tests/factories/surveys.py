"""Questionnaires, asked of people who were there and answered as they would."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from courses.agenda.models import Event, TrainingDayPage
from courses.attendance.actions import add_known, mark_everybody
from courses.surveys.actions import Draft, Given, answer, close_round, create_questionnaire, open_round
from courses.surveys.models import Invited, Question, Questionnaire, Round
from courses.surveys.rules import RESPONDENTS
from courses.surveys.tasks import invite
from tests.factories.agenda import make_day_page, make_event
from tests.factories.attendance import during, make_register
from tests.factories.people import make_participant
from tests.factories.remembered import remembered_exactly

_numbers = count(1)
Kind = Question.Kind


def drafts() -> list[Draft]:
    """One question of each kind, and one about each teacher."""
    return [
        Draft("Era chiaro?", Kind.SCALE),
        Draft("Lo consiglieresti?", Kind.NUMBER),
        Draft("La durata?", Kind.CHOICE, ["Breve", "Giusta"]),
        Draft("Che cosa useresti?", Kind.SEVERAL, ["Le schede", "I casi"], required=False),
        Draft("Spiega bene?", Kind.SCALE, per_teacher=True),
        Draft("Che cosa miglioreresti?", Kind.TEXT, required=False),
    ]


def make_questionnaire(questions: list[Draft] | None = None, **over: Any) -> Questionnaire:
    """A questionnaire of satisfaction, asked by hand unless told otherwise."""
    values = {"title": "Gradimento", "kind": Questionnaire.Kind.SATISFACTION, "author": None}
    return create_questionnaire(questions=drafts() if questions is None else questions, **values | over)


@remembered_exactly
def make_held(people: int = 3, *, page: Any = None, **over: Any) -> Event:
    """An event of the day before yesterday, at which so many people were present from beginning to end: of the one page
    of a training day, unless another is given."""
    page = page or TrainingDayPage.objects.first() or make_day_page()
    event = make_event(page, day=timezone.localdate() - timedelta(days=2), **over)
    register = make_register(event)
    for _number in range(people):
        number = next(_numbers)
        person = make_participant(family_name=f"Persona{number}", email=f"presente{number}@example.org")
        add_known(register=register, participant=person, author=None)
    for slot in event.slots.all():
        mark_everybody(register=register, slot=slot, author=None, now=during(event))
    return event


@remembered_exactly
def make_round(event: Event | None = None, questionnaire: Questionnaire | None = None, people: int = 3) -> Round:
    """Open since the event, with those present invited."""
    event = event or make_held(people)
    asked = open_round(
        questionnaire=questionnaire or make_questionnaire(),
        event=event,
        opens_at=event.ends_at,
        closes_at=timezone.now() + timedelta(days=10),
        author=None,
    )
    invite([asked])
    return asked


def given_by(asked: Round, scale: str = "4", text: str = "") -> list[Given]:
    """A whole answer."""
    values = {Kind.SCALE: (scale,), Kind.NUMBER: ("9",), Kind.CHOICE: ("2",), Kind.SEVERAL: ("1", RESPONDENTS)}
    pairs = {(tally.question, tally.teacher_id) for tally in asked.tallies.select_related("question")}
    found = [Given(question.pk, teacher, values=values[question.kind]) for question, teacher in pairs]
    return found + [Given(words.question_id, words.teacher_id, text=text) for words in asked.words.all()]


def answer_all(asked: Round, *scales: str, text: str = "") -> None:
    """The first people invited answer, each with a mark of the scales."""
    for invited, scale in zip(Invited.objects.filter(round=asked).order_by("participant"), scales, strict=False):
        answer(invited=invited, given=given_by(asked, scale, text))


@remembered_exactly
def make_closed(
    *scales: str, event: Event | None = None, questionnaire: Questionnaire | None = None, text: str = ""
) -> Round:
    """A round that so many people answered, closed now."""
    asked = make_round(event or make_held(len(scales)), questionnaire)
    answer_all(asked, *scales, text=text)
    return close_round(asked=asked, author=None)
