"""Calendar invitations (RFC 5546): what a booking puts into a person's calendar, changes there, takes away."""

from email.utils import parseaddr

from icalendar import vCalAddress, vText

from courses.agenda.exports import document, entry, sender
from courses.booking.models import Booking
from courses.post.letters import Calendar


def request(booking: Booking) -> Calendar:
    """Put the event into the person's calendar, or change it there: the same UID, a higher SEQUENCE."""
    return _invitation(booking, "REQUEST", "CONFIRMED")


def cancel(booking: Booking) -> Calendar:
    """Take the event out of the person's calendar."""
    return _invitation(booking, "CANCEL", "CANCELLED")


def _invitation(booking: Booking, method: str, status: str) -> Calendar:
    one = entry(booking.event, uid=f"booking-{booking.pk}-{booking.event.uid}", sequence=booking.sequence)
    one.add("status", status)
    name, address = parseaddr(sender())
    one.add("organizer", _address(address, cn=name or address), encode=0)
    person = booking.participant
    reader = _address(person.email, cn=person.full_name, role="REQ-PARTICIPANT", partstat="ACCEPTED", rsvp="FALSE")
    one.add("attendee", reader, encode=0)
    return Calendar(document(method, [one]).to_ical().decode(), method)


def _address(email: str, **parameters: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{email}")
    for name, value in parameters.items():
        found.params[name] = vText(value)
    return found
