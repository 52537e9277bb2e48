"""Which municipalities the programme addresses."""

from datetime import date

import pytest

from courses.territory.rules import Range, body_is_in_range, is_in_range, may_take_part_through, successor_of
from tests.factories.territory import make_body, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bounds(settings) -> None:
    settings.COURSES_POPULATION_RANGE = (5_000, 150_000)


@pytest.mark.parametrize(
    ("population", "answer"),
    [
        (0, Range.OUT),
        (4_999, Range.OUT),
        (5_000, Range.IN),
        (150_000, Range.IN),
        (150_001, Range.OUT),
        (None, Range.UNKNOWN),
    ],
)
def test_is_in_range_includes_both_bounds_and_never_guesses(population: int | None, answer: Range) -> None:
    verdict = is_in_range(make_municipality(population=population))

    assert verdict.range is answer
    assert bool(verdict) is (answer is Range.IN)
    assert bool(verdict.reason) is (answer is not Range.IN)


def test_is_in_range_writes_thousands_in_its_reason() -> None:
    reason = is_in_range(make_municipality(population=4_999)).reason

    assert [number for number in ("4.999", "2025", "5.000", "150.000") if number not in reason] == []


def test_is_in_range_takes_everybody_where_there_is_no_range(settings) -> None:
    settings.COURSES_POPULATION_RANGE = None

    assert is_in_range(make_municipality(population=None)).range is Range.IN


def test_a_suppressed_municipality_stands_where_its_successor_stands() -> None:
    heir = make_municipality("Castegnero Nanto", "VI", population=5_853)
    gone = make_municipality("Nanto", "VI", population=3_052, suppressed_on=date(2026, 1, 1), successor=heir)

    assert is_in_range(gone).range is Range.IN


def test_a_suppressed_municipality_without_successor_is_unknown() -> None:
    gone = make_municipality("Nanto", "VI", suppressed_on=date(2026, 1, 1))

    assert is_in_range(gone).range is Range.UNKNOWN


def test_body_is_in_range_asks_its_municipality_and_lets_the_others_in() -> None:
    assert body_is_in_range(make_body(make_municipality(population=4_999))).range is Range.OUT
    assert body_is_in_range(make_body()).range is Range.IN


@pytest.mark.parametrize(
    ("population", "through_unions", "allowed"),
    [(900, True, True), (900, False, False), (12_000, False, True), (None, False, False), (None, True, True)],
)
def test_out_of_range_people_take_part_through_a_union_where_the_programme_lets_them(
    settings, population: int | None, through_unions: bool, allowed: bool
) -> None:
    settings.COURSES_THROUGH_UNIONS = through_unions

    answer = may_take_part_through(make_body(), make_municipality(population=population))

    assert (bool(answer), bool(answer.reason)) == (allowed, not allowed)


def test_nobody_takes_part_through_a_municipality() -> None:
    assert not may_take_part_through(make_body(make_municipality("Livo")), make_municipality("Castro"))


def test_successor_of_is_the_one_arrival_of_the_province_that_holds_the_name() -> None:
    gone, heir = make_municipality("Nanto", "VI"), make_municipality("Castegnero Nanto", "VI")
    elsewhere = make_municipality("Nanto Lodigiano", "LO")

    assert successor_of(gone, [elsewhere, heir]) == heir
    assert successor_of(gone, [elsewhere]) is None
    assert successor_of(gone, [heir, make_municipality("Nanto Berico", "VI")]) is None
    assert successor_of(make_municipality("Nan", "VI"), [heir]) is None
