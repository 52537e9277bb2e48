"""Bodies with their counts, and whether the programme addresses them."""

import re

import pytest
from django.test import Client

from courses.catalogue.models import CoursePage
from courses.enrolment.actions import change_state
from courses.enrolment.models import State
from tests.factories.adhesion import make_accepted
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official
from tests.factories.territory import make_body

pytestmark = pytest.mark.django_db

LIST = "/admin/courses/body/"


def test_people_and_enrolments_are_counted_once_each(desk: Client, secretary, course: CoursePage) -> None:
    body = make_municipal_body()
    enrolments = [make_enrolment(make_official(body), course) for _ in range(3)]
    change_state(enrolment=enrolments[0], state=State.SUSPENDED, reason="Prova", author=secretary)
    make_official(body)

    shown = desk.get(f"{LIST}inspect/{body.pk}/").context["body"]

    assert (shown.people, shown.enrolments_active, shown.enrolments_suspended, shown.enrolments_pending) == (4, 2, 1, 0)


@pytest.mark.parametrize(
    ("population", "range_of_it"), [(4_999, "no"), (5_000, "yes"), (150_000, "yes"), (150_001, "no"), (None, "?")]
)
def test_the_range_is_told_with_its_reason(desk: Client, population: int | None, range_of_it: str) -> None:
    body = make_municipal_body(population=population)

    facts = dict(desk.get(f"{LIST}inspect/{body.pk}/").context["fields"])
    told = next(value for value in facts.values() if str(body) in str(value)) if range_of_it != "yes" else ""

    assert bool(told) == (range_of_it != "yes")


def test_a_supra_municipal_body_has_no_limit_and_no_population(desk: Client) -> None:
    body = make_body()

    assert desk.get(LIST).context["rows"][0].first == str(body)
    assert desk.get(f"{LIST}inspect/{body.pk}/").status_code == 200


def test_bodies_with_people_waiting_come_most_people_first(desk: Client, course: CoursePage, settings) -> None:
    settings.COURSES_REQUIRE_ADHESION = True
    few, many, joined, nobody = (make_municipal_body(name=name) for name in ("Ala", "Zuglio", "Bari", "Cuneo"))
    for body, people in {few: 1, many: 3, joined: 2}.items():
        for _ in range(people):
            make_enrolment(make_official(body), course)
    make_official(nobody)  # has an account, and asked for nothing
    make_accepted(joined)

    rows = desk.get(f"{LIST}?waiting=yes").context["rows"]

    column = desk.get(LIST).context["columns"]
    place = next(number for number, one in enumerate(column) if "waiting" in one.label or "attes" in one.label)
    cells = [(row.first, row.cells[place - 1]) for row in rows]
    assert [(name, re.search(r">(\d+) ", cell)[1]) for name, cell in cells] == [("Zuglio", "3"), ("Ala", "1")]
    link = re.search('href="([^"]+)"', cells[0][1])[1].replace("&amp;", "&")
    assert len(desk.get(link).context["rows"]) == 3
    assert desk.get(f"{LIST}?waiting=no").status_code == 302
    assert str(nobody) not in desk.get(f"{LIST}?waiting=yes").content.decode()
