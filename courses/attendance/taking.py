"""Taking the marks of a page or of a telephone: each stands by itself, and a refused one is told and written down."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.agenda.models import Slot
from courses.attendance.actions import mark
from courses.attendance.models import Attendee, Presence, Register
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


def attendees_of(register: Register) -> dict[int, Attendee]:
    """Everybody on a register by key, each with the register, in one query."""
    found = register.attendees.select_related("register__event", "participant__body")
    return {attendee.pk: attendee for attendee in found}
