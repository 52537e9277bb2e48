"""The contact and the seats of the body: colleagues at once, seats kept, substituted, given up; nobody else's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from courses.agenda.models import Event
from courses.audit.models import Entry
from courses.booking.actions import cancel_booking, hold_seats
from courses.booking.models import Booking, HeldSeat
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment
from courses.people.models import Participant
from courses.territory.models import Body
from tests.factories.agenda import make_day_page, make_event
from tests.factories.booking import fill, make_attender, make_booking
from tests.factories.catalogue import make_module
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_participant

pytestmark = pytest.mark.django_db
LIST = "/area-personale/ente/posti/"
State = Booking.State


@pytest.fixture
def event(course: CoursePage) -> Event:
    """A training day of two seats."""
    return make_event(make_day_page(make_module(course, "giornate")), capacity=2)


@pytest.fixture
def colleague(body: Body, course: CoursePage) -> Callable[..., Participant]:
    """Enrolled officials of the body, without an account."""

    def make(name: str = "Ada", **over: Any) -> Participant:
        person = make_participant(body=body, given_name=name, **over)
        make_enrolment(person, course)
        return person

    return make


def page_of(event: Event) -> str:
    return f"{LIST}{event.pk}/"


def book(client: Client, event: Event, people: list[Participant], how: str = "all") -> Any:
    return client.post(page_of(event), {"people": [person.pk for person in people], "how": how})


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def states(event: Event) -> list[str]:
    return sorted(event.bookings.values_list("state", flat=True))


def test_all_or_nobody(carla: Client, event: Event, colleague: Callable[..., Participant]) -> None:
    three = [colleague(name) for name in ("Ada", "Bice", "Cora")]

    refused = book(carla, event, three)
    assert (states(event), len(said(refused))) == ([], 1)
    book(carla, event, three[:2])

    assert states(event) == [State.BOOKED, State.BOOKED]
    assert set(event.bookings.values_list("via", flat=True)) == {Booking.Via.CONTACT}


def test_as_many_as_possible_with_each_ones_result(
    carla: Client, event: Event, colleague: Callable[..., Participant]
) -> None:
    people = [colleague(name) for name in ("Ada", "Bice", "Cora", "Dora")]
    Enrolment.objects.filter(participant=people[0]).update(state="suspended", reason="Ferma.")

    words = said(book(carla, event, people, "some"))

    assert states(event) == [State.BOOKED, State.BOOKED, State.WAITING]
    assert len(words) == 3
    assert ("Bice" in words[0], "Dora" in words[1], "Ferma." in words[2]) == (True, True, True)


def test_booked_twice_is_booked_once(carla: Client, event: Event, colleague: Callable[..., Participant]) -> None:
    ada = colleague()

    for _tab in range(2):
        book(carla, event, [ada])

    event.refresh_from_db()
    assert (states(event), event.seats_taken) == ([State.BOOKED], 1)


@pytest.mark.parametrize("data", [{}, {"people": "\0"}, {"people": "9" * 5000, "how": "all"}, {"how": "x" * 5000}])
def test_what_makes_no_sense_books_nobody(carla: Client, event: Event, data: dict[str, str]) -> None:
    assert (carla.post(page_of(event), data).status_code, states(event)) == (200, [])


def test_nobody_of_another_body_is_booked(carla: Client, event: Event) -> None:
    stranger = make_attender(event)

    book(carla, event, [stranger])

    assert states(event) == []


def test_seats_are_kept_named_later_and_released(
    carla: Client, event: Event, colleague: Callable[..., Participant]
) -> None:
    ada = colleague()

    carla.post(f"{page_of(event)}tieni/", {"number": 2})
    carla.post(f"{page_of(event)}nome/", {"participant": ada.pk})
    carla.post(f"{page_of(event)}libera/")
    nothing_left = carla.post(f"{page_of(event)}libera/")

    event.refresh_from_db()
    assert (Booking.objects.get().participant, event.seats_taken, nothing_left.status_code) == (ada, 1, 302)
    assert HeldSeat.objects.filter(released_at__isnull=False).count() == 1


def test_who_waits_may_be_given_a_seat_that_is_kept(
    carla: Client, event: Event, colleague: Callable[..., Participant]
) -> None:
    carla.post(f"{page_of(event)}tieni/", {"number": 2})
    ada = colleague()
    book(carla, event, [ada], "some")
    assert states(event) == [State.WAITING]

    carla.post(f"{page_of(event)}nome/", {"participant": ada.pk})

    assert states(event) == [State.BOOKED, State.CANCELLED]


@pytest.mark.parametrize("number", ["", "0", "-1", "100", "\0", "9" * 5000, "due", "3"])
def test_no_more_seats_are_kept_than_there_are(carla: Client, event: Event, number: str) -> None:
    response = carla.post(f"{page_of(event)}tieni/", {"number": number})

    assert (response.status_code, HeldSeat.objects.count()) == (302, 0)


def test_a_seat_kept_by_another_body_is_neither_named_nor_released(
    carla: Client, event: Event, colleague: Callable[..., Participant]
) -> None:
    other = make_municipal_body(population=20_000)
    hold_seats(event=event, body=other, number=1, author=None)
    ada = colleague()

    carla.post(f"{page_of(event)}nome/", {"participant": ada.pk})
    carla.post(f"{page_of(event)}libera/")

    seat = HeldSeat.objects.get()
    assert (seat.booking, seat.released_at, states(event)) == (None, None, [])


def test_a_colleague_takes_the_seat_over(carla: Client, event: Event, colleague: Callable[..., Participant]) -> None:
    ada, bice = colleague("Ada"), colleague("Bice")
    booking = make_booking(event, ada)
    address = f"/area-personale/ente/iscrizioni/{booking.pk}/sostituisci/"

    shown = carla.get(address)
    carla.post(address, {"participant": bice.pk})

    assert shown.status_code == 200
    assert list(event.bookings.filter(state=State.BOOKED).values_list("participant", flat=True)) == [bice.pk]


def test_a_colleagues_seat_is_given_up_with_a_reason_until_the_cut_off(
    carla: Client, event: Event, colleague: Callable[..., Participant]
) -> None:
    booking = make_booking(event, colleague())
    address = f"/area-personale/ente/iscrizioni/{booking.pk}/rinuncia/"

    assert carla.post(address, {}).status_code == 200
    Booking.objects.update(booked_at=timezone.now() - timedelta(days=3))
    Event.objects.filter(pk=event.pk).update(cancel_until=timezone.now() - timedelta(minutes=1))
    carla.post(address, {"why": "work"})
    assert states(event) == [State.BOOKED]
    Event.objects.filter(pk=event.pk).update(cancel_until=timezone.now() + timedelta(days=1))
    carla.post(address, {"why": "work"})

    assert states(event) == [State.CANCELLED]


def test_an_offer_to_a_colleague_without_an_address_is_accepted_by_the_contact(
    carla: Client, event: Event, colleague: Callable[..., Participant]
) -> None:
    first, _second = fill(event)
    booking = make_booking(event, colleague(), author=None)
    cancel_booking(booking=first, reason="Un impegno.", author=None)

    for _tab in range(2):
        carla.post(f"/area-personale/ente/iscrizioni/{booking.pk}/accetta/")

    event.refresh_from_db()
    accepted = Entry.objects.get(action="booking.accept")
    contact = Participant.objects.get(contact_of__body=booking.body).user
    assert (states(event), event.seats_taken) == ([State.BOOKED, State.BOOKED, State.CANCELLED], 2)
    assert accepted.author == contact


@pytest.mark.parametrize("act", ["sostituisci", "accetta", "rinuncia"])
def test_the_booking_of_another_body_is_not_there(carla: Client, event: Event, act: str) -> None:
    booking = make_booking(event)

    answer = carla.post(f"/area-personale/ente/iscrizioni/{booking.pk}/{act}/", {"why": "work"})

    assert (answer.status_code, states(event)) == (404, [State.BOOKED])


@pytest.mark.parametrize("path", ["", "1/", "1/tieni/", "1/nome/", "1/libera/"])
def test_who_is_no_contact_finds_no_such_pages(client: Client, event: Event, path: str) -> None:
    official = make_attender(event)
    client.force_login(official.user)
    address = LIST + path.replace("1/", f"{event.pk}/", 1)

    answer = client.post(address) if path.count("/") == 2 else client.get(address)

    assert answer.status_code == 404


def test_the_page_names_nobody_of_another_body(carla: Client, event: Event) -> None:
    stranger = make_attender(event)
    Participant.objects.filter(pk=stranger.pk).update(family_name="Zanzotto")
    make_booking(event, stranger)

    assert "Zanzotto" not in carla.get(page_of(event)).content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_an_event_costs_the_same_for_one_and_for_three(
    carla: Client, event: Event, colleague: Callable[..., Participant], people: int, django_assert_num_queries
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=20)
    event.refresh_from_db()
    for number in range(people):
        make_booking(event, colleague(f"Ada {number}"), author=None)
        colleague(f"Bice {number}")
    carla.get(page_of(event))

    with django_assert_num_queries(10):
        carla.get(page_of(event))


@pytest.mark.parametrize("events", [1, 3])
def test_the_list_of_dates_costs_the_same_for_one_and_for_three(
    carla: Client, event: Event, course: CoursePage, events: int, django_assert_num_queries
) -> None:
    page = make_day_page(make_module(course, "altre"))
    for number in range(events):
        another = make_event(page, timezone.localdate() + timedelta(days=40 + number), capacity=2)
        fill(another)
    carla.get(LIST)

    with django_assert_num_queries(6):
        carla.get(LIST)


def test_the_contact_says_what_who_has_no_address_needs(
    carla: Client, event: Event, colleague: Callable[..., Participant]
) -> None:
    book(carla, event, [colleague("Ada", email="")])
    booking = event.bookings.get()
    page = carla.get(page_of(event)).content.decode()
    carla.post(f"/posti/{booking.token}/esigenze/", {"needs": "Un interprete LIS."})

    booking.refresh_from_db()
    assert f"/posti/{booking.token}/" in page
    assert booking.needs == "Un interprete LIS."
    assert "interprete" not in carla.get(page_of(event)).content.decode()
