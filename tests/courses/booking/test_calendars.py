"""Calendar invitations, read back by another library (vobject) and by Python's own reader of mail."""

from collections.abc import Callable
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import vobject
from django.utils import timezone

from courses.agenda.models import Event, Venue
from courses.agenda.rules import default_parts
from courses.booking.actions import call_off, cancel_booking, move_event
from courses.post.actions import message_of
from courses.post.models import Letter
from tests.factories.booking import make_booking

pytestmark = pytest.mark.django_db


def message(kind: str) -> EmailMessage:
    """The last letter of a kind, as it travels."""
    letter = Letter.objects.filter(kind=kind).latest("pk")
    return message_from_bytes(message_of(letter).message().as_bytes(), policy=policy.default)


def invitation(kind: str) -> tuple[str, str]:
    """The method in the header, and the calendar's text."""
    (part,) = [part for part in message(kind).walk() if part.get_content_type() == "text/calendar"]
    return part["content-type"].params["method"], part.get_content()


@pytest.mark.parametrize(("day", "offset"), [(date(2027, 3, 26), 1), (date(2027, 3, 29), 2), (date(2027, 12, 31), 1)])
def test_the_hours_are_those_of_rome_on_either_side_of_the_change_of_the_clock(
    make_day: Callable[..., Event], day: date, offset: int
) -> None:
    make_booking(make_day(day=day))

    calendar = vobject.readOne(invitation("booking.booked")[1])

    start, end = calendar.vevent.dtstart.value, calendar.vevent.dtend.value
    assert (start.isoformat(), end.isoformat()) == (f"{day}T09:00:00+0{offset}:00", f"{day}T16:00:00+0{offset}:00")
    assert calendar.vtimezone.tzid.value == "Europe/Rome"


def test_a_request_has_one_method_one_attendee_and_the_sender_as_organiser(event: Event, settings) -> None:
    settings.COURSES_LETTERS_FROM = "CO-AliZIONE <segreteria@example.org>"
    booking = make_booking(event)

    method, text = invitation("booking.booked")
    calendar = vobject.readOne(text)

    assert (method, calendar.method.value) == ("REQUEST", "REQUEST")
    assert calendar.vevent.organizer.value == "mailto:segreteria@example.org"
    assert message("booking.booked")["from"].addresses[0].addr_spec == "segreteria@example.org"
    assert [each.value for each in calendar.vevent.contents["attendee"]] == [f"mailto:{booking.participant.email}"]
    assert (calendar.vevent.status.value, calendar.vevent.sequence.value) == ("CONFIRMED", "0")
    assert event.venue.name in calendar.vevent.location.value


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_says(make_day: Callable[..., Event]) -> None:
    make_booking(make_day(notes="È già così: perché no? " * 20))

    text = Letter.objects.get(kind="booking.booked").calendar

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
    assert "È già così: perché no?" in vobject.readOne(text).vevent.description.value


def test_a_change_keeps_the_identifier_and_raises_the_sequence(event: Event) -> None:
    make_booking(event)
    first = vobject.readOne(invitation("booking.booked")[1]).vevent

    day = timezone.localdate(event.starts_at) + timedelta(days=7)
    move_event(event=event, parts=default_parts(event.kind, day), venue=event.venue, author=None)
    method, text = invitation("booking.changed")
    changed = vobject.readOne(text).vevent

    assert (method, changed.uid.value, changed.sequence.value) == ("REQUEST", first.uid.value, "1")
    assert changed.dtstart.value.date() == day


def test_a_cancellation_takes_the_same_entry_away(event: Event) -> None:
    booking = make_booking(event)
    first = vobject.readOne(invitation("booking.booked")[1]).vevent

    cancel_booking(booking=booking, reason="Un impegno.", author=None)
    method, text = invitation("booking.cancelled")
    calendar = vobject.readOne(text)

    assert (method, calendar.method.value, calendar.vevent.status.value) == ("CANCEL", "CANCEL", "CANCELLED")
    assert (calendar.vevent.uid.value, calendar.vevent.sequence.value) == (first.uid.value, "1")


def test_calling_off_takes_it_away_too(event: Event) -> None:
    make_booking(event)

    call_off(event=event, reason="Nevica.", author=None)

    method, text = invitation("booking.called_off")
    assert (method, vobject.readOne(text).vevent.status.value) == ("CANCEL", "CANCELLED")


def test_two_places_of_one_person_are_two_entries(event: Event) -> None:
    booking = make_booking(event)
    first = vobject.readOne(invitation("booking.booked")[1]).vevent.uid.value
    cancel_booking(booking=booking, reason="Un impegno.", author=None)

    make_booking(event, booking.participant)

    assert vobject.readOne(invitation("booking.booked")[1]).vevent.uid.value != first


def test_a_letter_without_an_invitation_has_no_calendar(event: Event) -> None:
    make_booking(event)
    make_booking(event)
    make_booking(event)

    types = [part.get_content_type() for part in message("booking.waiting").walk()]

    assert types == ["multipart/alternative", "text/plain", "text/html"]


def test_what_the_event_says_now_is_in_the_next_invitation(event: Event) -> None:
    make_booking(event)
    before = vobject.readOne(invitation("booking.booked")[1]).vevent
    Event.objects.update(title="Un altro titolo", notes="BEGIN:VEVENT\r\nPortate un documento.")
    Venue.objects.update(name="Sala del camino")

    make_booking(Event.objects.get())
    after = vobject.readOne(invitation("booking.booked")[1]).vevent

    assert (before.summary.value, after.summary.value) == (event.title, "Un altro titolo")
    assert after.location.value.startswith("Sala del camino, ")
    assert after.description.value.startswith("BEGIN:VEVENT\nPortate un documento.")
    assert before.uid.value != after.uid.value
    assert before.attendee.value != after.attendee.value
