"""Events for calendars (RFC 5545): what feeds and invitations have in common, and the public feed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar import Event as Entry

from courses import conf
from courses.agenda.models import Event

PRODUCT = "-//courses//IT"
HOUR = timedelta(hours=1)


def public_feed(events: Iterable[Event], name: str) -> bytes:
    """A calendar to subscribe to: public data, no attendees. A called-off event says so."""
    entries = []
    for event in events:
        one = entry(event, uid=f"event-{event.uid}", sequence=event.sequence)
        one.add("status", "CANCELLED" if event.state == Event.State.CALLED_OFF else "CONFIRMED")
        entries.append(one)
    return feed(entries, name)


def feed(entries: Iterable[Entry], name: str) -> bytes:
    """A calendar of these entries, to subscribe to."""
    found = document("PUBLISH", entries)
    found.add("x-wr-calname", name)
    return found.to_ical()


def document(method: str, entries: Iterable[Entry]) -> Calendar:
    """A calendar that does `method` (RFC 5546) with some entries, with the time zone they speak of."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", method)
    if _follows_the_rule():
        found.add_component(_zone())
    for one in entries:
        found.add_component(one)
    found.add_missing_timezones()
    return found


class Said(NamedTuple):
    """What a calendar says of an event, whoever it is for: equal for two events that say the same."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    notes: str
    address: str  # of its page
    place: str


def said_of(event: Event) -> Said:
    """What a calendar says of an event as it is now."""
    venue = event.venue
    return Said(
        starts_at=_local(event.starts_at),
        ends_at=_local(event.ends_at),
        zone=str(timezone.get_default_timezone()),
        title=event.title,
        notes=event.notes,
        address=conf.absolute(reverse("courses:event", args=[event.pk])),
        place=f"{venue.name}, {venue.address}, {venue.municipality}" if venue else "",
    )


def entry(event: Event, *, uid: str, sequence: int) -> Entry:
    """An event in a calendar: when, what, where, and the address of its page. `uid` gets the sender's domain."""
    one = said(said_of(event))
    one.add("uid", identifier(uid))
    one.add("sequence", sequence)
    one.add("dtstamp", timezone.now())
    return one


def said(words: Said) -> Entry:
    """An entry that says when, what and where, and has no identity yet."""
    one = Entry()
    one.add("dtstart", words.starts_at)
    one.add("dtend", words.ends_at)
    one.add("summary", words.title)
    one.add("url", words.address)
    one.add("description", "\n\n".join(part for part in (words.notes, words.address) if part))
    if words.place:
        one.add("location", words.place)
    return one


def identifier(uid: str) -> str:
    """What a calendar knows an entry by: ours for ever, by the sender's domain."""
    return f"{uid}@{parseaddr(sender())[1].rpartition('@')[2]}"


def sender() -> str:
    """Whom letters come from, as «Name <address>»."""
    return conf.get("LETTERS_FROM") or settings.DEFAULT_FROM_EMAIL


def _local(moment: datetime) -> datetime:
    """With the name of the time zone: a calendar then keeps the hour across the change of the clock."""
    return moment.astimezone(timezone.get_default_timezone())


def _offsets() -> tuple[timedelta, timedelta]:
    """How far the zone is from UTC in winter and in summer."""
    zone = timezone.get_default_timezone()
    winter, summer = (datetime(2026, month, 15, tzinfo=zone).utcoffset() for month in (1, 7))
    return winter or timedelta(), summer or timedelta()


def _follows_the_rule() -> bool:
    """Whether the clock changes as the Union says; for any other zone the library lists the dates."""
    winter, summer = _offsets()
    return str(timezone.get_default_timezone()).startswith("Europe/") and summer - winter == HOUR


@cache
def _zone() -> Timezone:
    """The time zone with the rule of the Union (directive 2000/84/EC): last Sundays of March and October, 1:00 UTC.

    The library lists each year's date instead, which is forty times longer and which some calendars do not read.
    """
    zone = timezone.get_default_timezone()
    winter, summer = _offsets()
    found = Timezone()
    found.add("tzid", str(zone))
    for part, sunday, before, after in (
        (TimezoneDaylight(), datetime(1996, 3, 31), winter, summer),
        (TimezoneStandard(), datetime(1996, 10, 27), summer, winter),
    ):
        part.add("dtstart", sunday + HOUR + before)
        part.add("rrule", {"freq": "yearly", "bymonth": sunday.month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", datetime(2026, 7 if after == summer else 1, 15, tzinfo=zone).tzname())
        found.add_component(part)
    return found
