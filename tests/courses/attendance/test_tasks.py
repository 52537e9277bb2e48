"""Seals are checked once a day, and what was found is shown in the list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.agenda.models import TrainingDayPage
from courses.attendance.actions import correct_presence
from courses.attendance.models import Attendee, Presence, Register
from courses.attendance.tasks import check_seals, let_the_absent_book_again
from courses.errors import NotAllowed
from tests.factories.agenda import make_event
from tests.factories.attendance import close, mark_all_day
from tests.factories.booking import make_booking

pytestmark = pytest.mark.django_db


def test_closed_registers_are_checked_once_a_day_and_after_each_seal(register: Register, attendee: Attendee) -> None:
    while_open = check_seals(timezone.now())
    mark_all_day(attendee)
    close(register)

    closed, again = check_seals(timezone.now()), check_seals(timezone.now())
    slot = register.event.slots.first()
    correct_presence(attendee=attendee, slot=slot, status="absent", reason="Foglio firme", author=None)
    corrected = check_seals(timezone.now())

    assert (while_open, closed, again, corrected) == ((0, 0), (1, 0), (0, 0), (1, 0))


def test_a_change_in_the_database_is_kept_for_the_list(register: Register, attendee: Attendee) -> None:
    mark_all_day(attendee)
    close(register)
    now = timezone.now()
    whole = check_seals(now)
    Presence.objects.filter(attendee=attendee).update(minutes=1)

    changed = check_seals(now + timedelta(days=1, seconds=1))
    register.refresh_from_db()

    assert (whole, changed, register.is_whole) == ((1, 0), (1, 1), False)


def test_who_missed_the_day_may_book_another_once_the_register_is_closed(register: Register) -> None:
    there, away = register.attendees.order_by("pk")
    mark_all_day(there)
    before = let_the_absent_book_again()
    close(register)

    freed = let_the_absent_book_again()
    another = make_event(TrainingDayPage.objects.get(), day=timezone.localdate() + timedelta(days=60))

    assert (before, freed, let_the_absent_book_again()) == (0, 1, 0)
    assert make_booking(another, away.participant).state == "booked"
    with pytest.raises(NotAllowed):
        make_booking(another, there.participant)
