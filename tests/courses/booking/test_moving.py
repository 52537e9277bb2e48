"""Moving an event, calling it off, changing its seats."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.adhesion.queries import contacts_of
from courses.agenda.models import Event
from courses.agenda.rules import default_parts
from courses.booking.actions import (
    call_off,
    cancel_booking,
    change_details,
    confirm_coming,
    hold_seats,
    move_event,
    set_capacity,
)
from courses.booking.models import Booking, HeldSeat
from courses.booking.queries import seats_in_use
from courses.errors import NotAllowed, ReasonMissing, StaleState
from courses.people.models import Participant
from courses.post.models import Letter
from tests.factories.adhesion import make_accepted
from tests.factories.agenda import make_venue
from tests.factories.booking import fill, make_attender, make_booking
from tests.factories.people import make_municipal_body

pytestmark = pytest.mark.django_db
State, Reply = Booking.State, Booking.Reply


def taken(event: Event) -> tuple[int, int]:
    event.refresh_from_db()
    return event.seats_taken, seats_in_use(event)


def move(event: Event, days: int = 10, **over: object) -> Event:
    day = timezone.localdate(event.starts_at) + timedelta(days=days)
    return move_event(
        **{"event": event, "parts": default_parts(event.kind, day), "venue": event.venue, "author": None} | over
    )


def test_moving_keeps_the_places_and_asks_each_person(event: Event) -> None:
    booking = make_booking(event)
    before = {name: getattr(event, name) for name in ("starts_at", "booking_closes_at", "cancel_until")}

    move(event)

    event.refresh_from_db()
    booking.refresh_from_db()
    assert (booking.state, booking.reply, booking.sequence, taken(event)) == (State.BOOKED, Reply.ASKED, 1, (1, 1))
    assert {timezone.localdate(getattr(event, name)) - timezone.localdate(was) for name, was in before.items()} == {
        timedelta(days=10)
    }
    letter = Letter.objects.get(kind="booking.changed")
    assert (letter.recipient, letter.calendar_method) == (booking.participant.email, "REQUEST")


def test_moved_twice_each_is_told_twice(event: Event) -> None:
    make_booking(event)

    move(event)
    move(event, 20)

    assert Letter.objects.filter(kind="booking.changed").count() == 2


def test_after_a_move_a_place_is_given_up_past_the_cut_off_too(event: Event) -> None:
    booking = make_booking(event)
    move(event)
    booking.refresh_from_db()

    cancel_booking(booking=booking, reason="Non posso.", author=None, now=event.cancel_until + timedelta(hours=1))

    assert taken(event) == (0, 0)


def test_a_person_confirms_that_they_come(event: Event) -> None:
    booking = make_booking(event)

    with pytest.raises(StaleState):
        confirm_coming(booking=booking)
    move(event)
    confirm_coming(booking=booking)
    confirm_coming(booking=booking)

    booking.refresh_from_db()
    assert booking.reply == Reply.CONFIRMED


def test_a_venue_too_small_for_those_booked_is_refused(event: Event) -> None:
    fill(event)

    with pytest.raises(NotAllowed):
        move(event, venue=make_venue(seats=1))

    assert Letter.objects.filter(kind="booking.changed").count() == 0


def test_a_smaller_venue_lowers_the_seats(make_day: Callable[..., Event]) -> None:
    event = make_day(capacity=40, minimum=2)
    make_booking(event)

    move(event, venue=make_venue(seats=20))

    event.refresh_from_db()
    assert event.capacity == 20


def test_an_event_is_not_moved_into_the_past(event: Event) -> None:
    with pytest.raises(NotAllowed):
        move(event, -60)


def test_what_is_over_is_not_moved(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(state=Event.State.HELD)

    with pytest.raises(NotAllowed):
        move(event)


def test_seats_are_added_and_offered(event: Event) -> None:
    fill(event)
    waiting = make_booking(event)

    set_capacity(event=event, capacity=3, author=None)

    waiting.refresh_from_db()
    assert (waiting.state, taken(event)) == (State.OFFERED, (3, 3))


@pytest.mark.parametrize("capacity", [0, 1])
def test_seats_are_not_lowered_under_those_taken(event: Event, capacity: int) -> None:
    fill(event)

    with pytest.raises(NotAllowed):
        set_capacity(event=event, capacity=capacity, author=None)

    event.refresh_from_db()
    assert event.capacity == 2


def test_seats_do_not_grow_beyond_the_venue(make_day: Callable[..., Event]) -> None:
    event = make_day(venue=make_venue(seats=3))

    with pytest.raises(NotAllowed):
        set_capacity(event=event, capacity=4, author=None)


def test_calling_off_frees_everybody_and_says_why(event: Event) -> None:
    booked, _other = fill(event)
    waiting = make_booking(event)

    call_off(event=event, reason="Nevica.", author=None)

    event.refresh_from_db()
    assert (event.state, event.reason, taken(event)) == (Event.State.CALLED_OFF, "Nevica.", (0, 0))
    assert set(Booking.objects.values_list("state", flat=True)) == {State.CANCELLED}
    letters = dict(Letter.objects.filter(kind="booking.called_off").values_list("recipient", "calendar_method"))
    assert (letters[booked.participant.email], letters[waiting.participant.email]) == ("CANCEL", "")


def test_calling_off_releases_held_seats(event: Event) -> None:
    hold_seats(event=event, body=make_municipal_body(), number=2, author=None)

    call_off(event=event, reason="Nevica.", author=None)

    assert (taken(event), HeldSeat.objects.filter(released_at=None).count()) == ((0, 0), 0)


def test_calling_off_needs_a_reason_and_happens_once(event: Event) -> None:
    with pytest.raises(ReasonMissing):
        call_off(event=event, reason=" ", author=None)
    call_off(event=event, reason="Nevica.", author=None)
    with pytest.raises(NotAllowed):
        call_off(event=event, reason="Nevica.", author=None)


@pytest.mark.parametrize(("notify", "letters"), [(True, 1), (False, 0)])
def test_small_changes_are_told_if_the_secretariat_says_so(event: Event, notify: bool, letters: int) -> None:
    booking = make_booking(event)

    change_details(event=event, notes="Portare un documento.", notify=notify, author=None)

    booking.refresh_from_db()
    assert (Letter.objects.filter(kind="booking.details").count(), booking.reply) == (letters, Reply.NONE)


def test_who_waits_is_told_of_a_move_without_an_invitation_and_without_a_place(event: Event) -> None:
    fill(event)
    waiting = make_booking(event)

    move(event)

    letters = Letter.objects.filter(recipient=waiting.participant.email).order_by("pk")
    assert list(letters.values_list("kind", "calendar_method")) == [
        ("booking.waiting", ""),
        ("booking.changed_waiting", ""),
    ]


def test_who_has_no_address_is_told_through_the_contact_of_the_body(event: Event) -> None:
    body = make_municipal_body(population=20_000)
    make_accepted(body)
    contact = contacts_of(body).get()
    colleague = make_attender(event, body)
    Participant.objects.filter(pk=colleague.pk).update(email="", user=None)

    make_booking(event, Participant.objects.get(pk=colleague.pk), author=None)

    letter = Letter.objects.get(kind="booking.for_colleague")
    assert (letter.recipient, letter.calendar_method) == (contact.participant.email, "")
