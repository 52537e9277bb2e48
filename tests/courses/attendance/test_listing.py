"""Who stands on a register, and whose mark counts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.agenda.models import Event, Slot
from courses.attendance.actions import add_known, mark, mark_everybody
from courses.attendance.models import Attendee, Presence, Register
from courses.attendance.queries import last_presence, lines_of
from courses.booking.actions import cancel_booking
from tests.factories.attendance import during, make_register, mark_all_day
from tests.factories.booking import make_booking

pytestmark = pytest.mark.django_db
Status = Presence.Status


def morning(register: Register) -> Slot:
    return register.event.slots.get(kind=Slot.Kind.MORNING)


def test_who_gave_the_place_up_stands_there_no_more_unless_marked_or_come_all_the_same(event: Event) -> None:
    gone, marked, back = (make_booking(event) for _ in range(3))
    register = make_register(event)
    mark_all_day(register.attendees.get(booking=marked))
    for booking in (gone, marked, back):
        cancel_booking(booking=booking, reason="Malattia.", author=None, by_secretariat=True)

    add_known(register=register, participant=back.participant, author=None)
    mark_everybody(register=register, slot=morning(register), author=None, now=during(event))

    standing = {line.attendee.participant: line.minutes for line in lines_of(register)}
    assert standing == {marked.participant: 360, back.participant: 240}


def test_a_mark_made_earlier_and_sent_later_is_kept_and_does_not_count(register: Register, attendee: Attendee) -> None:
    slot, now = morning(register), timezone.now()
    mark(attendee=attendee, slot=slot, status=Status.ABSENT, author=None, now=during(register.event))

    counts = mark(
        attendee=attendee,
        slot=slot,
        status=Status.PRESENT,
        author=None,
        at=now - timedelta(hours=3),
        now=during(register.event),
    )

    assert (counts.status, last_presence(attendee, slot).status) == (Status.ABSENT, Status.ABSENT)
    assert next(line.minutes for line in lines_of(register) if line.attendee == attendee) == 0
    assert attendee.presences.count() == 2
