"""A month as a table of weeks."""

from datetime import date

import pytest

from courses.agenda.months import month_named, month_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03", date(2027, 3, 1)),
        ("2027-13", None),
        ("1999-12", None),
        ("2100-01", None),
        ("", None),
        ("２０２７-03", None),
        ("2027-03\n", None),
    ],
)
def test_a_month_is_named_by_year_and_number(text: str, day: date | None) -> None:
    assert month_named(text) == day


def test_a_month_has_whole_weeks_from_monday_to_sunday() -> None:
    month = month_of(date(2027, 3, 1), [])

    assert [week[0].day for week in month.weeks] == [date(2027, 3, number) for number in (1, 8, 15, 22, 29)]
    assert [day.is_other for day in month.weeks[-1]] == [False, False, False, True, True, True, True]
    assert month.busy_days == []


def test_the_months_around_one_cross_the_year() -> None:
    assert month_of(date(2027, 1, 1), []).previous == date(2026, 12, 1)
    assert month_of(date(2026, 12, 1), []).next == date(2027, 1, 1)
