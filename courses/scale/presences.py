"""Who was booked and who was there, in the programme made up to measure with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from courses.agenda.models import Slot
from courses.attendance.models import Attendee, Presence, Register
from courses.booking.models import Booking
from courses.progress.models import Credit
from courses.scale.bulk import load, next_key
from courses.scale.people import DAY_COLUMNS, World, activity_key, course_key, day_columns
from courses.territory.models import Body

PARTS = {"day": (("morning", 9, 240), ("afternoon", 14, 120)), "webinar": (("connection", 11, 90),)}
Person = tuple[int, Body, str]
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Dated:
    """An event in the making, with who is booked."""

    pk: int
    kind: str
    course: int
    starts_at: datetime
    people: list[Person]

    @property
    def activity(self) -> UUID:
        """The page it would have."""
        return activity_key(self.course, self.kind)


def parts_of(event: Dated) -> Iterator[tuple[str, datetime, datetime]]:
    """Which, from when to when."""
    day = timezone.localdate(event.starts_at)
    for kind, hour, minutes in PARTS[event.kind]:
        start = timezone.make_aware(datetime.combine(day, time(hour)))
        yield kind, start, start + timedelta(minutes=minutes)


@dataclass
class Sheets:
    """The rows of each table, with the identifiers they point at each other by."""

    world: World
    slots: list[Row] = field(default_factory=list)
    bookings: list[Row] = field(default_factory=list)
    registers: list[Row] = field(default_factory=list)
    attendees: list[Row] = field(default_factory=list)
    presences: list[Row] = field(default_factory=list)
    credits: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        models = {"slots": Slot, "bookings": Booking, "registers": Register, "attendees": Attendee}
        self.first = {name: next_key(model) for name, model in models.items()}

    def add(self, name: str, *values: Any) -> int:
        """Another row; its identifier."""
        rows = getattr(self, name)
        pk = self.first[name] + len(rows)
        rows.append((pk, *values))
        return pk

    def write(self, event: Dated, state: str) -> None:
        """Parts and places of an event; of a past one the register, of a closed one the hours."""
        slots = [
            (self.add("slots", event.pk, kind, start, end), int((end - start).total_seconds() // 60))
            for kind, start, end in parts_of(event)
        ]
        register = None
        if state != "scheduled":
            closed = event.starts_at + timedelta(hours=9) if state == "closed" else None
            register = self.add("registers", event.pk, event.starts_at, closed)
        for person in event.people:
            booking = self._book(event, person)
            if register is not None:
                self._mark(event, person[0], register, booking, slots, is_closed=state == "closed")

    def _book(self, event: Dated, person: Person) -> int:
        pk, body, role = person
        at = event.starts_at - timedelta(days=20)
        only = course_key(event.course) if event.kind == "day" else None
        place = (event.pk, pk, "booked", role, body.pk, only, at, self.world.uuid())
        return self.add("bookings", *place, *day_columns(body))

    def _mark(
        self, event: Dated, pk: int, register: int, booking: int, slots: list[tuple[int, int]], *, is_closed: bool
    ) -> None:
        secrets = (self.world.uuid(), self.world.uuid().hex)
        attendee = self.add("attendees", register, *secrets, pk, booking, event.starts_at)
        there = self.world.chance.random() < 0.85
        for slot, minutes in slots:
            status = "present" if there else "absent"
            self.presences.append((attendee, slot, status, minutes * there, event.starts_at, self.world.uuid()))
        if is_closed:
            whole = sum(minutes for _slot, minutes in slots)
            keys = (pk, course_key(event.course), event.activity, f"event:{event.pk}", f"Prova {event.pk}")
            day = timezone.localdate(event.starts_at)
            self.credits.append((*keys, whole * there, whole, day, event.starts_at + timedelta(hours=9)))


def make_presences(world: World, events: list[tuple[Dated, str]]) -> None:
    """Bookings, registers, presences and hours of all events."""
    sheets = Sheets(world)
    for event, state in events:
        sheets.write(event, state)
    booking = ("id", "event", "participant", "state", "role", "body", "only_one_of", "booked_at", "token")
    attendee = ("id", "register", "pseudonym", "salt", "participant", "booking", "added_at")
    credit = ("participant", "course_key", "activity_key", "source", "title", "minutes", "of_minutes", "credited_on")
    load(Slot, ("id", "event", "kind", "starts_at", "ends_at"), sheets.slots)
    load(Booking, (*booking, *DAY_COLUMNS), sheets.bookings)
    load(Register, ("id", "event", "opened_at", "closed_at"), sheets.registers)
    load(Attendee, attendee, sheets.attendees)
    load(Presence, ("attendee", "slot", "status", "minutes", "at", "mark_key"), sheets.presences)
    load(Credit, (*credit, "changed_at"), sheets.credits)
