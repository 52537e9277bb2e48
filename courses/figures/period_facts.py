"""The lists behind the report of a period. People are numbers here: the registers say who they are.

Everything else is counted from these lists and from nothing else, so that figures and lists cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from courses.agenda.models import Event
from courses.figures import measures as m
from courses.figures.profiles import (
    DIMENSIONS,
    enrolled_profile,
    first_enrolments,
    keys_of,
    never_enrolled,
    present_profile,
)
from courses.progress.models import Credit
from courses.surveys.models import Question, Questionnaire
from courses.surveys.queries import shown_results, without_teacher
from courses.surveys.rules import DONT_KNOW
from courses.territory.models import Province

NOT_KNOWN = dict.fromkeys((*DIMENSIONS, m.REGION), "")
EVENT = "event:"  # how the source of a credit begins that a register gave


@dataclass(frozen=True)
class Presence:
    """A person on a closed register: nought minutes for who was absent."""

    event: int | None
    person: int
    kind: str
    day: date
    minutes: int
    of_minutes: int


@dataclass(frozen=True)
class Person:
    """Somebody who was there for a minute at least, with the keys of `measures` they count under."""

    number: int
    keys: dict[str, str]
    is_new: bool  # never present before the period
    presences: int
    minutes: int


@dataclass(frozen=True)
class Meeting:
    """A training day or webinar of the period, held or not."""

    number: int
    kind: str
    title: str
    starts_at: datetime
    place: str
    region: str
    state: str
    minutes: int
    seats: int


@dataclass(frozen=True)
class Opinion:
    """A question of a satisfaction questionnaire, over whole rounds of the period alone."""

    questionnaire: str
    question: str
    scale: str
    answers: int
    mean: float
    rounds: int


@dataclass(frozen=True)
class Facts:
    """All lists of a period, both days included."""

    first: date
    last: date
    meetings: list[Meeting]
    presences: list[Presence]
    people: list[Person]
    opinions: list[Opinion]


def facts_of(first: date, last: date) -> Facts:
    """What the records say now of a period."""
    presences = _presences(first, last)
    people = _people(first, last, presences)
    return Facts(first, last, _meetings(first, last), presences, people, _opinions(first, last))


def _presences(first: date, last: date) -> list[Presence]:
    found = Credit.objects.filter(credited_on__range=(first, last)).order_by("credited_on", "source", "participant")
    columns = ("source", "participant", "kind", "credited_on", "minutes", "of_minutes")
    return [Presence(_event_of(source), *rest) for source, *rest in found.values_list(*columns).iterator()]


def _event_of(source: str) -> int | None:
    number = source.removeprefix(EVENT)
    return int(number) if source.startswith(EVENT) and number.isdigit() else None


def _people(first: date, last: date, presences: list[Presence]) -> list[Person]:
    there: dict[int, list[int]] = {}
    for one in presences:
        if one.minutes:
            there.setdefault(one.person, []).append(one.minutes)
    present = Credit.objects.filter(minutes__gt=0).order_by()
    before = set(present.filter(credited_on__lt=first).values_list("participant", flat=True))
    keys = dict(_keys(present.filter(credited_on__range=(first, last)).values("participant")))
    return [
        # a record united with another since the first query has no keys any more: the lists agree nevertheless
        Person(number, keys.get(number, NOT_KNOWN), number not in before, len(minutes), sum(minutes))
        for number, minutes in sorted(there.items())
    ]


def _keys(people: QuerySet) -> Iterator[tuple[int, dict[str, str]]]:
    regions = dict(Province.objects.values_list("sigla", "region"))
    enrolled = first_enrolments().filter(participant__in=people).values("participant_id", **enrolled_profile())
    others = never_enrolled().filter(pk__in=people).values("pk", **present_profile())
    for name, rows in (("participant_id", enrolled), ("pk", others)):
        for row in rows.iterator():
            keys = keys_of(row)
            yield row[name], keys | {m.REGION: regions.get(keys[m.PROVINCE], "")}


def _meetings(first: date, last: date) -> list[Meeting]:
    start, end = _midnight(first), _midnight(last + timedelta(days=1))
    found = Event.objects.filter(starts_at__gte=start, starts_at__lt=end).prefetch_related("slots")
    return [_meeting(event) for event in found.select_related("venue__municipality__province__region")]


def _meeting(event: Event) -> Meeting:
    municipality = event.venue.municipality if event.venue else None
    return Meeting(
        number=event.pk,
        kind=event.kind,
        title=event.title,
        starts_at=event.starts_at,
        place=str(municipality or ""),
        region=municipality.province.region.name if municipality else "",
        state=event.state,
        minutes=sum(slot.minutes for slot in event.slots.all()),
        seats=event.capacity,
    )


def _opinions(first: date, last: date) -> list[Opinion]:
    """Of batches whose every round was in the period: half a batch would tell what few people answered."""
    kept = Questionnaire.objects.filter(kind=Questionnaire.Kind.SATISFACTION).order_by("title", "-version")
    newest: dict[Any, str] = {}
    for family, title in kept.values_list("family", "title"):
        newest.setdefault(family, title)
    found = []
    for family, title in newest.items():
        within = [one for one in shown_results(family) if all(_is_within(each, first, last) for each in one.rounds)]
        for result in without_teacher(within):
            if result.mean is not None:
                known = sum(count for value, count in result.counts.items() if value != DONT_KNOW)
                scale = Question.Kind(result.question.kind).label
                found.append(Opinion(title, result.question.text, str(scale), known, result.mean, len(result.rounds)))
    return found


def _is_within(asked: Any, first: date, last: date) -> bool:
    moment = asked.event.starts_at if asked.event else asked.opens_at
    return first <= timezone.localdate(moment) <= last


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
