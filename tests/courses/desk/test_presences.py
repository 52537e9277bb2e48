"""«Le mie presenze»: one's own, with the statement for the office, and nobody else's."""

from datetime import date

import pytest
from django.test import Client

from courses.agenda.models import Event
from courses.agenda.queries import page_of
from courses.attendance.actions import add_known
from courses.attendance.models import Attendee, Presence
from courses.desk.queries import own_presences
from tests.factories.agenda import make_day_page, make_event
from tests.factories.attendance import make_register, mark_all_day
from tests.factories.booking import make_booking

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db) -> Event:
    return make_event(make_day_page())


@pytest.fixture
def attendee(event: Event) -> Attendee:
    make_booking(event)
    return make_register(event).attendees.get()


def browser(attendee: Attendee) -> Client:
    client = Client()
    client.force_login(attendee.participant.user)
    return client


def statement(event: Event) -> str:
    return f"/area-personale/presenze/{event.pk}/attestazione.pdf"


def test_who_was_there_finds_event_minutes_and_statement(attendee: Attendee, event: Event) -> None:
    mark_all_day(attendee, late=15)

    page = browser(attendee).get("/area-personale/")
    document = browser(attendee).get(statement(event))

    assert [(one.event, one.minutes, one.of_minutes) for one in page.context["presences"]] == [(event, 330, 360)]
    assert page.content.decode().count(statement(event)) == 1
    assert (document["Content-Type"], document.content[:5]) == ("application/pdf", b"%PDF-")
    assert document["Cache-Control"] == "no-store, private"


def test_before_the_mark_and_for_the_absent_there_is_none(attendee: Attendee, event: Event) -> None:
    before = browser(attendee).get(statement(event)).status_code
    mark_all_day(attendee, Presence.Status.ABSENT)

    after = browser(attendee).get(statement(event)).status_code

    assert (before, after, own_presences(attendee.participant)) == (404, 404, [])


def test_what_counts_is_the_last_mark(attendee: Attendee, event: Event) -> None:
    mark_all_day(attendee)
    mark_all_day(attendee, Presence.Status.ABSENT)

    assert own_presences(attendee.participant) == []


def test_of_others_there_is_none(attendee: Attendee, event: Event) -> None:
    mark_all_day(attendee)
    other = make_booking(event)
    make_register(event)

    assert browser(other.attendee).get(statement(event)).status_code == 404
    assert Client().get(statement(event)).status_code == 302


@pytest.mark.parametrize("events", [1, 3])
def test_presences_are_read_in_two_queries(attendee: Attendee, events: int, django_assert_num_queries) -> None:
    mark_all_day(attendee)
    for number in range(events - 1):
        event = make_event(page_of(attendee.register.event).specific, day=date(2027, 5, number + 3))
        register = make_register(event)
        add_known(register=register, participant=attendee.participant, author=None)
        mark_all_day(register.attendees.get())

    participant = attendee.participant

    with django_assert_num_queries(2):
        found = own_presences(participant)
        [one.name for one in found]

    assert len(found) == events
