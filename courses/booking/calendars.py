"""Calendar invitations (RFC 5546): what a booking puts into a person's calendar, changes there, takes away."""

from collections.abc import Iterable
from datetime import UTC
from email.utils import parseaddr
from functools import lru_cache

from django.utils import timezone
from icalendar import Event as Entry
from icalendar import vCalAddress, vText
from icalendar.parser import Contentline

from courses.agenda.exports import Said, document, entry, feed, identifier, said, said_of, sender
from courses.booking.models import Booking
from courses.post.letters import Calendar

BEGIN = "BEGIN:VEVENT\r\n"


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
    head, tail = _common(said_of(booking.event), method, status, sender())
    person = booking.participant
    reader = _address(person.email, cn=person.full_name, role="REQ-PARTICIPANT", partstat="ACCEPTED", rsvp="FALSE")
    # what may be long is folded by the library; the number and the moment never are
    folded = (
        Contentline(f"UID:{identifier(_uid(booking))}"),
        Contentline.from_parts("ATTENDEE", reader.params, reader),
    )
    own = [
        *(line.to_ical().decode() for line in folded),
        f"SEQUENCE:{booking.sequence}",
        f"DTSTAMP:{timezone.now().astimezone(UTC):%Y%m%dT%H%M%SZ}",
    ]
    return Calendar(head + "".join(f"{line}\r\n" for line in own) + tail, method)


@lru_cache(maxsize=256)
def _common(words: Said, method: str, status: str, sent_by: str) -> tuple[str, str]:
    """What all invitations to an event have before and after the lines that are one person's own.

    Kept by all that it says, so that a changed event is another one at once: the library takes longer for these lines
    than the database for the whole booking.
    """
    one = said(words)
    one.add("status", status)
    called, address = parseaddr(sent_by)
    one.add("organizer", _address(address, cn=called or address), encode=0)
    head, begin, tail = document(method, [one]).to_ical().decode().partition(BEGIN)
    return head + begin, tail


def _entry(booking: Booking) -> Entry:
    return entry(booking.event, uid=_uid(booking), sequence=booking.sequence)


def _uid(booking: Booking) -> str:
    return f"booking-{booking.pk}-{booking.event.uid}"


def _address(email: str, **parameters: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{email}")
    for name, value in parameters.items():
        found.params[name] = vText(value)
    return found
