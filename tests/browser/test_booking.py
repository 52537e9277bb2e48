"""An official books, gives up, waits and accepts by the link of a letter; a contact sees to the seats of the body."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.agenda.models import Event
from courses.agenda.rules import name_of
from courses.booking.actions import book, cancel_booking
from courses.booking.models import Booking
from courses.enrolment.models import Enrolment
from courses.officials.actions import name_official
from courses.people.models import Participant
from tests.browser.steps import DESK, button, email_of, enter, link, words

State = Booking.State
WIDTHS = pytest.mark.parametrize("width", [1280, 320])
OWN, BODY = "/area-personale/appuntamenti/", "/area-personale/ente/posti/"
COLLEAGUES = ("Ada", "Bice", "Cora", "Dina", "Elsa", "Fosca")


def day(number: int = 0, **over: object) -> Event:
    """A training day of the programme that can be booked now."""
    pk = Event.objects.filter(kind="day").order_by("starts_at", "pk")[number + 5].pk
    opened = {"booking_opens_at": timezone.now() - timedelta(days=1), "minimum": 0}
    Event.objects.filter(pk=pk).update(**opened | over)
    return Event.objects.get(pk=pk)


def someone(number: int = 0) -> Participant:
    """An enrolled official who is neither the participant nor the contact."""
    known = {me().pk, contact().pk}
    found = Enrolment.objects.filter(state="active").exclude(participant__in=known).order_by("pk")
    return found.select_related("participant__user")[number].participant


def contact() -> Participant:
    return Participant.objects.get(user__email=email_of("referente"))


def me() -> Participant:
    return Participant.objects.get(user__email=email_of("partecipante"))


def page_of(event: Event) -> str:
    return f"/calendario/{event.pk}/"


def seat_in_the_letter(to: str) -> str:
    """The page of the seat that the last letter to somebody leads to."""
    letter = next(one for one in reversed(mail.outbox) if one.to == [to] and "/posti/" in one.body)
    return re.search(r"https?://[^/\s]+(/posti/\S+)", letter.body).group(1)


def give_up(page: Page) -> None:
    """The form at the foot of the seat's page."""
    page.locator("input[name=why][value=work]").check()
    button(page, "Give the place up").click()


@WIDTHS
def test_a_place_is_booked_shown_and_given_up(new_page, check, width: int) -> None:
    event = day()
    visitor = new_page(width)
    visitor.goto(page_of(event))
    check(visitor, "box-visitor")
    expect(link(visitor, "Sign in to book")).to_be_visible()

    page = enter(new_page(width), "partecipante")
    page.goto(page_of(event))
    check(page, "box")
    page.locator("#id_needs").fill("Un posto vicino allo schermo")
    button(page, "Book the day").click()
    expect(page.locator("#posto")).to_contain_text(words("You have a place."))
    check(page, "box-booked")
    page.goto(DESK)
    expect(page.locator("#prossimo")).to_be_visible()
    check(page, "desk-next")
    page.goto(OWN)
    button(page, "Make an address for my calendar").click()
    expect(page.locator("main code")).to_contain_text("/calendario/personale/")
    check(page, "own")
    page.goto(page_of(event))
    link(page, "Give your place up").click()
    check(page, "seat")
    button(page, "Give the place up").click()
    expect(page).to_have_title(re.compile(f"^{words('Mistake')}"))
    check(page, "seat-mistake")
    give_up(page)
    expect(page.locator("main")).to_contain_text(words("You have no place any more."))
    check(page, "seat-given-up")

    assert Booking.objects.get(participant=me(), event=event).state == State.CANCELLED


@WIDTHS
def test_who_waits_accepts_by_the_link_of_the_letter_without_signing_in(new_page, check, width: int) -> None:
    event = day(capacity=1)
    first = book(event=event, participant=someone(), author=None)
    page = enter(new_page(width), "partecipante")
    page.goto(page_of(event))
    check(page, "box-full")
    button(page, "Join the waiting list").click()
    expect(page.locator("#posto")).to_contain_text(words("You are on the waiting list."))
    check(page, "box-waiting")

    cancel_booking(booking=first, reason="Un impegno", author=None)
    reader = new_page(width)
    reader.goto(seat_in_the_letter(email_of("partecipante")))
    check(reader, "seat-offer")
    button(reader, "I accept the place").click()
    expect(reader.locator("main")).to_contain_text(words("You have a place."))

    assert Booking.objects.get(participant=me(), event=event).state == State.BOOKED


