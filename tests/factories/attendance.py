"""Registers, marked as a teacher marks them."""

from datetime import datetime, timedelta

from courses.agenda.models import Event
from courses.attendance.actions import close_register, mark, open_register
from courses.attendance.models import Attendee, Presence, Register


def during(event: Event) -> datetime:
    """A moment of the event's last part."""
    return event.ends_at - timedelta(minutes=5)


def after(event: Event) -> datetime:
    """The same evening."""
    return event.ends_at + timedelta(hours=1)


def make_register(event: Event) -> Register:
    """Opened in the morning of the event."""
    return open_register(event=event, author=None, now=event.starts_at)


def mark_all_day(attendee: Attendee, status: str = Presence.Status.PRESENT, late: int = 0) -> None:
    """The same mark for every part."""
    event = attendee.register.event
    for slot in event.slots.all():
        mark(attendee=attendee, slot=slot, status=status, late=late, author=None, now=during(event))


def close(register: Register) -> Register:
    """The secretariat closes it the same evening."""
    return close_register(register=register, author=None, now=after(register.event))
