"""Taking the marks of a page or of a telephone: each stands by itself, and a refused one is told and written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from courses.agenda.models import Slot
from courses.attendance.actions import mark, take_down
from courses.attendance.models import Attendee, Presence, Register, WalkIn
from courses.attendance.rules import MARKS_BEFORE
from courses.audit.actions import Author, record
from courses.errors import CoursesError

LONGEST_KEY = 19  # digits: the database's own numbers end there


@dataclass(frozen=True)
class Taken:
    """What became of a mark: the presence that counts, or why it was refused."""

    presence: Presence | None
    reason: str = ""


def take(*, attendee: Attendee, slot: Slot, author: Author, **told: Any) -> Taken:
    """Mark, or say why not; the refusal is written down, since the action's own transaction left nothing."""
    try:
        return Taken(mark(attendee=attendee, slot=slot, author=author, **told))
    except CoursesError as refusal:
        subject = attendee.register
        record(author=author, action="presence.refused", subject=subject, attendee=attendee.pk, slot=slot.pk)
        return Taken(None, str(refusal))


def moment_of(at: datetime, slot: Slot) -> datetime | None:
    """When a telephone says it was marked; None, which is now, when its clock cannot be right."""
    return at if at >= slot.starts_at - MARKS_BEFORE else None


def take_person(*, register: Register, author: Author, **told: Any) -> tuple[Attendee | None, str]:
    """Put somebody on the register, or say why not."""
    try:
        return take_down(register=register, author=author, **told), ""
    except CoursesError as refusal:
        return None, str(refusal)


def attendees_of(register: Register) -> dict[int, Attendee]:
    """Everybody on a register by key, each with the register, in one query."""
    return {attendee.pk: attendee for attendee in _attendees(register)}


def named_by_devices(register: Register, names: Iterable[str]) -> dict[str, Attendee]:
    """Those of a register whom telephones name: by their key here, or by the one a telephone gave them."""
    asked = set(names)
    numbers = {int(name) for name in asked if name.isascii() and name.isdecimal() and len(name) < LONGEST_KEY}
    given: dict[str, int] = {}
    if len(numbers) < len(asked):
        walked_in = WalkIn.objects.filter(attendee__register=register).values_list("key", "attendee")
        given = {str(key): pk for key, pk in walked_in if str(key) in asked}
    people = {one.pk: one for one in _attendees(register).filter(pk__in={*numbers, *given.values()})}
    return {str(pk): one for pk, one in people.items()} | {name: people[pk] for name, pk in given.items()}


def _attendees(register: Register) -> QuerySet[Attendee]:
    return register.attendees.select_related("register__event", "participant__body")