def test_the_day_is_changed_by_keyboard_alone(page: Page, check) -> None:
    event, other = day(), day(1)
    booking = book(event=event, participant=me(), author=None)
    page.goto(f"/posti/{booking.token}/")
    page.locator("#id_event").focus()
    page.keyboard.type(name_of(other))  # as a list is searched by keyboard
    page.keyboard.press("Tab")
    expect(button(page, "Change to this date")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(str(booking.token)))
    check(page, "seat-changed")

    assert Booking.objects.get(participant=me(), state=State.BOOKED).event == other


def test_booking_and_giving_up_need_no_mouse_and_no_script(new_page) -> None:
    event = day()
    page = enter(new_page(1280, scripts=False), "partecipante")
    page.goto(page_of(event))
    page.locator("#id_needs").focus()
    page.keyboard.type("Un posto vicino allo schermo")
    page.keyboard.press("Tab")
    expect(button(page, "Book the day")).to_be_focused()
    page.keyboard.press("Enter")
    link(page, "Give your place up").press("Enter")
    page.wait_for_url("**/posti/**")
    page.locator("input[name=why]").first.focus()
    page.keyboard.press("Space")
    button(page, "Give the place up").press("Enter")
    expect(page.locator("main")).to_contain_text(words("You have no place any more."))

    assert Booking.objects.get(participant=me()).state == State.CANCELLED


@WIDTHS
def test_a_contact_books_six_colleagues_all_or_nobody_then_as_many_as_possible(new_page, check, width: int) -> None:
    event, body = day(capacity=4), contact().body
    for name in COLLEAGUES:
        person = {"given_name": name, "family_name": "Negri", "email": "", "role": "official"}
        name_official(body=body, author=contact().user, **person)
    page = enter(new_page(width), "referente")
    page.goto(BODY)
    check(page, "body-seats")
    page.goto(page_of(event))
    link(page, "Book your colleagues").click()
    check(page, "body-event")

    for name in COLLEAGUES:
        page.get_by_label(f"{name} Negri").check()
    button(page, "Book those ticked").click()
    expect(page.locator(".alert-danger")).to_be_visible()
    assert event.bookings.count() == 0

    for name in COLLEAGUES:
        page.get_by_label(f"{name} Negri").check()
    page.locator("input[name=how][value=some]").check()
    button(page, "Book those ticked").click()
    expect(page.locator(".alert-success")).to_contain_text("Ada Negri")
    check(page, "body-event-booked")

    states = list(event.bookings.order_by("state").values_list("state", flat=True))
    assert states == [State.BOOKED] * 4 + [State.WAITING] * 2


@WIDTHS
def test_a_contact_keeps_places_names_one_and_substitutes_it(new_page, check, width: int) -> None:
    event, body = day(), contact().body
    for name in COLLEAGUES[:2]:
        person = {"given_name": name, "family_name": "Negri", "email": "", "role": "official"}
        name_official(body=body, author=contact().user, **person)
    page = enter(new_page(width), "referente")
    page.goto(f"{BODY}{event.pk}/")
    page.locator("#id_number").fill("2")
    button(page, "Keep the places").click()
    page.locator("#id_participant").select_option(label="Ada Negri")
    check(page, "body-event-held")
    button(page, "Give them a place").click()
    page.get_by_role("link", name=words("A colleague instead")).first.click()
    check(page, "body-substitute")
    page.locator("#id_participant").select_option(label="Bice Negri")
    button(page, "Hand the place over").click()
    expect(page.locator(".alert-success")).to_contain_text("Bice Negri")
    button(page, "One place less").click()
    expect(button(page, "One place less")).to_have_count(0)

    event.refresh_from_db()
    booked = event.bookings.get(state=State.BOOKED).participant
    assert (booked.given_name, event.seats_taken) == ("Bice", 1)
