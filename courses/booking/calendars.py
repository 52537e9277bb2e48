"""Calendar invitations (RFC 5545, RFC 5546): what a booking puts into a person's calendar, changes, takes away."""

from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar as Document
from icalendar import Event as Entry
from icalendar import vCalAddress, vText

from courses import conf
from courses.agenda.models import Event
from courses.booking.models import Booking
from courses.post.letters import Calendar

PRODUCT = "-//courses//IT"


def request(booking: Booking) -> Calendar:
    """Put the event into the person's calendar, or change it there: the same UID, a higher SEQUENCE."""
    return _invitation(booking, "REQUEST", "CONFIRMED")


def cancel(booking: Booking) -> Calendar:
    """Take the event out of the person's calendar."""
    return _invitation(booking, "CANCEL", "CANCELLED")


def feed(events: list[Event], name: str) -> bytes:
    """A calendar to subscribe to: public data, no attendees. A called-off event says so."""
    document = _document("PUBLISH")
    document.add("x-wr-calname", name)
    for event in events:
        entry = _entry(event, f"event-{event.uid}@{_domain()}", event.sequence)
        called_off = event.state == Event.State.CALLED_OFF
        entry.add("status", "CANCELLED" if called_off else "CONFIRMED")
        document.add_component(entry)
    document.add_missing_timezones()
    return document.to_ical()


def _invitation(booking: Booking, method: str, status: str) -> Calendar:
    entry = _entry(booking.event, f"booking-{booking.pk}-{booking.event.uid}@{_domain()}", booking.sequence)
    entry.add("status", status)
    entry.add("organizer", _organiser())
    attendee = vCalAddress(f"mailto:{booking.participant.email}")
    attendee.params["cn"] = vText(booking.participant.full_name)
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    entry.add("attendee", attendee, encode=0)
    document = _document(method)
    document.add_component(entry)
    document.add_missing_timezones()
    return Calendar(document.to_ical().decode(), method)


def _entry(event: Event, uid: str, sequence: int) -> Entry:
    entry = Entry()
    entry.add("uid", uid)
    entry.add("sequence", sequence)
    entry.add("dtstamp", timezone.now())
    entry.add("dtstart", _local(event.starts_at))
    entry.add("dtend", _local(event.ends_at))
    entry.add("summary", event.title)
    address = conf.absolute(reverse("courses:event", args=[event.pk]))
    entry.add("url", address)
    entry.add("description", "\n\n".join(part for part in (event.notes, address) if part))
    if event.venue:
        entry.add("location", f"{event.venue.name}, {event.venue.address}, {event.venue.municipality}")
    return entry


def _document(method: str) -> Document:
    document = Document()
    document.add("prodid", PRODUCT)
    document.add("version", "2.0")
    document.add("method", method)
    return document


def _local(moment: datetime) -> datetime:
    """With the name of the time zone: a calendar then keeps the hour across the change of the clock."""
    return moment.astimezone(timezone.get_default_timezone())


def _organiser() -> vCalAddress:
    name, address = parseaddr(_sender())
    organiser: Any = vCalAddress(f"mailto:{address}")
    organiser.params["cn"] = vText(name or address)
    return organiser


def _sender() -> str:
    return conf.get("LETTERS_FROM") or settings.DEFAULT_FROM_EMAIL


def _domain() -> str:
    return parseaddr(_sender())[1].rpartition("@")[2]
