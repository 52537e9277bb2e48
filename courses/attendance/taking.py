"""Taking the marks of a page or of a telephone: each stands by itself, and a refused one is told and written down."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.agenda.models import Slot
from courses.attendance.actions import mark, take_down
from courses.attendance.models import Attendee, Presence, Register, WalkIn
from courses.attendance.rules import MARKS_BEFORE
from courses.audit.actions import Author, record
from courses.errors import CoursesError


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
    found = register.attendees.select_related("register__event", "participant__body")
    return {attendee.pk: attendee for attendee in found}


def named_by_devices(register: Register) -> dict[str, Attendee]:
    """The same as telephones name them: by their key here, or by the one a telephone gave them."""
    people = attendees_of(register)
    keys = WalkIn.objects.filter(attendee__register=register).values_list("key", "attendee")
    return {str(pk): one for pk, one in people.items()} | {str(key): people[pk] for key, pk in keys}
