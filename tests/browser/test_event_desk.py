"""The secretariat makes an event, books by telephone, moves it after a warning, calls it off."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.agenda.models import Event, Venue
from courses.booking.models import Booking
from courses.people.models import Participant
from tests.browser.steps import email_of, enter, words
from tests.factories.agenda import make_teacher

EVENTS = "/admin/courses/event/"
LATER = timezone.localdate() + timedelta(days=45)


@pytest.fixture
def desk(new_page) -> Page:
    """The secretariat's own screen."""
    return enter(new_page(1280), "segreteria")


@pytest.fixture
def person(fresh_site) -> Participant:
    """An official of the demonstration who takes part in the course."""
    return Participant.objects.get(email=email_of("partecipante"))


def press(page: Page) -> None:
    """The button that does it."""
    page.locator("main form.reports-form button.button-longrunning").click()


def choose(page: Page, label: str) -> None:
    """One of the acts on the event."""
    page.locator("main .reports-buttons").get_by_role("link", name=words(label), exact=True).click()


def arrived(page: Page) -> Event:
    """On the event's page, as it is now."""
    page.wait_for_url(re.compile("/inspect/"))
    return Event.objects.get(pk=int(page.url.rstrip("/").split("/")[-1]))


def make_day(page: Page, venue: Venue, *, day: str) -> None:
    """From the list to the new event."""
    page.goto(EVENTS)
    page.locator("main .reports-buttons a").first.click()
    page.locator("#id_activity").select_option(str(Event.objects.filter(kind="day").first().activity_key))
    page.locator("main form.reports-form button[type=submit]").click()
    page.locator("#id_day").fill(day)
    page.locator("#id_venue").fill(str(venue))
    page.locator("#id_capacity").fill("5")
    page.locator("#id_minimum").fill("1")
    press(page)


def book_by_telephone(desk: Page, check_staff: Any, person: Participant) -> None:
    """Found by name, booked, and shown with what they need."""
    choose(desk, "Book a person")
    desk.locator("#id_q").fill(person.family_name)
    desk.locator("main form.reports-filters button").click()
    found = desk.get_by_role("radio", name=re.compile(re.escape(person.email)))
    expect(found).to_be_visible()
    check_staff(desk, "staff-event-search")
    found.check()
    desk.locator("main form.reports-form button[type=submit]").click()
    desk.locator("#id_needs").fill("Un posto vicino allo schermo")
    press(desk)
    arrived(desk)
    expect(desk.locator("main table").first).to_contain_text("Un posto vicino allo schermo")
    check_staff(desk, "staff-event-booked")


def test_from_a_new_date_to_calling_it_off(desk: Page, check_staff, person: Participant) -> None:
    teacher, (here, there) = make_teacher(), Venue.objects.order_by("pk")[:2]
    Venue.objects.filter(pk=there.pk).update(seats=4)

    make_day(desk, here, day=LATER.isoformat())
    event = arrived(desk)
    assert (event.venue, event.capacity, timezone.localdate(event.starts_at)) == (here, 5, LATER)

    choose(desk, "Choose the teachers")
    desk.get_by_label(str(teacher)).check()
    press(desk)
    arrived(desk)

    book_by_telephone(desk, check_staff, person)

    choose(desk, "Move the event")
    desk.locator("#id_venue").fill(str(there))
    press(desk)
    expect(desk.locator("#told li")).to_have_count(3)  # from where to where, fewer seats, one person is asked
    check_staff(desk, "staff-event-told")
    press(desk)
    event = arrived(desk)
    assert (event.venue, event.capacity) == (there, 4)
    assert Booking.objects.get(event=event).reply == Booking.Reply.ASKED

    choose(desk, "Call the event off")
    desk.locator("#id_reason").fill("La sala non è più disponibile.")
    press(desk)
    assert arrived(desk).state == Event.State.CALLED_OFF
    last = next(one for one in reversed(mail.outbox) if one.to == [person.email])
    assert "La sala non è più disponibile." in last.body


def test_a_taken_venue_is_shown_and_the_event_made_anyway(desk: Page, check_staff, person: Participant) -> None:
    venue = Venue.objects.order_by("pk").first()
    make_day(desk, venue, day=LATER.isoformat())
    arrived(desk)

    make_day(desk, venue, day=LATER.isoformat())
    expect(desk.locator("#told li")).to_have_count(1)
    check_staff(desk, "staff-event-clash")
    press(desk)

    arrived(desk)
    assert Event.objects.filter(venue=venue, starts_at__date=LATER).count() == 2


def test_a_file_is_looked_at_and_then_applied(desk: Page, check_staff) -> None:
    venue = Venue.objects.select_related("municipality").order_by("pk").first()
    title = Event.objects.filter(kind="day").first().title
    rows = [
        "Attività;Data;Sede;Comune;Provincia",
        f"{title};{LATER:%d/%m/%Y};{venue.name};{venue.municipality.name};{venue.municipality.province_id}",
        f"Altro;{LATER:%d/%m/%Y};{venue.name};;",
    ]
    before = Event.objects.count()
    desk.goto(f"{EVENTS}file/")
    check_staff(desk, "staff-event-file")
    desk.locator("#id_file").set_input_files(
        {"name": "eventi.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    press(desk)
    expect(desk.locator("main tbody tr")).to_have_count(2)
    check_staff(desk, "staff-event-file-judged")
    assert Event.objects.count() == before

    press(desk)
    desk.wait_for_url(re.compile(f"{EVENTS}$"))
    assert Event.objects.count() == before + 1


def test_the_screens_of_events_have_no_barrier(new_page, check_staff_both, fresh_site) -> None:
    page = enter(new_page(), "segreteria")
    event = Event.objects.filter(kind="day").first()
    verbs = ("move", "change", "seats", "teachers", "confirm", "clone", "call-off", "book")
    webinar = Event.objects.filter(kind="webinar").first()
    screens = {
        "events": EVENTS,
        "event": f"{EVENTS}inspect/{event.pk}/",
        "event-choose": f"{EVENTS}create/",
        "event-create": f"{EVENTS}create/?activity={event.activity_key}",
        "event-create-webinar": f"{EVENTS}create/?activity={webinar.activity_key}",
        **{f"event-{verb}": f"{EVENTS}{event.pk}/{verb}/" for verb in verbs},
    }
    for name, address in screens.items():
        assert page.goto(address).status == 200
        check_staff_both(page, f"staff-{name}")
