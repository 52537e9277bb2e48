"""The page behind the link of a letter: what may be done without signing in, and what opening it never does."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.agenda.rules import default_parts
from courses.booking.actions import call_off, cancel_booking, move_event, substitute
from courses.booking.models import Booking
from courses.post.models import Letter
from tests.factories.booking import fill, make_attender, make_booking

pytestmark = pytest.mark.django_db
State, Reply = Booking.State, Booking.Reply
GIVE_UP = {"why": "work"}
ACTS = ("accetta", "conferma", "lascia", "rinuncia", "cambia", "esigenze")


@pytest.fixture(autouse=True)
def no_memory() -> None:
    """Rate limits live in the cache."""
    cache.clear()


def page_of(booking: Booking) -> str:
    return f"/posti/{booking.token}/"


def press(client: Client, booking: Booking, act: str, **data: object) -> Booking:
    """Press a button of the page; the booking as it then is."""
    response = client.post(f"{page_of(booking)}{act}/", data)
    assert response.status_code in (200, 302)
    booking.refresh_from_db()
    return booking


def offered(event: Event) -> Booking:
    """Somebody who waited and is offered a seat."""
    first, _second = fill(event)
    waiting = make_booking(event)
    cancel_booking(booking=first, reason="Un impegno.", author=None)
    waiting.refresh_from_db()
    return waiting


def move(event: Event) -> None:
    day = timezone.localdate() + timedelta(days=50)
    move_event(event=event, parts=default_parts("day", day), venue=event.venue, author=None)


def test_opening_the_page_changes_nothing_and_tells_no_more_than_the_given_name(client: Client, event: Event) -> None:
    booking = make_booking(event)
    before = Booking.objects.values().get()

    for method in (client.get, client.head):
        response = method(page_of(booking))

    body = client.get(page_of(booking)).content.decode()
    assert (response.status_code, Booking.objects.values().get()) == (200, before)
    assert ("Anna" in body, "Verdi" in body, booking.participant.email in body) == (True, False, False)
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("act", ACTS)
def test_acts_are_buttons_and_never_links(client: Client, event: Event, act: str) -> None:
    booking = make_booking(event)

    response = client.get(f"{page_of(booking)}{act}/")

    booking.refresh_from_db()
    assert (response.status_code, booking.state) == (405, State.BOOKED)


@pytest.mark.parametrize("act", ["", *(f"{act}/" for act in ACTS), "appuntamento.ics"])
def test_a_link_to_nothing_says_what_to_do(client: Client, db: None, act: str) -> None:
    ask = client.post if act.endswith("/") else client.get

    response = ask(f"/posti/{uuid4()}/{act}")

    assert (response.status_code, "/area-personale/appuntamenti/" in response.content.decode()) == (404, True)


def test_an_offer_is_accepted_once(client: Client, event: Event) -> None:
    booking = offered(event)

    for _time in range(2):
        press(client, booking, "accetta")

    event.refresh_from_db()
    assert (booking.state, event.seats_taken) == (State.BOOKED, 2)


def test_an_offer_is_declined_and_goes_on(client: Client, event: Event) -> None:
    booking = offered(event)
    following = make_booking(event)

    press(client, booking, "lascia")

    following.refresh_from_db()
    assert (booking.state, following.state) == (State.CANCELLED, State.OFFERED)


def test_an_offer_that_has_lapsed_is_not_accepted(client: Client, event: Event) -> None:
    booking = offered(event)
    Booking.objects.filter(pk=booking.pk).update(offer_until=timezone.now() - timedelta(minutes=1))

    body = client.get(page_of(booking)).content.decode()
    press(client, booking, "accetta")

    assert (booking.state, "/accetta/" in body) == (State.OFFERED, False)


def test_a_seat_is_given_up_with_a_ready_reason_or_own_words(client: Client, event: Event) -> None:
    first, second = fill(event)

    press(client, first, "rinuncia", why="work")
    press(client, second, "rinuncia", why="other", words="Sono in trasferta.")

    assert (first.state, second.state) == (State.CANCELLED, State.CANCELLED)
    assert (bool(first.cancel_reason), second.cancel_reason) == (True, "Sono in trasferta.")


@pytest.mark.parametrize("data", [{}, {"why": "other"}, {"why": "other", "words": "a\0b"}, {"why": "x" * 5000}])
def test_a_seat_is_not_given_up_without_a_reason(client: Client, event: Event, data: dict[str, str]) -> None:
    booking = make_booking(event)

    press(client, booking, "rinuncia", **data)

    assert booking.state == State.BOOKED


def test_leaving_the_line_never_gives_up_a_seat(client: Client, event: Event) -> None:
    booking = make_booking(event)

    press(client, booking, "lascia")

    assert booking.state == State.BOOKED


def test_the_line_is_left_and_the_place_in_it_is_shown(client: Client, event: Event) -> None:
    fill(event)
    make_booking(event)
    booking = make_booking(event)

    body = client.get(page_of(booking)).context["place"]
    press(client, booking, "lascia")

    assert (body, booking.state) == (2, State.CANCELLED)


def test_after_the_cut_off_the_page_says_whom_to_ring(client: Client, event: Event) -> None:
    booking = make_booking(event)
    Event.objects.filter(pk=event.pk).update(cancel_until=timezone.now() - timedelta(minutes=1))
    Booking.objects.update(booked_at=timezone.now() - timedelta(days=2))

    context = client.get(page_of(booking)).context
    press(client, booking, "rinuncia", **GIVE_UP)

    assert ("give_up_form" in context, booking.state) == (False, State.BOOKED)


def test_after_a_move_one_confirms(client: Client, event: Event) -> None:
    booking = make_booking(event)
    move(event)

    body = client.get(page_of(booking)).content.decode()
    for _time in range(2):
        press(client, booking, "conferma")

    assert ("/conferma/" in body, booking.reply) == (True, Reply.CONFIRMED)


def test_after_a_move_one_gives_up_past_the_cut_off_too(client: Client, event: Event) -> None:
    booking = make_booking(event)
    move(event)
    Event.objects.filter(pk=event.pk).update(cancel_until=timezone.now() - timedelta(minutes=1))
    Booking.objects.update(booked_at=timezone.now() - timedelta(days=2))

    press(client, booking, "rinuncia", **GIVE_UP)

    assert booking.state == State.CANCELLED


def test_the_day_is_changed_for_one_with_a_free_seat(client: Client, make_day: Callable[..., Event]) -> None:
    first, full, free = (make_day(day=timezone.localdate() + timedelta(days=days)) for days in (30, 35, 40))
    booking = make_booking(first)
    fill(full)

    shown = client.get(page_of(booking)).context["change_form"].fields["event"].queryset
    press(client, booking, "cambia", event=full.pk)
    assert (list(shown), booking.state) == ([free], State.BOOKED)
    press(client, booking, "cambia", event=free.pk)

    fresh = Booking.objects.get(participant=booking.participant, state=State.BOOKED)
    assert (booking.state, fresh.event) == (State.CANCELLED, free)


@pytest.mark.parametrize("wanted", ["", "0", "\0", "9" * 5000, "a"])
def test_a_date_that_is_none_changes_nothing(client: Client, event: Event, wanted: str) -> None:
    booking = make_booking(event)

    press(client, booking, "cambia", event=wanted)

    assert booking.state == State.BOOKED


def test_needs_are_said_and_never_shown_to_who_has_the_link(client: Client, event: Event) -> None:
    booking = make_booking(event, needs="Un leggio alto.")

    body = client.get(page_of(booking)).content.decode()
    press(client, booking, "esigenze", needs="Un interprete LIS.")
    press(client, booking, "esigenze", needs="x" * 301)

    assert (booking.needs, "leggio" in body) == ("Un interprete LIS.", False)


def test_the_event_goes_into_a_calendar_of_ones_own(client: Client, event: Event) -> None:
    booking = make_booking(event)

    response = client.get(f"{page_of(booking)}appuntamento.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:booking-{booking.pk}-{event.uid}".encode()[:60] in response.content
    assert b"ATTENDEE" not in response.content


def test_who_lost_a_place_to_calling_off_takes_another_date_without_signing_in(
    client: Client, event: Event, make_day: Callable[..., Event]
) -> None:
    booking, other = make_booking(event), make_day(day=timezone.localdate() + timedelta(days=40))
    call_off(event=event, reason="Nevica.", author=None)
    letter = Letter.objects.get(kind="booking.called_off")
    shown = client.get(page_of(booking))

    for _time in range(2):
        press(client, booking, "cambia", event=other.pk)

    there = booking.participant.bookings.get(event=other)
    assert (page_of(booking) in letter.text, list(shown.context["change_form"].fields["event"].queryset)) == (
        True,
        [other],
    )
    assert (booking.state, there.state) == (State.CANCELLED, State.BOOKED)


def test_who_handed_a_place_over_before_the_calling_off_reads_of_that_alone(client: Client, event: Event) -> None:
    booking = make_booking(event)
    substitute(booking=booking, participant=make_attender(event, booking.body), author=None)
    call_off(event=event, reason="Nevica.", author=None)

    page = client.get(page_of(booking)).content.decode()

    booking.refresh_from_db()
    assert (booking.went_with_event, booking.cancel_reason in page, "change_form" in page) == (False, True, False)
    assert _("This date was called off.") not in page


def test_whoever_asks_without_end_is_told_to_wait(client: Client, event: Event, monkeypatch) -> None:
    booking = make_booking(event)

    answers = [client.get(page_of(booking)).status_code for _number in range(301)]

    assert (set(answers[:300]), answers[300]) == ({200}, 429)
