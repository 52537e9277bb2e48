"""What other rooms may no longer do once there is a register."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.agenda.models import Event
from courses.agenda.rules import default_parts
from courses.attendance.models import Attendee, Register
from courses.booking.actions import call_off, move_event
from courses.errors import NotAllowed
from tests.factories.attendance import close, mark_all_day

pytestmark = pytest.mark.django_db


def test_a_called_off_event_is_neither_marked_nor_closed(register: Register, attendee: Attendee) -> None:
    call_off(event=register.event, reason="Neve.", author=None)
    register = Register.objects.get(pk=register.pk)

    with pytest.raises(NotAllowed):
        mark_all_day(attendee)
    with pytest.raises(NotAllowed):
        close(register)

    assert Event.objects.get().state == Event.State.CALLED_OFF


def test_once_presences_were_taken_the_event_is_neither_moved_nor_called_off(
    register: Register, attendee: Attendee
) -> None:
    mark_all_day(attendee)
    day = timezone.localdate() + timedelta(days=45)

    with pytest.raises(NotAllowed):
        move_event(event=register.event, parts=default_parts("day", day), venue=register.event.venue, author=None)
    with pytest.raises(NotAllowed):
        call_off(event=register.event, reason="Neve.", author=None)
