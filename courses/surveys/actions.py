"""The verbs of questionnaires: written, asked, answered, closed."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Max, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event, Teacher
from courses.agenda.rules import name_of
from courses.audit.actions import Author, record
from courses.catalogue.models import Activity, CoursePage
from courses.errors import NotAllowed, StaleState
from courses.surveys.composing import Draft, create_questionnaire, revise_questionnaire
from courses.surveys.defaults import create_default_questionnaires
from courses.surveys.models import Invited, Questionnaire, Round, Tally, Words
from courses.surveys.rules import LONGEST_TEXT, asked_about, may_answer, values_of
from courses.surveys.succession import take_over_invitations

__all__ = [
    "AnsweredAlready",
    "Draft",
    "Given",
    "answer",
    "close_round",
    "create_default_questionnaires",
    "create_questionnaire",
    "open_round",
    "revise_questionnaire",
    "take_over_invitations",
]
_RANDOM = secrets.SystemRandom()


class AnsweredAlready(StaleState):
    """The person has answered this questionnaire."""


@dataclass(frozen=True)
class Given:
    """The answer to one question, about one teacher perhaps: values that were chosen, or own words."""

    question_id: int
    teacher_id: int | None = None
    values: tuple[str, ...] = ()
    text: str = ""


@transaction.atomic
def open_round(
    *,
    questionnaire: Questionnaire,
    opens_at: datetime,
    closes_at: datetime,
    author: Author,
    event: Event | None = None,
    course: CoursePage | None = None,
) -> Round:
    """Ask a questionnaire about an event, or about a course. Who may answer is invited at the next tick.

    All counts stand at nought from now on, so that no answer adds a row. Raises NotAllowed when it makes no sense,
    StaleState when it was asked about this event already.
    """
    if closes_at <= opens_at:
        raise NotAllowed(_("A questionnaire closes after it opens: mend the times."))
    _lock_family(questionnaire.family)
    about = _about_event(event) if event else _about_course(course)
    asked = Round(questionnaire=questionnaire, family=questionnaire.family, opens_at=opens_at, closes_at=closes_at)
    for name, value in about.items():
        setattr(asked, name, value)
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError as twice:
        raise StaleState(_("This questionnaire was asked about this event already.")) from twice
    _set_to_nought(asked, list(event.teachers.order_by("teaching__pk")) if event else [])
    record(author=author, action="round.open", subject=asked)
    return asked


@transaction.atomic
def answer(*, invited: Invited, given: Iterable[Given], now: datetime | None = None) -> None:
    """Take a person's answers: into the sums, and that they have answered. Nothing that is kept joins the two.

    No trail, no letter, no time. Every row of the round is written alike, changed or not, so that neither the order on
    the disk nor the number of the transaction (PostgreSQL's xmin) tells whose answer came last: decision 0017.
    Raises AnsweredAlready, or NotAllowed outside the time of the round.
    """
    asked = Round.objects.select_for_update().get(pk=invited.round_id)
    verdict = may_answer(asked, now or timezone.now())
    if not verdict:
        raise NotAllowed(verdict.reason)
    standing = asked.people.filter(pk=invited.pk).values_list("has_answered", flat=True).first()
    if standing is None:
        raise NotAllowed(_("This questionnaire is for those who were there."))
    if standing:
        raise AnsweredAlready(_("You have answered already: thank you."))
    answers = {(one.question_id, one.teacher_id): one for one in given}
    _count(asked, answers)
    _put_in_words(asked, answers)
    asked.people.update(
        has_answered=Case(When(pk=invited.pk, then=Value(True)), default=F("has_answered")),
    )


@transaction.atomic
def close_round(*, asked: Round, author: Author, now: datetime | None = None) -> Round:
    """No more answers: the results appear, once. Who was invited and who answered is forgotten but for the numbers.

    Raises StaleState when it is closed already.
    """
    now = now or timezone.now()
    _lock_family(asked.family)
    asked = Round.objects.select_for_update().get(pk=asked.pk)
    if asked.state == Round.State.CLOSED:
        raise StaleState(_("This questionnaire is closed already."))
    if now <= asked.opens_at:
        raise NotAllowed(_("This questionnaire is not open yet: it cannot be closed."))
    asked.invited, asked.answered = asked.people.count(), asked.people.filter(has_answered=True).count()
    asked.people.all().delete()
    for words in asked.words.all():
        _RANDOM.shuffle(words.texts)
        words.save(update_fields=["texts"])
    asked.state, asked.closed_at, asked.closes_at = Round.State.CLOSED, now, min(asked.closes_at, now)
    last = Round.objects.filter(family=asked.family).aggregate(last=Max("closing"))["last"]
    asked.closing = (last or 0) + 1
    asked.save(update_fields=["state", "closed_at", "closing", "closes_at", "invited", "answered"])
    record(author=author, action="round.close", subject=asked)
    return asked


def _lock_family(family: UUID) -> None:
    """Rounds of one questionnaire open and close one after the other, and none while its words change."""
    list(Questionnaire.objects.select_for_update().filter(family=family))


def _about_event(event: Event) -> dict[str, object]:
    activity = Activity.objects.filter(key=event.activity_key).select_related("module").first()
    return {
        "event": event,
        "course_key": event.course_key,
        "activity_key": event.activity_key,
        "title": name_of(event)[:255],
        "topic": activity.module.title if activity else "",
    }


def _about_course(course: CoursePage | None) -> dict[str, object]:
    if course is None:
        raise NotAllowed(_("Say which event or which course the questionnaire is about."))
    return {"course_key": course.translation_key, "title": course.title}


def _set_to_nought(asked: Round, teachers: list[Teacher]) -> None:
    tallies, words = [], []
    for question in asked.questionnaire.questions.all():
        for teacher in asked_about(question, teachers):
            about = {"round": asked, "question": question, "teacher": teacher}
            values = values_of(question)
            tallies += [Tally(**about, value=value) for value in values]
            words += [] if values else [Words(**about)]
    Tally.objects.bulk_create(tallies)
    Words.objects.bulk_create(words)


def _count(asked: Round, answers: dict[tuple[int, int | None], Given]) -> None:
    chosen = [
        tally.pk
        for tally in asked.tallies.all()
        if (one := answers.get((tally.question_id, tally.teacher_id))) and tally.value in one.values
    ]
    asked.tallies.update(count=F("count") + Case(When(pk__in=chosen, then=Value(1)), default=Value(0)))


def _put_in_words(asked: Round, answers: dict[tuple[int, int | None], Given]) -> None:
    rows = list(asked.words.order_by("pk"))
    for row in rows:
        one = answers.get((row.question_id, row.teacher_id))
        text = one.text.strip()[:LONGEST_TEXT] if one else ""
        if text:
            row.texts.insert(_RANDOM.randrange(len(row.texts) + 1), text)
    Words.objects.bulk_update(rows, ["texts"])
