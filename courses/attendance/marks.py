"""What is written down when somebody is marked."""

from datetime import datetime
from uuid import UUID, uuid4

from django.utils import timezone

from courses.agenda.models import Slot
from courses.attendance.models import Attendee, Presence
from courses.attendance.rules import minutes_present
from courses.audit.actions import Author


def new_mark(
    *,
    attendee: Attendee,
    slot: Slot,
    status: str,
    late: int,
    left_early: int,
    note: str,
    author: Author,
    at: datetime | None = None,
    mark_key: UUID | None = None,
    minutes: int | None = None,
) -> Presence:
    """A presence, not saved yet: only who is present has minutes; nobody marks in the future.

    `minutes` are those a platform counted; without them, those of the part less the ones missed at either end.
    """
    is_present = status == Presence.Status.PRESENT
    known = author if author is not None and author.is_authenticated else None
    now = timezone.now()
    return Presence(
        attendee=attendee,
        slot=slot,
        status=Presence.Status(status),
        minutes=(minutes_present(slot, late, left_early) if minutes is None else minutes) if is_present else 0,
        late=late if is_present else 0,
        left_early=left_early if is_present else 0,
        note=note.strip(),
        at=min(at or now, now),
        author=known,
        author_key=str(known.pk) if known else "",
        mark_key=mark_key or uuid4(),
    )
