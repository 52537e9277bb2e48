"""Marking people on an open register, and what is written down when somebody is marked."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Slot
from courses.attendance.models import Attendee, Presence, Register
from courses.attendance.queries import expected, last_presence
from courses.attendance.rules import may_mark, minutes_present
from courses.audit.actions import Author
from courses.errors import NotAllowed

Status = Presence.Status


@transaction.atomic
def mark(
    *,
    attendee: Attendee,
    slot: Slot,
    status: str,
    author: Author,
    late: int = 0,
    left_early: int = 0,
    note: str = "",
    at: datetime | None = None,
    mark_key: UUID | None = None,
    minutes: int | None = None,
    now: datetime | None = None,
) -> Presence:
    """Mark a person for a part: present, with the minutes missed at either end, absent or excused.

    `minutes` are those of a connection, which are missed anywhere: they stand instead of the others.
    The same mark twice (one `mark_key`, or nothing changed) is one entry. `at` is when the teacher marked it, on a
    phone without network earlier than now. Raises NotAllowed outside the time of the part or on a closed register.
    """
    # locked: a register is not closed while somebody is being marked
    locked = Register.objects.select_for_update(of=("self",)).select_related("event")
    attendee.register = locked.get(pk=attendee.register_id)
    answer = may_mark(attendee.register, slot, now or timezone.now())
    if not answer:
        raise NotAllowed(answer.reason)
    known = Presence.objects.filter(mark_key=mark_key).first() if mark_key else None
    if known is not None:
        return known
    refuse_absurd(slot, late, left_early, minutes)
    said = {"status": status, "late": late, "left_early": left_early, "minutes": minutes, "note": note}
    presence = new_mark(attendee=attendee, slot=slot, author=author, at=at, mark_key=mark_key, **said)
    return _insert(presence)


@transaction.atomic
def mark_everybody(*, register: Register, slot: Slot, author: Author, now: datetime | None = None) -> int:
    """«Tutti presenti»: everybody who stands there and is not marked for this part yet. Returns how many."""
    marked = Presence.objects.filter(slot=slot, attendee__register=register).values("attendee")
    missing = list(expected(register).exclude(pk__in=marked).select_related("register__event"))
    for attendee in missing:
        mark(attendee=attendee, slot=slot, status=Status.PRESENT, author=author, now=now)
    return len(missing)


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


def _insert(presence: Presence) -> Presence:
    last = last_presence(presence.attendee, presence.slot)
    same = ("status", "minutes", "late", "left_early", "note")
    if last is not None and all(getattr(last, name) == getattr(presence, name) for name in same):
        return last
    try:
        with transaction.atomic():
            presence.save()
    except IntegrityError:  # the same mark twice at once
        return Presence.objects.get(mark_key=presence.mark_key)
    # made earlier on a telephone without network, and sent later: it is kept, the newer one counts
    return last if last is not None and last.at > presence.at else presence


def refuse_absurd(slot: Slot, late: int, left_early: int, minutes: int | None = None) -> None:
    """Nobody misses more than the part lasts. Raises NotAllowed."""
    missed = late + left_early if minutes is None else slot.minutes - minutes
    if late < 0 or left_early < 0 or not 0 <= missed <= slot.minutes:
        raise NotAllowed(
            _("%(part)s lasts %(minutes)s minutes: write fewer minutes of absence, or mark the person absent.")
            % {"part": slot, "minutes": slot.minutes}
        )
