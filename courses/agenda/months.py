"""A month of the calendar, week by week, as a table shows it."""

import re
from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from courses.agenda.models import Event

YEARS = range(2000, 2100)


@dataclass
class Day:
    """A day of the table; `is_other` for those of the months before and after."""

    day: date
    is_other: bool
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month, by its first day."""

    first_day: date
    weeks: list[list[Day]]

    @property
    def previous(self) -> date:
        """The first day of the month before."""
        return (self.first_day - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        """The first day of the month after."""
        return (self.first_day + timedelta(days=31)).replace(day=1)

    @property
    def busy_days(self) -> list[Day]:
        """The days with events: what a narrow screen lists."""
        return [day for week in self.weeks for day in week if day.events]


def month_named(text: str) -> date | None:
    """The first day of the month that «2027-03» means; None for what is no month of this century."""
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    if found is None or int(found[1]) not in YEARS:
        return None
    return date(int(found[1]), int(found[2]), 1)


def month_of(first_day: date, events: Iterable[Event]) -> Month:
    """The whole weeks of a month, Monday first, with its events on their local days."""
    weeks = [
        [Day(day, day.month != first_day.month) for day in week]
        for week in Calendar().monthdatescalendar(first_day.year, first_day.month)
    ]
    days = {day.day: day for week in weeks for day in week}
    for event in events:
        days[timezone.localdate(event.starts_at)].events.append(event)
    return Month(first_day, weeks)
