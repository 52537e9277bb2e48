"""Dates, times and durations as platforms write them."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from datetime import timezone as tz

from django.utils import timezone

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "dmy", "mdy", "ymd"
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *(("jan", "gen"), ("feb",), ("mar",), ("apr",), ("may", "mag"), ("jun", "giu"), ("jul", "lug")),
            *(("aug", "ago"), ("sep", "set"), ("oct", "ott"), ("nov",), ("dec", "dic")),
        ),
        start=1,
    )
    for name in names
}
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*([ap])?\.?\s?(?:m\b)?", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})$")
_NUMBERS = re.compile(r"(?<![\d:])(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?![\d:])")
_WORDS = re.compile(r"([a-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})|(\d{1,2})\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4})", re.I)
_ZONE = re.compile(r"\b(UTC|GMT|Z|CES?T|[A-Z]{1,3}[SD]T|EES?T|WES?T)\b(?:\s?([+-]\d{1,2})(?::?(\d{2}))?)?")
_HOURS_OF = {"UTC": 0, "GMT": 0, "Z": 0, "CET": 1, "CEST": 2}
_YEARS = range(2000, 2100)  # «never» is the year 1 on some platforms
_PARTS = re.compile(r"(\d+)\s*(h|hour|hr|or[ae]|m|min|s|sec)", re.IGNORECASE)


def moment(text: str, *, order: str, day: date, zone: tzinfo | None = None) -> datetime | None:
    """An instant written in any of the ways platforms have; without a date it is on `day`; None when it is none.

    `order` says how 3/4/2027 is meant; `zone` where the clock hangs (by default ours), unless the text itself says.
    A zone that we do not know makes it none: better left out than hours away.
    """
    found = _moment(text, order=order, day=day, zone=zone)
    return found if found is not None and found.year in _YEARS else None


def _moment(text: str, *, order: str, day: date, zone: tzinfo | None) -> datetime | None:
    text = " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())
    try:
        if _ISO.match(text):
            return datetime.fromisoformat(text.replace("Z", "+00:00").replace(" +", "+"))
        there, rest = _day_in(text, order)
        clock = _time_in(rest)
        if clock is None:
            return None
        where = _zone_in(rest, zone or timezone.get_current_timezone())
        # in UTC: two local times are subtracted as clocks show them, not as time passes
        return datetime.combine(there or day, clock, where).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def duration(text: str) -> timedelta | None:
    """«1h 27m 51s», «01:27:51», «87», «87 min»: bare numbers are minutes; None when it is none."""
    text = text.strip().lower()
    if re.fullmatch(r"\d{1,5}([.,]\d+)?", text):
        return timedelta(minutes=float(text.replace(",", ".")))
    if clock := re.fullmatch(r"(\d{1,3}):(\d{2})(?::(\d{2}))?", text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    parts = _PARTS.findall(text)
    if not parts:
        return None
    units = {"h": "hours", "o": "hours", "m": "minutes", "s": "seconds"}
    return sum((timedelta(**{units[unit[0]]: min(int(number), 100_000)}) for number, unit in parts), timedelta())


def order_of(texts: Iterable[str], day: date) -> str:
    """Day or month first: the order in which most of the dates fall on the day of the event."""
    written = list(texts)

    def on_the_day(order: str) -> int:
        found = (moment(text, order=order, day=day) for text in written)
        return sum(one is not None and abs((timezone.localtime(one).date() - day).days) <= 1 for one in found)

    return max((DAY_FIRST, MONTH_FIRST), key=on_the_day)


def _day_in(text: str, order: str) -> tuple[date | None, str]:
    """The date in a text, and what is left of it."""
    if found := _NUMBERS.search(text):
        first, middle, last = (int(part) for part in found.groups())
        if len(found[1]) == len("2027"):
            return date(first, middle, last), text[: found.start()] + text[found.end() :]
        day, month = (first, middle) if order == DAY_FIRST else (middle, first)
        return date(2000 + last if len(found[3]) <= len("27") else last, month, day), text[: found.start()] + text[
            found.end() :
        ]
    if (found := _WORDS.search(text)) and (month := _MONTHS.get((found[1] or found[5]).lower())):
        day, year = int(found[2] or found[4]), int(found[3] or found[6])
        return date(year, month, day), text[: found.start()] + text[found.end() :]
    return None, text


def _zone_in(text: str, ours: tzinfo) -> tzinfo:
    """The zone a text names, else ours. Raises ValueError for one that we do not know."""
    found = _ZONE.search(text)
    if found is None:
        return ours
    if found[1] not in _HOURS_OF:
        raise ValueError(found[1])
    hours, minutes = int(found[2] or 0), int(found[3] or 0)
    return tz(timedelta(hours=_HOURS_OF[found[1]] + hours, minutes=minutes if hours >= 0 else -minutes))


def _time_in(text: str) -> time | None:
    found = _TIME.search(text)
    if found is None or "/" in text:  # a date that is none
        return None
    hour, half = int(found[1]), (found[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(found[2]), int(found[3] or 0))
