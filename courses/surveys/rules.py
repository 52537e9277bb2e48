"""What may be answered when, what the answers are called, and from how many on they are shown."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses import conf
from courses.agenda.models import Event, Teacher
from courses.agenda.rules import END_OF_DAY, at
from courses.errors import Verdict
from courses.surveys.models import Question, Questionnaire, Round

Kind = Questionnaire.Kind
Whole = TypeVar("Whole")

# Not settings: nobody lowers them for a look at one small day.
FEWEST, FEWEST_TEXTS = 5, 10
DONT_KNOW = "x"
RESPONDENTS = "all"  # of a question with several answers: how many gave any
LONGEST_TEXT = 2000


def may_answer(asked: Round, now: datetime) -> Verdict:
    """A questionnaire is answered from its opening to its closing."""
    if now < asked.opens_at:
        when = date_format(timezone.localtime(asked.opens_at), "j F Y, H:i")
        return Verdict(False, _("This questionnaire opens on %(when)s: come back then.") % {"when": when})
    if asked.state != Round.State.OPEN or now >= asked.closes_at:
        return Verdict(False, _("This questionnaire is closed: it takes no more answers."))
    return Verdict(True)


def may_see_results(user: AbstractBaseUser | AnonymousUser, event: Event) -> bool:
    """The results of an event are for its teachers and for the secretariat; editors see none."""
    if not user.is_authenticated:
        return False
    return user.has_perm("courses.view_round") or event.teachers.filter(account__user=user).exists()


def is_frozen(questionnaire: Questionnaire) -> bool:
    """What has been asked once keeps its words: answers keep their question."""
    return questionnaire.rounds.exists()


def closing_of(opens_at: datetime) -> datetime:
    """The end of the day, so many days after the opening."""
    return at(timezone.localdate(opens_at) + timedelta(days=conf.get("SURVEY_DAYS")), END_OF_DAY)


def opening_for(kind: str, event: Event) -> datetime:
    """When the questionnaire of an event opens: with its bookings, at its end, or some months after it."""
    if kind == Kind.BEFORE:
        return event.booking_opens_at
    if kind == Kind.FOLLOW_UP:
        return event.ends_at + timedelta(days=conf.get("SURVEY_FOLLOW_UP_DAYS"))
    return event.ends_at


def choices_of(question: Question) -> list[tuple[str, str]]:
    """The answers one may choose, as value and words, in order; none for own words."""
    if question.kind == Question.Kind.SCALE:
        return [
            ("1", pgettext("scale", "1 – not at all")),
            ("2", pgettext("scale", "2 – little")),
            ("3", pgettext("scale", "3 – enough")),
            ("4", pgettext("scale", "4 – much")),
            ("5", pgettext("scale", "5 – very much")),
            (DONT_KNOW, pgettext("scale", "I do not know")),
        ]
    if question.kind == Question.Kind.NUMBER:
        ends = {0: pgettext("scale", "0 – certainly not"), 10: pgettext("scale", "10 – certainly")}
        return [(str(number), ends.get(number, str(number))) for number in range(11)]
    return [(str(number), label) for number, label in enumerate(question.options, start=1)]


def values_of(question: Question) -> list[str]:
    """All that is counted of a question."""
    values = [value for value, _label in choices_of(question)]
    return [*values, RESPONDENTS] if question.kind == Question.Kind.SEVERAL else values


def asked_about(question: Question, teachers: Sequence[Teacher]) -> Sequence[Teacher | None]:
    """A question about each teacher is asked once for each, all others once; without teachers it is not asked."""
    return teachers if question.per_teacher else (None,)


def fewest_of(question: Question) -> int:
    """From how many answers on they are shown."""
    return FEWEST_TEXTS if question.kind == Question.Kind.TEXT else FEWEST


def batches(counted: Iterable[tuple[Whole, int]], fewest: int) -> list[list[Whole]]:
    """Whole rounds in the order of their closing, put together until each batch has `fewest` answers.

    A round with enough stands alone; those with fewer wait for one another, and the last may wait for ever. A round
    that closes later changes no batch of before. Whatever is published is a batch or a sum of batches: so the
    difference of two published figures is never fewer than `fewest` answers.
    """
    done: list[list[Whole]] = []
    waiting: list[Whole] = []
    number = 0
    for one, answers in counted:
        if answers >= fewest:
            done.append([one])
        elif answers:
            waiting.append(one)
            number += answers
            if number >= fewest:
                done.append(waiting)
                waiting, number = [], 0
    return done
