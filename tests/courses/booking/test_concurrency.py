"""Many at once for the last seats, on both databases; and the canary that oversells when the guard is taken away."""

from contextlib import suppress
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models import F

from courses.agenda.models import Event
from courses.booking import seats
from courses.booking.actions import accept_offer, book, book_group, call_off, cancel_booking, change_day
from courses.booking.models import Booking
from courses.booking.queries import seats_in_use
from courses.errors import CoursesError
from courses.people.models import Participant
from tests.factories.agenda import make_day_page, make_event, make_venue, make_webinar_page
from tests.factories.booking import fill, make_attender, make_booking
from tests.factories.catalogue import make_course, make_module
from tests.factories.people import make_municipal_body
from tests.threads import at_once

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
State = Booking.State
CLIENTS, SEATS = 32, 3
ROUNDS = 20 if connection.vendor == "postgresql" else 5  # SQLite lets one write at a time


def crowd(event: Event) -> list[Participant]:
    return [make_attender(event) for _number in range(CLIENTS)]


def rush(event: Event, people: list[Participant]) -> tuple[int, int, int]:
    """All book at once: how many have a seat, how many are in line, what the counter says."""
    at_once(*[lambda each=each: book(event=event, participant=each, author=each.user) for each in people])
    event.refresh_from_db()
    booked = event.bookings.filter(state=State.BOOKED).count()
    return booked, event.bookings.exclude(state=State.BOOKED).count(), event.seats_taken


def empty(event: Event) -> None:
    Booking.objects.all().delete()
    Event.objects.filter(pk=event.pk).update(seats_taken=0)
    event.refresh_from_db()


def test_thirty_two_at_once_for_three_seats_never_oversell_round_after_round() -> None:
    event = make_event(make_day_page(), capacity=SEATS)
    people = crowd(event)

    for _round in range(ROUNDS):
        assert rush(event, people) == (SEATS, CLIENTS - SEATS, SEATS)
        assert seats_in_use(event) == SEATS
        empty(event)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's IMMEDIATE serialises writers without a guard")
def test_without_the_guard_the_same_crowd_oversells() -> None:
    event = make_event(make_day_page(), capacity=SEATS)
    people = crowd(event)

    def count_only(event: Event, number: int = 1, *, overbook: bool = False) -> None:
        Event.objects.filter(pk=event.pk).update(seats_taken=F("seats_taken") + number)

    with patch.object(seats, "take_seats", count_only):
        sold = []
        for _round in range(ROUNDS):
            sold.append(rush(event, people)[0])
            empty(event)

    assert max(sold) > SEATS


def test_a_double_click_books_one_seat() -> None:
    event = make_event(make_day_page(), capacity=SEATS)
    official = make_attender(event)

    found = at_once(*[lambda: book(event=event, participant=official, author=official.user)] * 4)

    event.refresh_from_db()
    assert (len({booking.pk for booking in found}), event.seats_taken, seats_in_use(event)) == (1, 1, 1)


def test_one_person_in_two_tabs_gets_one_training_day() -> None:
    page = make_day_page()
    events = [make_event(page, capacity=SEATS), make_event(page, capacity=SEATS, venue=make_venue())]
    official = make_attender(events[0])

    at_once(*[lambda event=event: _quietly(book, event=event, participant=official) for event in events])

    assert Booking.objects.filter(state=State.BOOKED).count() == 1
    assert sum(Event.objects.values_list("seats_taken", flat=True)) == 1


def test_giving_up_against_booking_leaves_a_true_count() -> None:
    event = make_event(make_day_page(), capacity=SEATS)
    for _round in range(5):
        booked, people = fill(event), [make_attender(event) for _number in range(4)]

        at_once(
            *[lambda each=each: _quietly(cancel_booking, booking=each, reason="Un impegno.") for each in booked],
            *[lambda each=each: _quietly(book, event=event, participant=each) for each in people],
        )

        event.refresh_from_db()
        assert event.seats_taken == seats_in_use(event) <= SEATS
        empty(event)


