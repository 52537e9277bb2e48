"""Judging the rows of a file of events, beside what is there and beside each other; nothing is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.imports import (
    KINDS,
    MOST_SEATS,
    ROW,
    Judged,
    NewVenue,
    Plan,
    Result,
    Wrong,
    day_of,
    link_of,
    number_of,
    parts_of,
)
from courses.agenda.models import Event, Teacher, Venue
from courses.agenda.queries import events
from courses.agenda.rules import day_in_words
from courses.catalogue.models import Activity
from courses.territory.models import Municipality
from courses.territory.queries import Gazetteer, fold


@dataclass(frozen=True)
class _Taken:
    """An event that is there, or that an earlier row makes."""

    activity_key: object
    venue: object
    teachers: frozenset[int]
    starts_at: datetime
    ends_at: datetime
    words: str


def judge_events(rows: Iterable[dict[str, str]], now: datetime) -> list[Judged]:
    """What each row comes to, beside what is there and the rows before it. Reads a fixed number of times."""
    judge = _Judge(now)
    return [judge.row(int(row.get(ROW, number)), row) for number, row in enumerate(rows, start=1)]


class _Judge:
    """All that rows are compared with, read once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.gazetteer = Gazetteer()
        found = Activity.objects.filter(kind__in=KINDS, page__live=True).select_related("page").order_by("page__path")
        self.activities: dict[str, list[Activity]] = {}
        for one in found:
            for name in {fold(one.page.title), fold(one.page.slug)}:
                self.activities.setdefault(name, []).append(one)
        self.venues: dict[str, list[Venue]] = {}
        for venue in Venue.objects.select_related("municipality"):
            self.venues.setdefault(fold(venue.name), []).append(venue)
        self.teachers: dict[str, list[Teacher]] = {}
        for teacher in Teacher.objects.all():
            for name in {fold(str(teacher)), fold(f"{teacher.family_name} {teacher.given_name}")}:
                self.teachers.setdefault(name, []).append(teacher)
        there = events().exclude(state=Event.State.CALLED_OFF).filter(ends_at__gt=now)
        self.taken = [_taken_by(event) for event in there]

    def row(self, number: int, row: dict[str, str]) -> Judged:
        """One row."""
        title, where = row["activity"], ", ".join(filter(None, (row["venue"], row["municipality"])))
        try:
            plan = self._plan(row)
        except Wrong as wrong:
            return Judged(number, title, where, Result.WRONG, str(wrong))
        mine = _taken(plan, number)
        same = next((one for one in self.taken if _is_same(one, mine)), None)
        if same:
            return Judged(number, title, where, Result.THERE, same.words)
        clash = next((one for one in self.taken if _clash(one, mine)), None)
        self.taken.append(mine)
        words = _("Same venue or teacher at the same time: %(event)s") % {"event": clash.words} if clash else ""
        if not clash:
            words = day_in_words(mine.starts_at)
            if isinstance(plan.venue, NewVenue):
                words = _("%(day)s; the venue is created too") % {"day": words}
        return Judged(number, title, where, Result.CLASH if clash else Result.NEW, words, plan)

    def _plan(self, row: dict[str, str]) -> Plan:
        activity = self._activity(row["activity"])
        kind, day = KINDS[activity.kind], day_of(row["day"])
        parts = parts_of(kind, day, row)
        if min(part.starts_at for part in parts) <= self.now:
            raise Wrong(_("The date is past: write one to come."))
        venue = self._venue(row) if kind == Event.Kind.DAY else None
        names = [name for name in re.split(r"[;,/]", row["teachers"]) if name.strip()]
        plan = Plan(activity, day, parts, venue, [self._teacher(name) for name in names], {"notes": row["notes"]})
        _add_seats(plan, row)
        if kind == Event.Kind.WEBINAR and row["link"]:
            plan.fields["link"] = link_of(row["link"])
        return plan

    def _activity(self, name: str) -> Activity:
        found = self.activities.get(fold(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise Wrong(
                _("Two pages are called «%(name)s»: write the last part of the page's address.") % {"name": name}
            )
        raise Wrong(_("No published training day or webinar is called «%(name)s».") % {"name": name})

    def _teacher(self, name: str) -> Teacher:
        found = self.teachers.get(fold(name), [])
        if len(found) == 1:
            return found[0]
        raise Wrong(_("Teacher unknown: «%(name)s». Write them among the teachers first.") % {"name": name.strip()})

    def _venue(self, row: dict[str, str]) -> Venue | NewVenue:
        if not row["venue"]:
            raise Wrong(_("A training day needs its venue."))
        found = self.venues.get(fold(row["venue"]), [])
        if row["municipality"]:
            place = self._municipality(row["municipality"], row["province"])
            found = [venue for venue in found if venue.municipality_id == place.pk]
        if len(found) == 1:
            return found[0]
        words = {"venue": row["venue"]}
        if found:
            raise Wrong(_("More than one venue is called «%(venue)s»: write its municipality.") % words)
        if not (row["municipality"] and row["address"] and row["venue_seats"]):
            raise Wrong(
                _("Venue unknown: «%(venue)s». Write its municipality, address and seats, and it is created.") % words
            )
        seats = number_of(row["venue_seats"], least=1)
        return NewVenue(row["venue"][:120], place, row["address"][:200], seats)

    def _municipality(self, name: str, province: str) -> Municipality:
        found = self.gazetteer.named(name)
        if province:
            sigla = self.gazetteer.sigla(province)
            found = [one for one in found if one.province_id == sigla]
        if len(found) == 1:
            return found[0]
        words = {"name": name}
        if found:
            raise Wrong(_("More than one municipality is called «%(name)s»: write its province.") % words)
        raise Wrong(_("Municipality unknown: «%(name)s».") % words)


def _taken_by(event: Event) -> _Taken:
    teachers = frozenset(teacher.pk for teacher in event.teachers.all())
    words = f"«{event.title}», {day_in_words(event.starts_at)}"
    return _Taken(event.activity_key, event.venue_id, teachers, event.starts_at, event.ends_at, words)


def _taken(plan: Plan, number: int) -> _Taken:
    venue = plan.venue
    # a venue to be created is known by its name and municipality
    key = (fold(venue.name), venue.municipality.pk) if isinstance(venue, NewVenue) else venue.pk if venue else None
    teachers = frozenset(teacher.pk for teacher in plan.teachers)
    starts_at = min(part.starts_at for part in plan.parts)
    words = _("row %(number)s of this file") % {"number": number}
    return _Taken(plan.activity.key, key, teachers, starts_at, max(part.ends_at for part in plan.parts), words)


def _is_same(one: _Taken, other: _Taken) -> bool:
    """The same activity, day and venue."""
    same_day = timezone.localdate(one.starts_at) == timezone.localdate(other.starts_at)
    return same_day and (one.activity_key, one.venue) == (other.activity_key, other.venue)


def _clash(one: _Taken, other: _Taken) -> bool:
    """At the same time in the same venue, or with one of the same teachers."""
    at_once = one.starts_at < other.ends_at and one.ends_at > other.starts_at
    return at_once and ((one.venue is not None and one.venue == other.venue) or bool(one.teachers & other.teachers))


def _add_seats(plan: Plan, row: dict[str, str]) -> None:
    if row["seats"]:
        plan.fields["capacity"] = number_of(row["seats"], least=1)
    if row["minimum"]:
        plan.fields["minimum"] = number_of(row["minimum"], least=0)
    room = plan.venue.seats if plan.venue else MOST_SEATS
    if plan.fields.get("capacity", 0) > room:
        words = {"venue": plan.venue.name, "seats": room}
        raise Wrong(_("%(venue)s has only %(seats)s seats: lower the seats of the event.") % words)
    if "capacity" in plan.fields and plan.fields.get("minimum", 0) > plan.fields["capacity"]:
        raise Wrong(_("The minimum of participants is higher than the seats: lower one of the two."))
