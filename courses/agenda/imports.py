"""Files of events: their columns, and what the cells of a row mean."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.agenda.models import Event, Slot, Teacher, Venue
from courses.agenda.rules import Part, at, default_parts, fault_in_parts
from courses.catalogue.models import Activity
from courses.spreadsheets import read_table
from courses.territory.models import Municipality

MOST_ROWS = 500
ROW = "row"  # no column: where the row stands in the file
MOST_SEATS = 5000
KINDS = {"trainingdaypage": Event.Kind.DAY, "webinarpage": Event.Kind.WEBINAR}
NEEDED = ("activity", "day")
COLUMNS = {
    "activity": ("attivita", "giornata", "titolo", "slug"),
    "day": ("data", "giorno"),
    "start": ("inizio", "ora inizio", "dalle"),
    "end": ("fine", "ora fine", "alle"),
    "morning": ("mattina",),
    "afternoon": ("pomeriggio",),
    "venue": ("sede", "luogo"),
    "municipality": ("comune",),
    "province": ("provincia", "sigla"),
    "address": ("indirizzo", "indirizzo della sede"),
    "venue_seats": ("posti della sede", "capienza"),
    "teachers": ("docenti", "docente"),
    "seats": ("posti",),
    "minimum": ("minimo",),
    "link": ("link", "collegamento"),
    "notes": ("note",),
}


class Result(StrEnum):
    """What a row comes to."""

    NEW = "new"
    THERE = "there"
    CLASH = "clash"
    WRONG = "wrong"


RESULTS = {
    Result.NEW: gettext_lazy("new"),
    Result.THERE: gettext_lazy("already there"),
    Result.CLASH: gettext_lazy("clash"),
    Result.WRONG: gettext_lazy("to be corrected"),
}


@dataclass(frozen=True)
class NewVenue:
    """A venue that the file describes and nobody has written yet."""

    name: str
    municipality: Municipality
    address: str
    seats: int


@dataclass
class Plan:
    """An event to be made of a row."""

    activity: Activity
    day: date
    parts: list[Part]
    venue: Venue | NewVenue | None = None
    teachers: list[Teacher] = field(default_factory=list)
    fields: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """A row with what it comes to; `plan` unless it must be corrected or is there already."""

    number: int
    title: str
    where: str
    result: Result
    words: str
    plan: Plan | None = None

    @property
    def result_words(self) -> str:
        """As the table says it."""
        return str(RESULTS[self.result])


class Wrong(Exception):
    """Why a row must be corrected, in words."""


def read_events(content: bytes) -> list[dict[str, str]]:
    """The rows of a file, each with its number there: they travel through the page. Raises UnreadableFile."""
    rows = read_table(content, columns=COLUMNS, needed=NEEDED, most_rows=MOST_ROWS)
    return [{**row, ROW: str(row.number)} for row in rows]


def day_of(text: str) -> date:
    """A date as people write it."""
    for pattern in ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            day = datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        if 2000 <= day.year < 2100:
            return day
    raise Wrong(_("The date «%(date)s» is no date: write it as 31/12/2027.") % {"date": text})


def hour_of(text: str) -> time:
    """An hour as people write it."""
    found = re.fullmatch(r"([01]?\d|2[0-3])(?:[:.,]([0-5]\d))?(?:[:.]00)?", text.strip())
    if not found:
        raise Wrong(_("The hour «%(hour)s» is no hour: write it as 9:30.") % {"hour": text})
    return time(int(found[1]), int(found[2] or 0))


def _span(kind: str, day: date, text: str) -> Part:
    ends = [end for end in re.split(r"\s*[-–—]\s*|\s+alle\s+", text.strip()) if end]
    if len(ends) != 2:
        raise Wrong(_("«%(text)s» does not say from when to when: write it as 9:00-13:00.") % {"text": text})
    return Part(kind, at(day, hour_of(ends[0])), at(day, hour_of(ends[1])))


def parts_of(kind: str, day: date, row: dict[str, str]) -> list[Part]:
    """The parts a row writes out; else those the settings propose, begun and ended when the row says."""
    halves = {Slot.Kind.MORNING: row["morning"], Slot.Kind.AFTERNOON: row["afternoon"]}
    parts = [_span(str(half), day, text) for half, text in halves.items() if text]
    if not parts:
        start = at(day, hour_of(row["start"])) if row["start"] else None
        end = at(day, hour_of(row["end"])) if row["end"] else None
        parts = _within(default_parts(kind, day), start, end)
    fault = fault_in_parts(parts, kind)
    if fault:
        raise Wrong(fault)
    return parts


def _within(parts: list[Part], start: datetime | None, end: datetime | None) -> list[Part]:
    kept = [part for part in parts if (not start or part.ends_at > start) and (not end or part.starts_at < end)]
    if len(parts) == 1:
        kept = parts  # a webinar is when the row says, whatever the settings propose
    if kept and start:
        kept[0] = Part(kept[0].kind, start, kept[0].ends_at)
    if kept and end:
        kept[-1] = Part(kept[-1].kind, kept[-1].starts_at, end)
    return kept


def number_of(text: str, *, least: int) -> int:
    """How many people."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or not least <= int(text) <= MOST_SEATS:
        raise Wrong(_("«%(text)s» is no number of people.") % {"text": text})
    return int(text)


def link_of(text: str) -> str:
    """An address of the web."""
    try:
        URLValidator(schemes=["https"])(text)
    except ValidationError as error:
        raise Wrong(_("The link «%(text)s» is no address: write it whole, with https://.") % {"text": text}) from error
    return text
