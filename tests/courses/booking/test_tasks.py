"""What happens in due time, once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from courses.agenda.models import Event
from courses.booking.actions import hold_seats
from courses.booking.models import Booking
from courses.booking.queries import seats_in_use
from courses.booking.tasks import tell_minimums, tick
from courses.post.models import Letter
from tests.factories.booking import fill, make_booking
from tests.factories.people import make_municipal_body

pytestmark = pytest.mark.django_db
State = Booking.State


def count(kind: str) -> int:
    return Letter.objects.filter(kind=kind).count()


@pytest.fixture(autouse=True)
def secretariat(settings) -> None:
    settings.COURSES_SECRETARIAT_EMAIL = "segreteria@example.org"


def test_people_are_reminded_seven_days_and_one_day_before_once_each(event: Event) -> None:
    make_booking(event)

    for days in (8, 7, 6, 2, 1):
        for _time in range(2):
            tick(event.starts_at - timedelta(days=days))
        assert count("booking.reminder") == {8: 0, 7: 1, 6: 1, 2: 1, 1: 2}[days]


def test_nobody_is_reminded_at_night(event: Event) -> None:
    make_booking(event)
    week_before = timezone.localtime(event.starts_at - timedelta(days=7))
    said = []

    for hour, minute in ((0, 1), (7, 59), (8, 0), (12, 0)):
        tick(week_before.replace(hour=hour, minute=minute))
        said.append(count("booking.reminder"))

    assert said == [0, 0, 1, 1]


def test_after_days_without_a_tick_only_the_nearest_reminder_goes(event: Event) -> None:
    make_booking(event)

    tick(event.starts_at - timedelta(hours=20))

    assert count("booking.reminder") == 1


def test_who_books_late_is_not_reminded_of_the_week(event: Event) -> None:
    booking = make_booking(event)
    Booking.objects.filter(pk=booking.pk).update(booked_at=event.starts_at - timedelta(days=4))

    tick(event.starts_at - timedelta(days=3))
    after_three = count("booking.reminder")
    tick(event.starts_at - timedelta(days=1))

    assert (after_three, count("booking.reminder")) == (0, 1)


def test_who_waits_is_not_reminded(event: Event) -> None:
    fill(event)
    make_booking(event)

    tick(event.starts_at - timedelta(days=7))

    assert count("booking.reminder") == 2


def test_at_the_cut_off_the_secretariat_hears_of_events_under_the_minimum(make_day: Callable[..., Event]) -> None:
    event = make_day(minimum=2)
    make_booking(event)

    tick(event.booking_closes_at)
    before = count("event.under_minimum")
    for _time in range(2):
        tick(event.booking_closes_at + timedelta(minutes=1))

    event.refresh_from_db()
    assert (before, count("event.under_minimum"), event.state) == (0, 1, Event.State.SCHEDULED)


def test_an_event_that_reached_its_minimum_is_confirmed(make_day: Callable[..., Event]) -> None:
    event = make_day(minimum=1)
    make_booking(event)

    tick(event.booking_closes_at + timedelta(minutes=1))

    event.refresh_from_db()
    assert (event.state, count("event.under_minimum")) == (Event.State.CONFIRMED, 0)


def test_held_seats_are_freed_some_days_before(event: Event) -> None:
    seats = hold_seats(event=event, body=make_municipal_body(), number=2, author=None)
    waiting = make_booking(event)

    tick(seats[0].until)
    before = Booking.objects.get(pk=waiting.pk).state
    tick(seats[0].until + timedelta(minutes=1))

    event.refresh_from_db()
    waiting.refresh_from_db()
    assert (before, waiting.state, event.seats_taken, seats_in_use(event)) == (State.WAITING, State.OFFERED, 1, 1)


def test_a_seat_left_free_by_a_crash_is_offered(event: Event) -> None:
    fill(event)
    waiting = make_booking(event)
    Event.objects.filter(pk=event.pk).update(capacity=3)

    tick(timezone.now())

    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED


def test_needs_are_forgotten_after_the_event(event: Event) -> None:
    booking = make_booking(event, needs="Un posto in prima fila.")

    tick(event.ends_at)
    before = Booking.objects.get(pk=booking.pk).needs
    tick(event.ends_at + timedelta(minutes=1))

    assert (before, Booking.objects.get(pk=booking.pk).needs) == ("Un posto in prima fila.", "")


def test_what_is_over_was_held(event: Event) -> None:
    tick(event.ends_at)

    event.refresh_from_db()
    assert event.state == Event.State.HELD


def test_an_event_that_changes_in_that_second_stops_no_other(make_day: Callable[..., Event]) -> None:
    """Confirmed by the secretariat between the reading and the judging: its turn is over, the other's is not."""
    first, second = make_day(minimum=0), make_day(minimum=0)

    def confirm_meanwhile(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if sql.startswith("UPDATE") and "minimum_told_at" in sql and first.pk in params:
            execute("UPDATE courses_event SET state = 'confirmed' WHERE id = %s", [first.pk], False, context)
        return answer

    with connection.execute_wrapper(confirm_meanwhile):
        told = tell_minimums(first.booking_closes_at + timedelta(hours=1))

    second.refresh_from_db()
    assert (told, second.state) == (1, Event.State.CONFIRMED)
