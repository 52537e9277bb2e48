"""Reading a platform's attendance report: any CSV or XLSX that says who was connected, from when and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.attendance.models import ReportColumns
from courses.attendance.moments import DAY_FIRST, MONTH_FIRST, duration, moment, order_of
from courses.attendance.platforms import FIELDS, PLATFORMS, Columns, Platform, recognised, tells_enough
from courses.spreadsheets import Cells, UnreadableFile, read_cells
from courses.territory.models import fold

MOST_ROWS = 5_000
LONGEST_NAME, LONGEST_EMAIL = 200, 254
SLACK = timedelta(minutes=1)  # durations are rounded to whole minutes


@dataclass(frozen=True)
class Shape:
    """How a report is to be read: which row is the header, which column says what, how dates are meant."""

    platform: str
    header: int
    columns: Columns
    order: str = ""  # found from the day of the event when empty
    is_utc: bool = False


@dataclass(frozen=True)
class Seen:
    """Somebody was connected, as the report has it."""

    name: str
    email: str
    joined_at: datetime
    left_at: datetime


@dataclass(frozen=True)
class Report:
    """What a report says, and how many of its rows cannot be read."""

    seen: list[Seen]
    unreadable: int = 0


def report_rows(content: bytes) -> list[Cells]:
    """The rows of a file that have anything in them. Raises UnreadableFile."""
    return read_cells(content, most_rows=MOST_ROWS)


def shape_of(rows: Sequence[Cells]) -> Shape | None:
    """How to read a report of a known shape, or of one remembered; None when its headings are new.

    Summaries stand above; of several tables in one file the last one counts: it has each connection of its own.
    """
    remembered = [
        Platform(one.platform, one.platform, {field: (heading,) for field, heading in one.columns["headings"].items()})
        for one in ReportColumns.objects.all()
    ]
    for number in range(len(rows) - 1, -1, -1):
        found = recognised(rows[number], remembered)
        if found is not None:
            return _with_dates(Shape(found[0].name, number, found[1]))
    return None


def header_of(rows: Sequence[Cells]) -> int:
    """The row that most looks like headings, for a report of a new shape: the first of those with most cells."""
    return max(range(min(len(rows), 30)), key=lambda number: sum(map(bool, rows[number])), default=0)


def remember(shape: Shape, rows: Sequence[Cells]) -> None:
    """Keep the chosen columns for the next report of that platform."""
    headings = {field: rows[shape.header][place] for field, place in shape.columns.items()}
    written = {"headings": headings, "order": shape.order, "utc": shape.is_utc}
    ReportColumns.objects.update_or_create(platform=shape.platform, defaults={"columns": written})


def read_report(rows: Sequence[Cells], shape: Shape, event: Event) -> Report:
    """The connections of a report. Rows without a time are counted, not read. Raises UnreadableFile when none is."""
    if not tells_enough(shape.columns):
        raise UnreadableFile(
            _("Choose at least who was connected, when they joined, and when they left or for how long they stayed.")
        )
    day = timezone.localdate(event.starts_at)
    written = [_fields(cells, shape.columns) for cells in _table(rows, shape)]
    order = shape.order or order_of((one["joined"] for one in written), day)
    zone = UTC if shape.is_utc else None
    found = [
        _seen(one, [moment(one[name], order=order, day=day, zone=zone) for name in ("joined", "left")])
        for one in written
    ]
    seen = [one for one in found if one is not None]
    if not seen:
        raise UnreadableFile(
            _("No row of the report can be read: look at the columns and at how dates are written, then try again.")
        )
    if not any(one.joined_at < event.ends_at and one.left_at > event.starts_at for one in seen):
        raise UnreadableFile(
            _(
                "Nobody in this report was connected while the webinar took place: it is the report of another day, or"
                " its times are in another zone. If they are in UTC, tick the box and send it again."
            )
        )
    return Report(seen, len(found) - len(seen))


def is_known(platform: str) -> bool:
    """Whether a name is that of a platform whose reports we read without asking: no other shape is called so."""
    return fold(platform) in {fold(name) for one in PLATFORMS for name in (one.key, one.name)}


def _with_dates(shape: Shape) -> Shape:
    if is_known(shape.platform):
        return shape
    known = ReportColumns.objects.filter(platform=shape.platform).first()
    if known is None:
        return shape
    order = known.columns.get("order", "")
    is_utc = bool(known.columns.get("utc"))
    return Shape(
        shape.platform, shape.header, shape.columns, order if order in (DAY_FIRST, MONTH_FIRST) else "", is_utc
    )


def _table(rows: Sequence[Cells], shape: Shape) -> Iterable[Cells]:
    """The rows under the header, up to the title of another table."""
    for cells in rows[shape.header + 1 :]:
        filled = sum(map(bool, cells))
        if filled == 1 and len(shape.columns) > 1:
            return
        yield cells


def _fields(cells: Cells, columns: Columns) -> dict[str, str]:
    there = {field: cells[place] for field, place in columns.items() if place < len(cells)}
    return dict.fromkeys(FIELDS, "") | there


def _seen(row: dict[str, str], moments: list[datetime | None]) -> Seen | None:
    """One connection. Where the platform counted less than lies between joining and leaving, its count stands.

    Who left and came back has one row on some platforms: the first and the last moment, and the minutes in between.
    """
    joined, left = moments
    stayed = duration(row["duration"])
    if joined is None or (left is None and stayed is None):
        return None
    if left is None or (stayed is not None and joined + stayed < left - SLACK):
        left = joined + stayed
    name = row["name"] or f"{row['given_name']} {row['family_name']}".strip()
    if left < joined or not (name or row["email"]):
        return None
    return Seen(name[:LONGEST_NAME], row["email"].lower()[:LONGEST_EMAIL], joined, left)
