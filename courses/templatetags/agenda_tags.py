"""What pages show of events: their names, seats and dates in words."""

import json
from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses import conf
from courses.agenda.italy import CountedRegion
from courses.agenda.models import Event
from courses.agenda.models.pages import DatedActivity
from courses.agenda.queries import coming, in_calendar
from courses.agenda.rules import Seats, day_in_words, is_certain, name_of, seats_of
from courses.agenda.standing import Standing, standing
from courses.agenda.structured import structured_data

register = template.Library()

# A block of data runs nothing, yet it must not end its own element.
UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def event_name(event: Event) -> str:
    """What kind of event, where, on which day."""
    return name_of(event)


@register.filter
def day_words(moment: datetime) -> str:
    """«lunedì 18 gennaio 2027»."""
    return day_in_words(moment)


@register.filter
def seats_words(event: Event, now: datetime | None = None) -> str:
    """How many seats are left, or why none may be booked now; empty when the event is over."""
    seats = seats_of(event, now or timezone.now())
    free = event.seats_free
    if seats == Seats.FREE:
        return ngettext("%(number)d place free", "%(number)d places free", free) % {"number": free}
    if seats == Seats.LAST:
        return ngettext("last place", "last %(number)d places", free) % {"number": free}
    if seats == Seats.NOT_YET:
        opens = date_format(timezone.localtime(event.booking_opens_at), "j F Y").lower()
        return _("booking opens on %(day)s") % {"day": opens}
    return {Seats.FULL: _("no place free: waiting list"), Seats.CLOSED: _("booking is closed")}.get(seats, "")


@register.filter
def hours_words(event: Event) -> str:
    """From when to when, and where: one line of the list."""
    start, end = (date_format(timezone.localtime(moment), "G:i") for moment in (event.starts_at, event.ends_at))
    hours = _("from %(start)s to %(end)s") % {"start": start, "end": end}
    return f"{hours} · {event.venue.name if event.venue else _('online')}"


@register.filter
def standing_words(event: Event, now: datetime) -> str:
    """How the seats stand, and whether the date is certain: one line of the list."""
    sure = _("the date is confirmed") if is_certain(event) else _("waiting for the minimum of participants")
    return " · ".join(words for words in (seats_words(event, now), sure if event.is_open else "") if words)


@register.filter
def days_words(region: CountedRegion) -> str:
    """«Emilia-Romagna: 3 giornate»."""
    words = ngettext("%(name)s: %(number)d day", "%(name)s: %(number)d days", region.days)
    return words % {"name": region.name, "number": region.days}


@register.filter
def certain(event: Event) -> bool:
    """Whether the event will be held for sure."""
    return is_certain(event)


@register.simple_tag
def event_data(event: Event, page: Page | None = None) -> SafeString:
    """The event for search engines, as a block of data."""
    text = json.dumps(structured_data(event, page.summary if page else ""), ensure_ascii=False).translate(UNSAFE)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


@register.simple_tag
def coming_dates(page: Page) -> list[Event] | None:
    """The dates to come of a training day or webinar, by region; None for a page that has no dates."""
    if not issubclass(page.specific_class or Page, DatedActivity):
        return None
    found = coming(in_calendar().filter(activity_key=page.translation_key), timezone.now())
    return list(found.order_by("venue__municipality__province__region__name", "starts_at", "pk"))


@register.simple_tag
def next_events(number: int = 3) -> list[Event]:
    """The next events of the calendar that will be held."""
    return list(coming(in_calendar().filter(state__in=Event.OPEN), timezone.now())[:number])


@register.simple_tag
def standing_of_events() -> Standing:
    """How all events stand: a piece kept under it need not be drawn again until something changes."""
    return standing(timezone.now())


@register.simple_tag(takes_context=True)
def feed_address(context: Context, scheme: str = "") -> str:
    """The whole address of the public feed with the filters of this page."""
    query: Any = context["request"].GET.copy()
    for name in ("vista", "mese", "passate"):
        query.pop(name, None)
    address = conf.absolute(reverse("courses:calendar_feed")) + (f"?{query.urlencode()}" if query else "")
    return f"{scheme}://{address.partition('://')[2]}" if scheme else address
