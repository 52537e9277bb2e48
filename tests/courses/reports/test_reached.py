"""Whom the programme reached: as the rules say of one, for all at once."""

from datetime import date

import pytest
from django.test import Client

from courses.reports.reached import OF_BODIES, bodies_where, municipalities_where
from courses.territory.models import Body
from courses.territory.rules import Range, body_is_in_range
from tests.factories.adhesion import make_accepted
from tests.factories.territory import make_body, make_municipality

pytestmark = pytest.mark.django_db
GONE = date(2025, 1, 1)


@pytest.fixture
def bodies() -> dict[str, Body]:
    """One of each standing against the range."""
    heir = make_municipality(name="Erede")
    between = make_municipality(name="Passaggio", suppressed_on=GONE, successor=heir, population=100)
    places = {
        "low": make_municipality(name="Minimo", population=5_000),
        "high": make_municipality(name="Massimo", population=150_000),
        "small": make_municipality(name="Piccolo", population=4_999),
        "large": make_municipality(name="Grande", population=150_001),
        "unknown": make_municipality(name="Ignoto", population=None),
        "merged": make_municipality(name="Fuso", suppressed_on=GONE, successor=between, population=100),
        "lost": make_municipality(name="Perso", suppressed_on=GONE),
    }
    return {key: make_body(place) for key, place in places.items()} | {"union": make_body()}


def found(bodies: dict[str, Body], answer: str) -> set[str]:
    names = {body.pk: key for key, body in bodies.items()}
    return {names[pk] for pk in bodies_where(answer).values_list("pk", flat=True)}


@pytest.mark.parametrize("bounds", [(5_000, 150_000), None])
def test_the_answers_for_all_bodies_are_those_of_the_rule_for_each(bodies, settings, bounds) -> None:
    settings.COURSES_POPULATION_RANGE = bounds
    make_accepted(bodies["low"])
    told = {where: {key for key, body in bodies.items() if body_is_in_range(body).range is where} for where in Range}

    assert found(bodies, "yes") == {"low"}
    assert found(bodies, "no") == told[Range.IN] - {"low"}
    assert found(bodies, "out") == told[Range.OUT]
    assert found(bodies, "unknown") == told[Range.UNKNOWN]
    assert sum(bodies_where(one).count() for one in OF_BODIES) == len(bodies)


def test_a_municipality_is_reached_by_its_own_body_or_by_one_merged_into_it(bodies) -> None:
    make_accepted(bodies["merged"])
    make_accepted(bodies["small"])
    make_accepted(bodies["union"])

    reached, missing = ({one.name for one in municipalities_where(word)} for word in ("yes", "no"))

    assert (reached, missing) == ({"Erede"}, {"Minimo", "Massimo"})


def test_the_lists_are_filtered_and_taken_away(desk: Client, bodies) -> None:
    make_accepted(bodies["high"])

    names = [row.first for row in desk.get("/admin/courses/municipality/?reached=no").context["rows"]]
    text = b"".join(desk.get("/admin/courses/municipality/?reached=yes&export=csv")).decode("utf-8-sig")
    rows = desk.get("/admin/courses/body/?reached=out").context["rows"]

    assert names == ["Erede", "Minimo"]
    assert [line.split(";")[0] for line in text.splitlines()] == ['"Comune"', '"Massimo"']
    assert '"150000";"2025";"Raggiunto"' in text
    assert [row.first for row in rows] == ["Grande", "Piccolo"]


def test_editors_see_none_of_it(outsider: Client) -> None:
    assert outsider.get("/admin/courses/municipality/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(desk: Client, django_assert_num_queries, number: int) -> None:
    for one in range(number):
        make_accepted(make_body(make_municipality(name=f"Comune {one}")))
    desk.get("/admin/")

    with django_assert_num_queries(16):
        desk.get("/admin/courses/municipality/?reached=yes")
