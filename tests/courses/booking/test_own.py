"""«I miei appuntamenti» and the calendar of one's own."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from courses.agenda.models import Event
from courses.audit.models import Entry
from courses.booking.actions import cancel_booking
from courses.booking.models import Booking, CalendarKey
from courses.progress.models import CompletionRule
from tests.factories.booking import fill, make_attender, make_booking
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
PAGE, KEY = "/area-personale/appuntamenti/", "/area-personale/appuntamenti/indirizzo/"


@pytest.fixture(autouse=True)
def no_memory() -> None:
    """Rate limits live in the cache."""
    cache.clear()


def feed_of(booking: Booking) -> str:
    return f"/calendario/personale/{CalendarKey.objects.get(participant=booking.participant).key}.ics"


def test_ones_own_are_listed_the_next_first_and_nobody_elses(client: Client, make_day: Callable[..., Event]) -> None:
    first, second, third = (make_day(day=timezone.localdate() + timedelta(days=days)) for days in (40, 30, 20))
    CompletionRule.objects.create(course_key=first.course_key, version=1, several_days=True)
    official = make_attender(first)
    later, sooner = make_booking(first, official), make_booking(second, official)
    make_booking(third)
    client.force_login(official.user)

    context = client.get(PAGE).context

    assert [booking for booking, _acts in context["coming"]] == [sooner, later]


def test_the_place_in_line_and_what_is_over_are_shown(client: Client, make_day: Callable[..., Event]) -> None:
    event, over = make_day(), make_day(day=timezone.localdate() + timedelta(days=40))
    fill(event)
    make_booking(event)
    official = make_attender(event)
    make_booking(event, official)
    past = make_booking(over, official)
    day = timezone.now() - timedelta(days=3)
    Event.objects.filter(pk=over.pk).update(starts_at=day, ends_at=day + timedelta(hours=7), state="held")
    client.force_login(official.user)

    context = client.get(PAGE).context

    assert [booking.place for booking, _acts in context["coming"]] == [2]
    assert list(context["past"]) == [past]


@pytest.mark.parametrize("events", [1, 3])
def test_the_list_asks_as_much_however_long(
    client: Client, make_day: Callable[..., Event], events: int, django_assert_num_queries
) -> None:
    days = [make_day(day=timezone.localdate() + timedelta(days=20 + number)) for number in range(events)]
    CompletionRule.objects.create(course_key=days[0].course_key, version=1, several_days=True)
    official = make_attender(days[0])
    for event in days:
        make_booking(event, official)
    client.force_login(official.user)
    client.get(PAGE)

    with django_assert_num_queries(6):
        client.get(PAGE)


def test_who_is_no_participant_has_no_bookings(client: Client, db: None) -> None:
    client.force_login(make_user())

    assert (client.get(PAGE).status_code, client.post(KEY).status_code, CalendarKey.objects.count()) == (302, 302, 0)


def test_a_calendar_follows_ones_seats_and_no_line(client: Client, make_day: Callable[..., Event]) -> None:
    event, full = make_day(), make_day(day=timezone.localdate() + timedelta(days=40))
    CompletionRule.objects.create(course_key=event.course_key, version=1, several_days=True)
    booking = make_booking(event)
    fill(full)
    make_booking(full, booking.participant)
    client.force_login(booking.participant.user)
    client.post(KEY)
    client.logout()

    response = client.get(feed_of(booking))

    assert (response["Content-Type"], response["Cache-Control"]) == (
        "text/calendar; charset=utf-8",
        "no-store, private",
    )
    assert (response.content.count(b"BEGIN:VEVENT"), b"ATTENDEE" in response.content) == (1, False)
    cancel_booking(booking=booking, reason="Un impegno.", author=None)
    assert client.get(feed_of(booking)).content.count(b"BEGIN:VEVENT") == 0


def test_a_new_address_stops_the_old_one_and_a_revoked_one_stops_too(client: Client, event: Event) -> None:
    booking = make_booking(event)
    client.force_login(booking.participant.user)
    client.post(KEY)
    old = feed_of(booking)
    client.post(KEY)
    new = feed_of(booking)

    assert [client.get(address).status_code for address in (old, new)] == [404, 200]
    assert len(new) > len("/calendario/personale/.ics") + 40
    for _time in range(2):
        client.post(KEY, {"what": "revoke"})
    assert (client.get(new).status_code, CalendarKey.objects.count()) == (404, 0)
    assert sorted(Entry.objects.filter(action__startswith="calendar_key").values_list("action", flat=True)) == [
        "calendar_key.renew",
        "calendar_key.renew",
        "calendar_key.revoke",
    ]


@pytest.mark.parametrize("key", ["a", "x" * 5000, "%00" * 30, "x" * 43, "../../etc"])
def test_an_address_nobody_made_shows_nothing(client: Client, db: None, key: str) -> None:
    assert client.get(f"/calendario/personale/{key}.ics").status_code == 404


def test_calendars_that_ask_again_and_again_lock_nobody_out(client: Client, event: Event) -> None:
    booking = make_booking(event)
    asked = f"/calendario/personale/{'x' * 43}.ics"

    answers = [client.get(asked).status_code for _time in range(301)]

    assert (answers[299:], client.get(f"/posti/{booking.token}/").status_code) == ([404, 429], 200)


def test_the_next_event_stands_in_the_personal_area(client: Client, event: Event) -> None:
    booking = make_booking(event)
    client.force_login(booking.participant.user)

    body = client.get("/area-personale/").content.decode()

    assert (f"/calendario/{event.pk}/" in body, PAGE in body) == (True, True)