def test_an_offer_accepted_and_declined_at_once_ends_one_way() -> None:
    event = make_event(make_day_page(), capacity=1, minimum=0)
    for _round in range(5):
        (booked,) = fill(event)
        waiting = make_booking(event)
        cancel_booking(booking=booked, reason="Un impegno.", author=None)
        tabs = [Booking.objects.select_related("event", "participant__user").get(pk=waiting.pk) for _tab in range(2)]

        at_once(
            lambda tabs=tabs: _quietly(accept_offer, booking=tabs[0], author=False),
            lambda tabs=tabs: _quietly(cancel_booking, booking=tabs[1], reason="No."),
        )

        event.refresh_from_db()
        assert event.seats_taken == seats_in_use(event) <= 1
        empty(event)


def test_people_who_swap_days_wait_for_nobody_for_ever() -> None:
    page = make_day_page()
    events = [make_event(page, capacity=8), make_event(page, capacity=8, venue=make_venue())]
    bookings = [make_booking(event, make_attender(event)) for event in events * 3]
    wishes = [(booking, events[1] if booking.event_id == events[0].pk else events[0]) for booking in bookings]

    at_once(*[lambda one=booking, to=event: _quietly(change_day, booking=one, event=to) for booking, event in wishes])

    for event in events:
        event.refresh_from_db()
        assert (event.seats_taken, seats_in_use(event)) == (3, 3)


def test_one_person_in_two_tabs_gets_one_of_two_webinars_at_the_same_hour() -> None:
    module = make_module(make_course())
    events = [make_event(make_webinar_page(module, slug=slug)) for slug in ("uno", "due")]

    for _round in range(8):
        official = make_attender(events[0])
        at_once(*[lambda event=event, who=official: _quietly(book, event=event, participant=who) for event in events])

        assert official.bookings.filter(state=State.BOOKED).count() == 1


def test_a_group_and_its_own_people_and_others_book_at_once_and_nobody_waits_for_ever() -> None:
    event, body = make_event(make_day_page(), capacity=30), make_municipal_body(population=20_000)
    for _round in range(4):
        group, others = [make_attender(event, body) for _number in range(6)], [make_attender(event) for _number in "ab"]

        at_once(
            lambda group=group: _quietly(book_group, event=event, participants=group, all_or_none=False),
            *[lambda each=each: _quietly(book, event=event, participant=each) for each in group[2:] + others],
            *[
                lambda each=each: _quietly(cancel_booking, booking=each, reason="Un impegno.")
                for each in fill_some(event)
            ],
        )

        event.refresh_from_db()
        assert event.bookings.filter(participant__in=group + others, state=State.BOOKED).count() == 8
        assert event.seats_taken == seats_in_use(event)
        empty(event)


def test_two_groups_of_the_same_people_in_another_order_wait_for_nobody_for_ever() -> None:
    page, body = make_day_page(), make_municipal_body(population=20_000)
    events = [make_event(page, capacity=30), make_event(page, capacity=30, venue=make_venue())]
    for _round in range(4):
        group = [make_attender(events[0], body) for _number in range(6)]

        at_once(
            *[
                lambda event=event, people=people: _quietly(
                    book_group, event=event, participants=people, all_or_none=False
                )
                for event, people in zip(events, (group, group[::-1]), strict=True)
            ]
        )

        assert Booking.objects.filter(participant__in=group, state=State.BOOKED).count() == len(group)


def test_nobody_is_left_at_an_event_that_is_called_off_while_they_book() -> None:
    page = make_day_page()
    for _round in range(4):
        event = make_event(page, capacity=2)
        people = [make_attender(event) for _number in range(6)]

        at_once(
            *[lambda each=each, event=event: _quietly(book, event=event, participant=each) for each in people],
            lambda event=event: _quietly(call_off, event=event, reason="Nevica."),
        )

        event.refresh_from_db()
        assert (event.bookings.filter(state__in=Booking.LIVE).count(), event.seats_taken) == (0, 0)


def fill_some(event: Event) -> list[Booking]:
    return [make_booking(event) for _number in range(4)]


def _quietly(verb: object, *, author: object = None, **named: object) -> None:
    """A refusal is an answer: what counts is what is true afterwards."""
    with suppress(CoursesError):
        verb(**named) if author is False else verb(**named, author=author)
