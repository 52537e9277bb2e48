"""The box on the page of an event: what each reader may do there, and the button."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from courses.agenda.models import Event
from courses.booking.models import Booking
from courses.enrolment.models import Enrolment
from tests.factories.adhesion import make_accepted
from tests.factories.booking import fill, make_attender, make_booking
from tests.factories.people import make_municipal_body, make_official, make_user

pytestmark = pytest.mark.django_db
State = Booking.State


@pytest.fixture(autouse=True)
def no_memory() -> None:
    """Rate limits live in the cache."""
    cache.clear()


def address(event: Event) -> str:
    return f"/calendario/{event.pk}/"


def box(client: Client, event: Event) -> str:
    """The box as the page has it."""
    body = client.get(address(event)).content.decode()
    return body[body.index('id="posto"') : body.index("</section>", body.index('id="posto"'))]


def attender_at(client: Client, event: Event) -> object:
    official = make_attender(event)
    client.force_login(official.user)
    return official


def test_a_visitor_is_led_to_sign_in_and_back(client: Client, event: Event) -> None:
    shown = box(client, event)

    assert f"?next=/calendario/{event.pk}/" in shown.replace("%2F", "/")
    assert "<form" not in shown


def test_the_enrolled_books_with_what_they_need(client: Client, event: Event) -> None:
    official = attender_at(client, event)

    assert 'name="needs"' in box(client, event)
    response = client.post(f"{address(event)}iscrizione/", {"needs": "Un posto vicino allo schermo."})

    booking = Booking.objects.get()
    assert response["Location"] == f"{address(event)}#posto"
    assert (booking.participant, booking.state, booking.via) == (official, State.BOOKED, Booking.Via.SELF)
    assert (booking.needs, f"/posti/{booking.token}/" in box(client, event)) == ("Un posto vicino allo schermo.", True)


def test_pressed_in_two_tabs_it_books_once(client: Client, event: Event) -> None:
    attender_at(client, event)

    for _tab in range(2):
        client.post(f"{address(event)}iscrizione/")

    event.refresh_from_db()
    assert (Booking.objects.count(), event.seats_taken) == (1, 1)


def test_a_full_event_offers_the_waiting_list_and_shows_the_place(client: Client, event: Event) -> None:
    fill(event)
    make_booking(event)
    official = attender_at(client, event)

    client.post(f"{address(event)}iscrizione/")

    assert Booking.objects.get(participant=official).state == State.WAITING
    assert client.get(address(event)).status_code == 200
    assert "/posti/" in box(client, event)


def test_an_offer_is_answered_in_the_box(client: Client, event: Event) -> None:
    fill(event)
    official = attender_at(client, event)
    booking = make_booking(event, official)
    until = timezone.now() + timedelta(days=2)
    Booking.objects.filter(pk=booking.pk).update(state=State.OFFERED, offer_until=until, offered_at=timezone.now())

    assert f"/posti/{booking.token}/accetta/" in box(client, event)


@pytest.mark.parametrize(("state", "words"), [("pending", "L'ente non ha aderito."), ("suspended", "Ferma.")])
def test_who_may_not_book_reads_why_and_finds_no_button(client: Client, event: Event, state: str, words: str) -> None:
    official = attender_at(client, event)
    Enrolment.objects.filter(participant=official).update(state=state, reason=words)

    shown = box(client, event)

    assert (words.replace("'", "&#x27;") in shown, "<form" in shown) == (True, False)


def test_who_is_not_enrolled_is_led_to_the_course(client: Client, event: Event) -> None:
    client.force_login(make_official(make_municipal_body()).user)

    shown = box(client, event)
    client.post(f"{address(event)}iscrizione/")

    assert ("<form" in shown, 'class="btn btn-primary"' in shown, Booking.objects.count()) == (False, True, 0)


def test_a_closed_window_is_told_to_everybody(client: Client, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(booking_closes_at=timezone.now() - timedelta(minutes=1))

    shown = box(client, event)

    assert ("<form" in shown, "?next=" in shown) == (False, False)


def test_a_visitors_button_leads_to_sign_in_and_then_to_the_event(client: Client, event: Event) -> None:
    response = client.post(f"{address(event)}iscrizione/")

    assert (response.status_code, response["Location"].endswith(f"next={address(event)}")) == (302, True)


def test_an_account_without_a_person_says_who_it_is(client: Client, event: Event) -> None:
    client.force_login(make_user())

    response = client.post(f"{address(event)}iscrizione/")

    assert (response["Location"], "/area-personale/dati/" in box(client, event)) == ("/area-personale/dati/", True)


@pytest.mark.parametrize("needs", ["x" * 301, "x" * 5000, "a\0b"])
def test_needs_that_cannot_be_kept_book_nothing(client: Client, event: Event, needs: str) -> None:
    attender_at(client, event)

    response = client.post(f"{address(event)}iscrizione/", {"needs": needs})

    assert (response.status_code, Booking.objects.count()) == (302, 0)


def test_an_event_that_is_not_public_takes_nobody(client: Client, event: Event) -> None:
    attender_at(client, event)

    assert client.post("/calendario/999999/iscrizione/").status_code == 404


def test_a_contact_is_led_to_book_the_colleagues(client: Client, event: Event) -> None:
    body = make_accepted(make_municipal_body(population=20_000)).body
    carla = body.contacts.get().participant
    carla.user = make_user()
    carla.save(update_fields=["user"])
    client.force_login(carla.user)

    assert f"/area-personale/ente/posti/{event.pk}/" in box(client, event)


@pytest.mark.parametrize("others", [1, 3])
def test_the_box_asks_as_much_however_many_are_booked(
    client: Client, make_day: Callable[..., Event], others: int, django_assert_num_queries
) -> None:
    event = make_day(capacity=9)
    for _number in range(others):
        make_booking(event)
    attender_at(client, event)
    client.get(address(event))

    with django_assert_num_queries(13):
        client.get(address(event))


def test_the_page_that_shows_a_place_is_kept_by_nobody(client: Client, event: Event) -> None:
    official = attender_at(client, event)
    make_booking(event, official)

    kept = [client.get(page)["Cache-Control"] for page in (address(event), "/area-personale/")]

    assert [set(words.split(", ")) for words in kept] == [{"private", "no-store"}] * 2
