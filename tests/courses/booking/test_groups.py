"""What a contact does for several colleagues."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.agenda.models import Event
from courses.audit.models import Entry
from courses.booking.actions import (
    NoSeat,
    book_group,
    cancel_booking,
    hold_seats,
    name_held_seat,
    release_held_seat,
    substitute,
)
from courses.booking.models import Booking, HeldSeat
from courses.booking.queries import held_seats, seats_in_use
from courses.booking.rules import held_until
from courses.errors import NotAllowed, StaleState
from courses.people.models import Participant
from courses.post.models import Letter
from courses.territory.models import Body
from tests.factories.booking import fill, make_attender, make_booking
from tests.factories.people import make_municipal_body

pytestmark = pytest.mark.django_db
State = Booking.State


def taken(event: Event) -> tuple[int, int]:
    event.refresh_from_db()
    return event.seats_taken, seats_in_use(event)


@pytest.fixture
def body() -> Body:
    return make_municipal_body(population=20_000)


@pytest.fixture
def three(event: Event, body: Body) -> list[Participant]:
    """Three colleagues."""
    return [make_attender(event, body) for _number in range(3)]


def test_all_or_none_books_nobody_without_seats_for_all(event: Event, three: list[Participant]) -> None:
    with pytest.raises(NotAllowed):
        book_group(event=event, participants=three, all_or_none=True, author=None)

    assert (Booking.objects.count(), taken(event), Letter.objects.filter(kind__startswith="booking").count()) == (
        0,
        (0, 0),
        0,
    )


def test_all_or_none_books_all(make_day: Callable[..., Event], body: Body) -> None:
    event = make_day(capacity=3)
    three = [make_attender(event, body) for _number in range(3)]

    results = book_group(event=event, participants=three, all_or_none=True, author=None)

    assert ([result.booking.state for result in results], taken(event)) == ([State.BOOKED] * 3, (3, 3))


def test_as_many_as_possible_puts_the_others_in_line(event: Event, three: list[Participant]) -> None:
    results = book_group(event=event, participants=three, all_or_none=False, author=None)

    assert [result.booking.state for result in results] == [State.BOOKED, State.BOOKED, State.WAITING]
    assert taken(event) == (2, 2)


def test_one_refusal_stops_the_group_only_when_all_are_wanted(
    make_day: Callable[..., Event], three: list[Participant]
) -> None:
    other, event = make_day(day=timezone.localdate() + timedelta(days=40)), make_day(capacity=3)
    make_booking(other, three[0])

    with pytest.raises(NotAllowed):
        book_group(event=event, participants=three, all_or_none=True, author=None)
    results = book_group(event=event, participants=three, all_or_none=False, author=None)

    assert [bool(result.booking) for result in results] == [False, True, True]
    assert (bool(results[0].refusal), taken(event)) == (True, (2, 2))


def test_held_seats_count_and_are_named_later(event: Event, body: Body, three: list[Participant]) -> None:
    first, _second = hold_seats(event=event, body=body, number=2, author=None)
    assert taken(event) == (2, 2)

    booking = name_held_seat(seat=first, participant=three[0], author=None)

    assert (booking.state, taken(event), held_seats(event, body).count()) == (State.BOOKED, (2, 2), 1)
    assert Letter.objects.filter(kind="booking.booked", recipient=three[0].email).count() == 1


def test_more_seats_than_are_free_are_not_held(event: Event, body: Body) -> None:
    with pytest.raises(NoSeat):
        hold_seats(event=event, body=body, number=3, author=None)

    assert (taken(event), HeldSeat.objects.count()) == ((0, 0), 0)


def test_a_body_holds_no_more_than_its_share(make_day: Callable[..., Event], body: Body) -> None:
    event = make_day(capacity=5, seats_per_body=2)

    with pytest.raises(NoSeat):
        hold_seats(event=event, body=body, number=3, author=None)

    assert taken(event) == (0, 0)


def test_near_the_event_no_seat_is_held(event: Event, body: Body) -> None:
    with pytest.raises(NotAllowed):
        hold_seats(event=event, body=body, number=1, author=None, now=held_until(event))


def test_a_released_seat_is_offered_once(event: Event, body: Body) -> None:
    seat, _other = hold_seats(event=event, body=body, number=2, author=None)
    waiting = make_booking(event)

    for _time in range(2):
        release_held_seat(seat=seat, author=None)

    waiting.refresh_from_db()
    assert (waiting.state, taken(event)) == (State.OFFERED, (2, 2))


def test_a_seat_released_meanwhile_is_not_named(event: Event, body: Body, three: list[Participant]) -> None:
    (seat,) = hold_seats(event=event, body=body, number=1, author=None)
    release_held_seat(seat=seat, author=None)

    with pytest.raises(StaleState):
        name_held_seat(seat=seat, participant=three[0], author=None)

    assert taken(event) == (0, 0)


def test_who_waited_is_named_and_waits_no_more(event: Event, body: Body, three: list[Participant]) -> None:
    hold_seats(event=event, body=body, number=2, author=None)
    waiting = make_booking(event, three[0])

    name_held_seat(seat=HeldSeat.objects.first(), participant=three[0], author=None)

    waiting.refresh_from_db()
    assert (waiting.state, taken(event)) == (State.CANCELLED, (2, 2))


def test_a_colleague_takes_the_seat_over(event: Event, three: list[Participant]) -> None:
    booking = make_booking(event, three[0])

    fresh = substitute(booking=booking, participant=three[1], author=None)

    booking.refresh_from_db()
    assert (booking.state, fresh.state, taken(event)) == (State.CANCELLED, State.BOOKED, (1, 1))
    assert sorted(Letter.objects.filter(kind__startswith="booking").values_list("recipient", "calendar_method")) == (
        sorted([(three[0].email, "REQUEST"), (three[0].email, "CANCEL"), (three[1].email, "REQUEST")])
    )


def test_nobody_of_another_body_takes_a_seat_over(event: Event, three: list[Participant]) -> None:
    booking = make_booking(event, three[0])

    with pytest.raises(NotAllowed):
        substitute(booking=booking, participant=make_attender(event), author=None)

    booking.refresh_from_db()
    assert booking.state == State.BOOKED


def test_a_full_event_is_no_obstacle_to_substituting(event: Event, three: list[Participant]) -> None:
    booking = make_booking(event, three[0])
    fill(event)

    substitute(booking=booking, participant=three[1], author=None)

    assert taken(event) == (2, 2)


def test_names_and_reasons_stay_out_of_the_trail(event: Event, three: list[Participant]) -> None:
    booking = make_booking(event, three[0])
    fresh = substitute(booking=booking, participant=three[1], author=None)
    cancel_booking(booking=fresh, reason="Sono in malattia.", author=None)

    entries = Entry.objects.filter(action="booking.cancel").order_by("pk")

    booking.refresh_from_db()
    fresh.refresh_from_db()
    assert [(entry.reason, entry.details) for entry in entries] == [
        ("", {"with_reason": True, "to": three[1].pk}),
        ("", {"with_reason": True}),
    ]
    assert (str(three[1]) in booking.cancel_reason, fresh.cancel_reason) == (False, "Sono in malattia.")


def test_a_seat_kept_for_a_body_is_for_its_own_people(event: Event, body: Body) -> None:
    (seat,) = hold_seats(event=event, body=body, number=1, author=None)

    with pytest.raises(NotAllowed):
        name_held_seat(seat=seat, participant=make_attender(event), author=None)

    assert (taken(event), held_seats(event, body).count()) == ((1, 1), 1)


def test_no_body_keeps_a_whole_day(make_day: Callable[..., Event], body: Body, settings) -> None:
    settings.COURSES_HELD_SEATS_PER_BODY = 3
    event = make_day(capacity=9)
    hold_seats(event=event, body=body, number=2, author=None)
    event.refresh_from_db()

    with pytest.raises(NotAllowed):
        hold_seats(event=event, body=body, number=2, author=None)
    hold_seats(event=event, body=body, number=1, author=None)

    assert taken(event) == (3, 3)
