"""The waiting list: offers, answers, lapses, the rush before the event, the end."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from courses.agenda.models import Event, TrainingDayPage
from courses.agenda.rules import is_working_day
from courses.booking.actions import (
    NoSeat,
    accept_offer,
    cancel_booking,
    close_waiting_list,
    lapse_offer,
    offer_free_seats,
)
from courses.booking.models import Booking
from courses.booking.queries import seats_in_use
from courses.errors import NotAllowed, StaleState
from courses.post.models import Letter
from courses.progress.models import CompletionRule
from tests.factories.agenda import make_event
from tests.factories.booking import fill, make_attender, make_booking
from tests.factories.people import make_municipal_body

pytestmark = pytest.mark.django_db
State = Booking.State
DAY = timedelta(days=1)


def free_one(event: Event, now: datetime | None = None) -> None:
    """Somebody booked gives their seat up by telephone."""
    booked = event.bookings.filter(state=State.BOOKED).first()
    cancel_booking(booking=booked, reason="Un impegno.", author=None, by_secretariat=True, now=now)


def states(*bookings: Booking) -> list[str]:
    for booking in bookings:
        booking.refresh_from_db()
    return [booking.state for booking in bookings]


def taken(event: Event) -> tuple[int, int]:
    event.refresh_from_db()
    return event.seats_taken, seats_in_use(event)


def kinds() -> list[str]:
    return sorted(Letter.objects.exclude(kind="booking.booked").values_list("kind", flat=True))


@pytest.fixture
def line(event: Event) -> list[Booking]:
    """A full event with three in line."""
    fill(event)
    return [make_booking(event) for _number in range(3)]


def test_the_first_in_line_has_two_working_days(event: Event, line: list[Booking]) -> None:
    free_one(event)

    assert states(*line) == [State.OFFERED, State.WAITING, State.WAITING]
    assert is_working_day(timezone.localdate(line[0].offer_until))
    assert timezone.now() + timedelta(days=2) - timedelta(minutes=1) <= line[0].offer_until


def test_offering_twice_offers_once(event: Event, line: list[Booking]) -> None:
    free_one(event)

    offer_free_seats(event=event)

    assert (states(*line), taken(event)) == ([State.OFFERED, State.WAITING, State.WAITING], (2, 2))


def test_an_offer_accepted_is_a_seat_with_an_invitation(event: Event, line: list[Booking]) -> None:
    free_one(event)

    accept_offer(booking=line[0])
    accept_offer(booking=line[0])

    assert (states(line[0]), taken(event)) == ([State.BOOKED], (2, 2))
    letters = Letter.objects.filter(kind="booking.booked", recipient=line[0].participant.email)
    assert [letter.calendar_method for letter in letters] == ["REQUEST"]


def test_an_offer_declined_goes_to_the_next(event: Event, line: list[Booking]) -> None:
    free_one(event)

    cancel_booking(booking=Booking.objects.get(pk=line[0].pk), reason="", author=None)

    assert (states(*line), taken(event)) == ([State.CANCELLED, State.OFFERED, State.WAITING], (2, 2))


def test_a_lapsed_offer_skips_one_turn_and_says_so(event: Event, line: list[Booking]) -> None:
    free_one(event)
    line[0].refresh_from_db()
    later = line[0].offer_until + timedelta(minutes=1)

    lapse_offer(booking=line[0], now=later)
    offer_free_seats(event=event, now=later)

    assert (states(*line), taken(event)) == ([State.WAITING, State.OFFERED, State.WAITING], (2, 2))
    assert Letter.objects.filter(kind="booking.lapsed", recipient=line[0].participant.email).count() == 1
    # one turn, not two: the next seat is offered to who skipped
    free_one(event, later)
    assert states(*line) == [State.OFFERED, State.OFFERED, State.WAITING]


def test_who_alone_waits_is_asked_again_after_a_lapse(event: Event) -> None:
    fill(event)
    alone = make_booking(event)
    free_one(event)
    alone.refresh_from_db()
    later = alone.offer_until + timedelta(minutes=1)

    lapse_offer(booking=alone, now=later)
    offer_free_seats(event=event, now=later)

    assert states(alone) == [State.OFFERED]


def test_an_answer_after_the_end_changes_nothing(event: Event, line: list[Booking]) -> None:
    free_one(event)
    line[0].refresh_from_db()

    with pytest.raises(StaleState):
        accept_offer(booking=line[0], now=line[0].offer_until + timedelta(seconds=1))

    assert states(line[0]) == [State.OFFERED]


def test_an_offer_is_never_lapsed_before_its_end(event: Event, line: list[Booking]) -> None:
    free_one(event)
    line[0].refresh_from_db()

    lapse_offer(booking=line[0], now=line[0].offer_until)

    assert states(line[0]) == [State.OFFERED]


def test_accepting_changes_the_day_one_has(make_day: Callable[..., Event]) -> None:
    full, other = make_day(capacity=1, minimum=0), make_day(day=timezone.localdate() + timedelta(days=40))
    fill(full)
    waiting = make_booking(full)
    second = make_booking(other, waiting.participant)

    free_one(full)
    waiting.refresh_from_db()
    accept_offer(booking=waiting)

    assert (states(waiting, second), taken(full), taken(other)) == ([State.BOOKED, State.CANCELLED], (1, 1), (0, 0))


def test_accepting_against_a_clash_is_refused(make_day: Callable[..., Event]) -> None:
    full, other = make_day(capacity=1, minimum=0), make_day()
    CompletionRule.objects.create(course_key=full.course_key, version=1, several_days=True)
    fill(full)
    waiting = make_booking(full)
    make_booking(other, waiting.participant)
    free_one(full)
    waiting.refresh_from_db()

    with pytest.raises(NotAllowed):
        accept_offer(booking=waiting)

    assert (states(waiting), taken(full)) == ([State.OFFERED], (1, 1))


@pytest.fixture
def rush(event: Event) -> datetime:
    """Three days before the event, when seats are offered to several."""
    moment = event.starts_at - timedelta(days=3)
    Event.objects.filter(pk=event.pk).update(booking_closes_at=event.starts_at, promotion_until=event.starts_at)
    return moment


def test_shortly_before_several_are_asked_and_the_first_wins(event: Event, line: list[Booking], rush: datetime) -> None:
    free_one(event, rush)
    assert (states(*line), taken(event)) == ([State.OFFERED] * 3, (1, 1))

    accept_offer(booking=line[1], now=rush)

    assert (states(*line), taken(event)) == ([State.WAITING, State.BOOKED, State.WAITING], (2, 2))
    assert kinds().count("booking.taken") == 2
    with pytest.raises(StaleState):
        accept_offer(booking=line[0], now=rush)


def test_who_was_slower_loses_no_turn(event: Event, line: list[Booking], rush: datetime) -> None:
    free_one(event, rush)
    accept_offer(booking=line[1], now=rush)

    free_one(event, rush)

    assert states(*line) == [State.OFFERED, State.BOOKED, State.OFFERED]


def test_a_shared_offer_beyond_the_seats_is_refused(event: Event, line: list[Booking], rush: datetime) -> None:
    free_one(event, rush)
    line[0].refresh_from_db()
    Event.objects.filter(pk=event.pk).update(seats_taken=2)  # somebody took it a moment ago

    with pytest.raises(NoSeat):
        accept_offer(booking=line[0], now=rush)


def test_nothing_is_offered_after_the_promotion_cut_off(event: Event, line: list[Booking]) -> None:
    late = event.promotion_until + timedelta(minutes=1)

    free_one(event, late)

    assert (states(*line), taken(event)) == ([State.WAITING] * 3, (1, 1))


def test_the_list_ends_with_the_promotion_and_says_so(event: Event, line: list[Booking]) -> None:
    free_one(event)
    late = event.promotion_until + timedelta(minutes=1)

    assert close_waiting_list(event=event, now=event.promotion_until) == 0
    assert close_waiting_list(event=event, now=late) == 3
    assert close_waiting_list(event=event, now=late) == 0

    assert (states(*line), taken(event)) == ([State.CANCELLED] * 3, (1, 1))
    assert kinds().count("booking.no_seat") == 3


def test_a_body_beyond_its_share_is_offered_nothing_while_others_wait(make_day: Callable[..., Event]) -> None:
    event, body = make_day(capacity=2, seats_per_body=1, minimum=0), make_municipal_body(population=20_000)
    make_booking(event, make_attender(event, body))
    make_booking(event)
    beyond, other = make_booking(event, make_attender(event, body)), make_booking(event)

    cancel_booking(
        booking=event.bookings.filter(state=State.BOOKED).exclude(body=body).get(), reason="Un impegno.", author=None
    )

    assert states(beyond, other) == [State.WAITING, State.OFFERED]


@pytest.mark.parametrize("passed", [timedelta(days=1), timedelta(hours=-1)], ids=["held", "about to begin"])
def test_an_accepted_offer_never_ends_a_day_that_was_held_or_is_past_its_cut_off(
    event: Event, line: list[Booking], passed: timedelta
) -> None:
    offered = line[0]
    day = make_event(TrainingDayPage.objects.get(), day=timezone.localdate() + timedelta(days=20))
    first = make_booking(day, offered.participant)
    now = timezone.now()
    moments = {"starts_at": now - passed, "ends_at": now - passed + timedelta(hours=5), "cancel_until": now - DAY * 3}
    Event.objects.filter(pk=day.pk).update(**moments)
    Booking.objects.filter(pk=first.pk).update(booked_at=now - DAY * 5)
    free_one(event)
    offered.refresh_from_db()

    with pytest.raises(NotAllowed):
        accept_offer(booking=offered)

    assert states(first, offered) == [State.BOOKED, State.OFFERED]


def test_a_suspended_person_and_an_offer_past_the_cut_off_are_refused(event: Event, line: list[Booking]) -> None:
    free_one(event)
    enrolment = line[0].participant.enrolments.get()
    enrolment.state = "suspended"
    enrolment.save(update_fields=["state"])
    line[0].refresh_from_db()

    with pytest.raises(NotAllowed):
        accept_offer(booking=line[0])
    Event.objects.filter(pk=event.pk).update(promotion_until=timezone.now() - DAY)
    with pytest.raises(StaleState):
        accept_offer(booking=Booking.objects.get(pk=line[0].pk))


def test_in_the_last_days_too_no_body_gets_more_than_its_share(event: Event) -> None:
    event.seats_per_body = 1
    event.save(update_fields=["seats_per_body"])
    first = fill(event)[0]
    body = first.participant.body
    second, other = make_booking(event, make_attender(event, body)), make_booking(event)
    now = event.starts_at - timedelta(days=6)
    cancel_booking(
        booking=event.bookings.filter(state=State.BOOKED).last(), reason="x", author=None, by_secretariat=True, now=now
    )

    assert states(second, other) == [State.WAITING, State.OFFERED]
