"""When an event is, until when something may be done, and which days are working days in Italy."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from holidays import country_holidays

from courses import conf
from courses.agenda.models import Event, Slot
from courses.errors import Verdict

END_OF_DAY = time(23, 59)
# From so many free seats down, the calendar says that they are the last.
LAST_SEATS = 5
SOON = timedelta(days=30)  # what is nearer wants the secretariat's eye
LINK_BEFORE = timedelta(minutes=15)  # the way into a webinar opens so long before it begins
_HOLIDAYS = country_holidays("IT")


@dataclass(frozen=True)
class Part:
    """A part of an event in the making: which, from when, to when (instants)."""

    kind: str
    starts_at: datetime
    ends_at: datetime


def default_parts(kind: str, day: date) -> list[Part]:
    """The parts a new event proposes: morning and afternoon of a training day, one connection of a webinar."""
    slots = conf.get("DAY_SLOTS" if kind == Event.Kind.DAY else "WEBINAR_SLOTS")
    return [
        Part(part, at(day, time.fromisoformat(start)), at(day, time.fromisoformat(end))) for part, start, end in slots
    ]


def fault_in_parts(parts: list[Part], kind: str) -> str:
    """What is wrong with the parts of an event, in words; empty when nothing is."""
    if not parts:
        return _("An event needs at least one part: write from when to when it lasts.")
    for moment in (each for part in parts for each in (part.starts_at, part.ends_at)):
        if _is_leapt_over(moment):
            return _("On %(day)s the clock goes forward, and %(hour)s does not exist: write another hour.") % {
                "day": day_in_words(moment),
                "hour": f"{moment:%H:%M}",
            }
    ordered = sorted(parts, key=lambda part: part.starts_at)
    if any(part.ends_at <= part.starts_at for part in ordered):
        return _("A part of the event ends before it starts: mend its times.")
    if any(later.starts_at < earlier.ends_at for earlier, later in pairwise(ordered)):
        return _("Two parts of the event overlap: mend their times.")
    if timezone.localdate(ordered[0].starts_at) != timezone.localdate(ordered[-1].ends_at):
        return _("An event begins and ends on one day: make one event for each day.")
    online = {part.kind for part in parts} == {Slot.Kind.CONNECTION}
    if online != (kind == Event.Kind.WEBINAR):
        return _("A training day has a morning, an afternoon or both; a webinar has its connection.")
    return ""


def _is_leapt_over(moment: datetime) -> bool:
    """Whether nobody's clock shows this local time, since on that night it goes forward."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(fold=moment.fold) != moment


def default_deadlines(kind: str, starts_at: datetime, *, opens_at: datetime) -> dict[str, datetime]:
    """Until when one books, gives up a place, and is offered a freed one: the columns of an event."""
    if kind == Event.Kind.WEBINAR:
        closes = gives_up = offers = starts_at
    else:
        closes = days_before(starts_at, conf.get("BOOKING_CLOSES_DAYS"))
        gives_up = days_before(starts_at, conf.get("CANCEL_UNTIL_DAYS"))
        offers = _working_day_before(starts_at, conf.get("PROMOTION_UNTIL_DAYS"))
    return {
        "booking_opens_at": opens_at,
        "booking_closes_at": closes,
        "cancel_until": gives_up,
        "promotion_until": offers,
    }


def moved(moment: datetime, *, before: datetime, after: datetime) -> datetime:
    """A deadline of an event that goes from one instant to another: as many days earlier as it was, same local time.

    Across the days the clock changes too: «23:59, three days before» stays so.
    """
    there = timezone.localtime(moment)
    days = timezone.localdate(before) - there.date()
    if moment == before:
        return after
    return at(timezone.localdate(after) - days, there.time())


def days_before(moment: datetime, days: int) -> datetime:
    """The end of the day, local time, so many days before."""
    return at(timezone.localdate(moment) - timedelta(days=days), END_OF_DAY)


