"""Calendar invitations (RFC 5546): what a booking puts into a person's calendar, changes there, takes away."""

from collections.abc import Iterable
from email.utils import parseaddr

from icalendar import Event as Entry
from icalendar import vCalAddress, vText

from courses.agenda.exports import document, entry, feed, sender
from courses.booking.models import Booking
from courses.post.letters import Calendar


def request(booking: Booking) -> Calendar:
    """Put the event into the person's calendar, or change it there: the same UID, a higher SEQUENCE."""
    return _invitation(booking, "REQUEST", "CONFIRMED")


def cancel(booking: Booking) -> Calendar:
    """Take the event out of the person's calendar."""
    return _invitation(booking, "CANCEL", "CANCELLED")


def own_feed(bookings: Iterable[Booking], name: str) -> bytes:
    """A person's own seats, to subscribe to or to put into a calendar: under the UIDs of the invitations."""
    entries = [_entry(booking) for booking in bookings]
    for one in entries:
        one.add("status", "CONFIRMED")
    return feed(entries, name)


def _invitation(booking: Booking, method: str, status: str) -> Calendar:
    one = _entry(booking)
    one.add("status", status)
    name, address = parseaddr(sender())
    one.add("organizer", _address(address, cn=name or address), encode=0)
    person = booking.participant
    reader = _address(person.email, cn=person.full_name, role="REQ-PARTICIPANT", partstat="ACCEPTED", rsvp="FALSE")
    one.add("attendee", reader, encode=0)
    return Calendar(document(method, [one]).to_ical().decode(), method)


def _entry(booking: Booking) -> Entry:
    return entry(booking.event, uid=f"booking-{booking.pk}-{booking.event.uid}", sequence=booking.sequence)


def _address(email: str, **parameters: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{email}")
    for name, value in parameters.items():
        found.params[name] = vText(value)
    return found
