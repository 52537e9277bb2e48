"""The dates of the programme: how many where, and when."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from courses.agenda.models import Event
from courses.agenda.rules import is_working_day
from courses.territory.models import Municipality
from home.loading.events import apportion, dates_between, deal, spread

LOADED = [("import_municipalities",), ("load_programme", "--from", "2027-03")]


@pytest.mark.parametrize(
    ("weights", "seats", "shares"),
    [
        ({"a": 50, "b": 30, "c": 20}, 10, {"a": 5, "b": 3, "c": 2}),
        ({"a": 52, "b": 30, "c": 18}, 5, {"a": 3, "b": 1, "c": 1}),  # the largest remainder
        ({"a": 97, "b": 2, "c": 1}, 10, {"a": 8, "b": 1, "c": 1}),  # at least one
        ({"a": 1, "b": 1, "c": 1}, 3, {"a": 1, "b": 1, "c": 1}),
        ({"a": 1, "b": 1}, 3, {"a": 2, "b": 1}),  # of two equal remainders, by name
    ],
)
def test_seats_go_by_weight_and_nobody_has_none(weights, seats, shares) -> None:
    assert apportion(weights, seats) == shares


def test_dates_are_different_working_days_all_along_the_months() -> None:
    dates = dates_between(date(2027, 1, 1), date(2028, 1, 1), 68)

    assert len(set(dates)) == 68 and dates == sorted(dates)
    assert all(is_working_day(day) for day in dates)
    assert not {day for day in dates if day.month == 8 or (day.month, day.day) >= (12, 23)}
    assert {day.month for day in dates} == set(range(1, 13)) - {8}


def test_webinars_come_up_among_the_days() -> None:
    dates = [date(2027, 1, number) for number in range(1, 8)]

    days, webinars = deal(dates, 2)

    assert [day.day for day in webinars] == [4, 7]
    assert sorted([*days, *webinars]) == dates


def test_every_region_comes_up_all_along_the_year() -> None:
    towns = {"03": ["Monza", "Como", "Lecco"], "14": ["Campobasso"]}

    assert spread(towns) == ["Monza", "Como", "Campobasso", "Lecco"]


def test_forty_eight_days_stand_in_real_municipalities_of_all_the_regions(loaded) -> None:
    days, webinars = Event.objects.filter(kind="day"), Event.objects.filter(kind="webinar")
    places = Municipality.objects.filter(pk__in=days.values("venue__municipality"))
    regions = Counter(places.values_list("province__region__name", flat=True))
    moments = [timezone.localdate(one) for one in Event.objects.values_list("starts_at", flat=True)]
    assert (days.count(), webinars.count(), places.count(), len(regions)) == (48, 20, 48, 20)
    assert not places.exclude(population__range=(5_000, 150_000)).exists()
    assert (regions["Lombardia"], regions["Veneto"], regions["Molise"]) == (9, 5, 1)
    assert len(set(moments)) == 68
    assert date(2027, 3, 1) <= min(moments) and max(moments) < date(2028, 3, 1)


def test_loading_again_another_month_moves_no_date(loaded) -> None:
    before = list(Event.objects.values())

    call_command("load_programme", "--from", "2030-01", stdout=StringIO())

    assert list(Event.objects.values()) == before


@pytest.mark.parametrize("month", ["2027", "2027-13", "marzo", ""])
def test_a_month_that_is_none_is_refused(db, month: str) -> None:
    with pytest.raises(CommandError):
        call_command("load_programme", "--from", month, stdout=StringIO())
