"""Times, deadlines and working days: on the days the clock changes and at year's end too."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.agenda.models import Event
from courses.agenda.rules import (
    Part,
    after_working_days,
    at,
    booking_is_open,
    days_before,
    default_deadlines,
    default_parts,
    fault_in_parts,
    is_working_day,
    moved,
    working_days_between,
)

ROME = ZoneInfo("Europe/Rome")
DAY, WEBINAR = Event.Kind.DAY, Event.Kind.WEBINAR
AUTUMN = date(2026, 10, 25)  # the clock goes back
SPRING = date(2027, 3, 28)  # and forward


def rome(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ROME)


@pytest.mark.parametrize("day", [date(2026, 11, 3), AUTUMN, SPRING])
def test_a_training_day_lasts_six_hours_whatever_the_clock_does(day: date) -> None:
    parts = default_parts(DAY, day)

    assert [(part.kind, part.starts_at, part.ends_at) for part in parts] == [
        ("morning", rome(day, 9), rome(day, 13)),
        ("afternoon", rome(day, 14), rome(day, 16)),
    ]
    assert sum((part.ends_at - part.starts_at for part in parts), timedelta()) == timedelta(hours=6)


def test_a_webinar_lasts_ninety_minutes() -> None:
    (part,) = default_parts(WEBINAR, date(2026, 11, 3))

    assert (part.kind, part.ends_at - part.starts_at) == ("connection", timedelta(minutes=90))


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        (DAY, []),
        (DAY, [("morning", 13, 9)]),
        (DAY, [("morning", 9, 13), ("afternoon", 12, 16)]),
        (DAY, [("connection", 9, 13)]),
        (WEBINAR, [("morning", 9, 13)]),
    ],
)
def test_times_that_make_no_sense_are_told(kind: str, parts: list) -> None:
    day = date(2026, 11, 3)

    assert fault_in_parts([Part(part, rome(day, start), rome(day, end)) for part, start, end in parts], kind)


def test_an_event_over_two_days_is_told() -> None:
    parts = [
        Part("morning", rome(date(2026, 11, 3), 9), rome(date(2026, 11, 3), 13)),
        Part("afternoon", rome(date(2026, 11, 4), 14), rome(date(2026, 11, 4), 16)),
    ]

    assert fault_in_parts(parts, DAY)


@pytest.mark.parametrize(("start", "end"), [((2, 30), (4, 0)), ((1, 0), (2, 0))])
def test_an_hour_that_the_clock_leaps_over_is_told(start: tuple[int, int], end: tuple[int, int]) -> None:
    parts = [Part("connection", at(SPRING, time(*start)), at(SPRING, time(*end)))]

    fault = fault_in_parts(parts, WEBINAR)

    assert "2:30" in fault or "2:00" in fault


def test_hours_around_the_change_of_the_clock_are_good() -> None:
    night = [(SPRING, 1, 3), (AUTUMN, 1, 2), (AUTUMN, 2, 3)]

    faults = [fault_in_parts([Part("connection", at(day, time(a)), at(day, time(b)))], WEBINAR) for day, a, b in night]

    assert faults == ["", "", ""]


def test_a_good_day_has_no_fault() -> None:
    assert fault_in_parts(default_parts(DAY, AUTUMN), DAY) == ""


def test_deadlines_end_with_their_day_across_the_change_of_the_clock() -> None:
    start = rome(date(2026, 10, 27), 9)

    deadlines = default_deadlines(DAY, start, opens_at=rome(date(2026, 9, 1), 8))

    assert deadlines == {
        "booking_opens_at": rome(date(2026, 9, 1), 8),
        "booking_closes_at": rome(date(2026, 10, 24), 23, 59),
        "cancel_until": rome(date(2026, 10, 22), 23, 59),
        "promotion_until": rome(date(2026, 10, 26), 23, 59),  # the 25th is a Sunday
    }


def test_a_webinar_is_booked_until_it_starts() -> None:
    start = rome(date(2026, 10, 27), 11)

    deadlines = default_deadlines(WEBINAR, start, opens_at=start)

    assert set(deadlines.values()) == {start}


def test_a_moved_deadline_keeps_its_distance_and_its_hour() -> None:
    before, after = rome(date(2026, 10, 20), 9), rome(date(2026, 11, 10), 10)

    assert moved(rome(date(2026, 10, 17), 23, 59), before=before, after=after) == rome(date(2026, 11, 7), 23, 59)


def test_a_deadline_that_is_the_start_stays_the_start() -> None:
    before, after = rome(date(2026, 10, 20), 9), rome(date(2026, 11, 10), 10)

    assert moved(before, before=before, after=after) == after


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 12, 8), False),
        (date(2026, 12, 25), False),
        (date(2027, 1, 6), False),
        (date(2027, 3, 29), False),  # Easter Monday
        (date(2027, 4, 25), False),
        (date(2027, 6, 2), False),
    ],
)
def test_working_days_are_those_of_italy(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (rome(date(2026, 11, 23), 15), rome(date(2026, 11, 25), 15)),
        (rome(date(2026, 11, 26), 15), rome(date(2026, 11, 30), 15)),  # Thursday: Friday, Monday
        (rome(date(2026, 12, 4), 9, 30), rome(date(2026, 12, 9), 9, 30)),  # over a weekend and the 8th
        (rome(date(2026, 12, 30), 9), rome(date(2027, 1, 4), 9)),  # over year's end
        (rome(date(2026, 10, 23), 9), rome(date(2026, 10, 27), 9)),  # over the change of the clock
    ],
)
def test_two_working_days_later_is_never_on_a_holiday(moment: datetime, end: datetime) -> None:
    assert after_working_days(moment, 2) == end


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(ROME)), st.integers(1, 10))
def test_an_offer_always_ends_on_a_working_day(moment: datetime, days: int) -> None:
    end = after_working_days(moment, days)

    assert is_working_day(end.astimezone(ROME).date())
    assert working_days_between(moment.date(), end.astimezone(ROME).date()) == days


def event(**over: object) -> Event:
    start = at(date(2026, 12, 15), time(9))
    values = {
        "kind": DAY,
        "state": Event.State.SCHEDULED,
        "starts_at": start,
        "ends_at": start + timedelta(hours=7),
        "booking_opens_at": start - timedelta(days=30),
        "booking_closes_at": days_before(start, 3),
    }
    return Event(**values | over)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (rome(date(2026, 11, 15), 8, 59), False),
        (rome(date(2026, 11, 15), 9), True),
        (rome(date(2026, 12, 12), 23, 59), True),
        (rome(date(2026, 12, 13), 0), False),
        (rome(date(2026, 12, 16), 9), False),
    ],
)
def test_booking_is_open_within_its_window_both_ends_included(now: datetime, is_open: bool) -> None:
    assert bool(booking_is_open(event(), now)) is is_open


@pytest.mark.parametrize("state", [Event.State.HELD, Event.State.CLOSED, Event.State.CALLED_OFF])
def test_what_is_held_or_called_off_is_not_booked(state: str) -> None:
    assert not booking_is_open(event(state=state), rome(date(2026, 12, 1), 9))