def _working_day_before(moment: datetime, days: int) -> datetime:
    """The end of a working day: so many days before or the next that still comes earlier, else the last one before."""
    wanted, event_day = days_before(moment, days), timezone.localdate(moment)
    day = timezone.localdate(wanted)
    while not is_working_day(day):
        day += timedelta(days=1)
    return at(day, END_OF_DAY) if day < event_day else on_working_day(wanted)


def at(day: date, hour: time) -> datetime:
    """A local day and time as an instant."""
    return timezone.make_aware(datetime.combine(day, hour))


def is_working_day(day: date) -> bool:
    """Monday to Friday, Italian public holidays apart (law 260/1949 and following)."""
    return day.weekday() < 5 and day not in _HOLIDAYS


def after_working_days(moment: datetime, days: int) -> datetime:
    """The same local time so many working days later: never on a weekend or a holiday."""
    there = timezone.localtime(moment)
    day = there.date()
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return at(day, there.time())


def on_working_day(moment: datetime) -> datetime:
    """The same local time on the last working day up to then."""
    there = timezone.localtime(moment)
    day = there.date()
    while not is_working_day(day):
        day -= timedelta(days=1)
    return moment if day == there.date() else at(day, there.time())


def working_days_between(first: date, last: date) -> int:
    """The working days after the first day up to the last, which counts; none when it comes earlier."""
    return sum(is_working_day(first + timedelta(days=number)) for number in range(1, (last - first).days + 1))


def booking_is_open(event: Event, now: datetime) -> Verdict:
    """An event is booked within its window while it is neither held nor called off."""
    if event.state == Event.State.CALLED_OFF:
        return Verdict(False, _("This event was called off: choose another date."))
    if not event.is_open or event.starts_at <= now:
        return Verdict(False, _("This event has been held already: choose another date."))
    if now < event.booking_opens_at:
        opens = date_format(timezone.localtime(event.booking_opens_at), "j F Y, H:i")
        return Verdict(False, _("Booking opens on %(when)s: come back then.") % {"when": opens})
    if now > event.booking_closes_at:
        closed = date_format(timezone.localtime(event.booking_closes_at), "j F Y, H:i")
        return Verdict(
            False, _("Booking closed on %(when)s: choose another date, or ring the secretariat.") % {"when": closed}
        )
    return Verdict(True)


def has_reached_minimum(event: Event) -> bool:
    """Whether enough people are booked for the event to be held."""
    return event.seats_taken >= event.minimum


class Seats(StrEnum):
    """What the calendar says of an event's seats."""

    FREE = "free"
    LAST = "last"
    FULL = "full"  # one may still wait in line
    NOT_YET = "not_yet"
    CLOSED = "closed"
    OVER = "over"  # held or called off: nothing to say


def seats_of(event: Event, now: datetime) -> Seats:
    """Whether there are seats to book now; before and after the window, that it is not open."""
    if not event.is_open or event.starts_at <= now:
        return Seats.OVER
    if now > event.booking_closes_at:
        return Seats.CLOSED
    if not event.seats_free:
        return Seats.FULL
    if now < event.booking_opens_at:
        return Seats.NOT_YET
    return Seats.LAST if event.seats_free <= LAST_SEATS else Seats.FREE


def is_certain(event: Event) -> bool:
    """An event will be held for sure once it is confirmed, or enough people are booked."""
    return event.state == Event.State.CONFIRMED or (event.is_open and has_reached_minimum(event))


def name_of(event: Event) -> str:
    """What kind of event, where, on which day: enough to know one from all the others."""
    day = day_in_words(event.starts_at)
    if event.kind == Event.Kind.WEBINAR:
        return _("Webinar «%(title)s», %(day)s") % {"title": event.title, "day": day}
    if event.venue is None:
        return _("Training day, %(day)s") % {"day": day}
    return _("Training day in %(place)s, %(day)s") % {"place": event.venue.municipality, "day": day}


def day_in_words(moment: datetime) -> str:
    """The local day of an instant as people write it: «lunedì 18 gennaio 2027»."""
    return date_format(timezone.localtime(moment), "l j F Y").lower()
