"""Reports of platforms: every shape we know, and those we do not."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import Workbook

from courses.agenda.models import Event
from courses.agenda.queries import page_of
from courses.attendance.imports import (
    Report,
    Shape,
    header_of,
    is_known,
    read_report,
    remember,
    report_rows,
    shape_of,
)
from courses.attendance.models import ReportColumns
from courses.attendance.moments import DAY_FIRST, MONTH_FIRST, duration, moment
from courses.attendance.platforms import PLATFORMS
from courses.spreadsheets import UnreadableFile
from tests.courses.attendance.reports import MEET, SHAPES, TEAMS, ZOOM
from tests.factories.agenda import make_event, make_webinar_page
from tests.factories.catalogue import make_course, make_module

DAY = date(2027, 3, 4)  # of the fourth of March and of the third of April alike


@pytest.fixture
def webinar(db) -> Event:
    return make_event(make_webinar_page(make_module(make_course())), day=DAY)


def written(text: str, day: date = DAY) -> bytes:
    fields = {"d": day.day, "m": day.month, "y": day.year, "yy": day.year % 100, "mon": f"{day:%b}"}
    return text.format(**fields).encode()


def read(content: bytes, event: Event) -> Report:
    rows = report_rows(content)
    return read_report(rows, shape_of(rows), event)


def minutes_in(report: Report) -> int:
    return round(sum((one.left_at - one.joined_at for one in report.seen), timedelta()).total_seconds() / 60)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_known_shape_is_recognised_and_read(webinar: Event, shape: str) -> None:
    rows = report_rows(written(SHAPES[shape]))

    found = shape_of(rows)
    report = read_report(rows, found, webinar)

    assert found.platform == {one.key: one.name for one in PLATFORMS}[shape.removesuffix("_it")]
    assert {one.name for one in report.seen} == {"Ada Negri"}
    assert {timezone.localdate(one.joined_at) for one in report.seen} == {DAY}
    assert f"{timezone.localtime(report.seen[0].joined_at):%H:%M}" == "10:58"
    assert minutes_in(report) == 78


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_report_is_read_however_it_was_saved(webinar: Event, encoding: str) -> None:
    content = written(TEAMS.replace("Negri", "Niccolò")).decode().encode(encoding)

    assert {one.name for one in read(content, webinar).seen} == {"Ada Niccolò"}


def test_teams_says_each_connection_in_its_last_table(webinar: Event) -> None:
    assert len(read(written(TEAMS), webinar).seen) == 2


def test_day_or_month_first_is_seen_from_the_day_of_the_event(webinar: Event) -> None:
    other = make_event(page_of(webinar).specific, day=date(2027, 4, 3))
    content = written(ZOOM)  # 3/4/2027

    days = [timezone.localdate(read(content, event).seen[0].joined_at) for event in (webinar, other)]

    assert days == [DAY, date(2027, 4, 3)]


def test_rows_of_who_never_came_are_counted_and_not_read(webinar: Event) -> None:
    report = read(written(SHAPES["gotowebinar"]), webinar)

    assert (len(report.seen), report.unreadable) == (2, 1)


def test_without_a_time_of_leaving_the_duration_says_it(webinar: Event) -> None:
    text = MEET.replace(",Time exited", "").replace(",12:31 PM", "")

    assert minutes_in(read(written(text), webinar)) == 78


def test_a_report_of_another_day_is_refused_in_words(webinar: Event) -> None:
    content = written(ZOOM, DAY + timedelta(days=7))

    with pytest.raises(UnreadableFile):
        read(content, webinar)


def test_a_remembered_shape_called_like_a_known_platform_changes_nothing(webinar: Event) -> None:
    before = read(written(ZOOM), webinar)
    ReportColumns.objects.create(platform="Zoom", columns={"headings": {}, "order": "mdy", "utc": True})

    assert read(written(ZOOM), webinar) == before
    assert (is_known("ZOOM"), is_known("Zoom 2")) == (True, False)


def test_an_xlsx_is_read_as_a_csv_is(webinar: Event) -> None:
    book, file = Workbook(), BytesIO()
    book.active.append(["Name", "Email", "Join Time", "Leave Time"])
    book.active.append(["Ada Negri", "ada@comune.lodi.it", datetime(2027, 3, 4, 11, 0, 30), datetime(2027, 3, 4, 12)])
    book.save(file)

    (seen,) = read(file.getvalue(), webinar).seen

    assert f"{timezone.localtime(seen.joined_at):%d/%m %H:%M:%S}" == "04/03 11:00:30"


def test_an_unknown_shape_is_read_by_the_chosen_columns_and_remembered(webinar: Event) -> None:
    content = b"Chi;Quando;Quanto\nAda Negri;04/03/2027 10:00;78\n"
    rows = report_rows(content)
    shape = Shape("Webex", 0, {"name": 0, "joined": 1, "duration": 2}, DAY_FIRST, is_utc=True)

    first = read_report(rows, shape, webinar)
    remember(shape, rows)

    assert shape_of(rows) == shape
    assert read(content, webinar) == first
    assert first.seen[0].joined_at == datetime(2027, 3, 4, 10, tzinfo=UTC)


def test_an_unknown_shape_has_no_ready_columns_and_a_likely_header(webinar: Event) -> None:
    rows = report_rows(b"Titolo\nChi;Da;A\nAda;x;y\n")

    assert (shape_of(rows), header_of(rows)) == (None, 1)


@pytest.mark.parametrize("content", [b"", b"\x00\x00", b"%PDF-1.7", b"PK\x03\x04" + b"x" * 40, b"<html>"])
def test_what_is_no_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        report_rows(content)


def test_columns_that_hold_no_times_are_refused_in_words(webinar: Event) -> None:
    rows = report_rows(b"Name;Join Time;Leave Time\nAda;ieri;oggi\n")

    with pytest.raises(UnreadableFile):
        read_report(rows, shape_of(rows), webinar)


@pytest.mark.parametrize(
    ("text", "order", "hour"),
    [
        ("2027-03-04T10:05:00Z", DAY_FIRST, "11:05:00"),
        ("2027-03-04 11:05:00", MONTH_FIRST, "11:05:00"),
        ("04/03/2027 11:05", DAY_FIRST, "11:05:00"),
        ("3/4/27, 11:05:09 PM", MONTH_FIRST, "23:05:09"),
        ("03-04-2027 12:00 am", MONTH_FIRST, "00:00:00"),
        ("04.03.2027 11.05", DAY_FIRST, "11:05:00"),
        ("4 marzo 2027, 11:05", DAY_FIRST, "11:05:00"),
        ("Mar 4, 2027 11:05 AM CET", DAY_FIRST, "11:05:00"),
        ("Mar 4, 2027 10:05 AM UTC", DAY_FIRST, "11:05:00"),
        ("04/03/2027 12:05 GMT+2", DAY_FIRST, "11:05:00"),
        ("11:05 AM", DAY_FIRST, "11:05:00"),
        ("11:05:30", DAY_FIRST, "11:05:30"),
    ],
)
def test_moments_are_read_as_platforms_write_them(text: str, order: str, hour: str) -> None:
    found = timezone.localtime(moment(text, order=order, day=DAY))

    assert (found.date(), f"{found:%H:%M:%S}") == (DAY, hour)


STRANGE = ["9999-12-31 23:59", "0001-01-01 00:00", "0001-01-01T00:00:00Z", "Mar 4, 2027 11:05 AM PST"]


@pytest.mark.parametrize(
    "text", ["", "--", "25:99", "31/02/2027 10:00", "99999/1/1 10:00", "ieri", "0/0/0 0:0", "4/3", *STRANGE]
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert moment(text, order=DAY_FIRST, day=DAY) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *(("78", 4680), ("1h 17m 57s", 4677), ("01:17:57", 4677), ("1:18", 4680), ("78 minutes", 4680)),
        *(("1 ora 18 min", 4680), ("2 ore", 7200), ("12,5", 750), ("46m", 2760), ("57s", 57)),
    ],
)
def test_durations_are_read_as_platforms_write_them(text: str, seconds: int) -> None:
    assert duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "--", "tanto", "999999999999"])
def test_what_is_no_duration_is_none(text: str) -> None:
    assert duration(text) is None


def test_clocks_that_hang_on_the_day_they_change_are_read_by_what_passes() -> None:
    spring = date(2027, 3, 28)

    before, after = (moment(text, order=DAY_FIRST, day=spring) for text in ("01:30", "03:30"))

    assert after - before == timedelta(hours=1)


@pytest.mark.parametrize("text", ["9999-12-31 23:59", "0001-01-01 00:00", "0001-01-01T00:00:00Z", "1/1/0001 1:00"])
def test_a_moment_that_means_never_is_none(text: str) -> None:
    assert moment(text, order="dmy", day=date(2027, 1, 18)) is None
