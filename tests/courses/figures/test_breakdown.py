"""The figures divided, on screen and as a file."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.audit.models import Entry
from courses.figures.breakdown import DIVIDED_BY
from courses.figures.tallies import recount
from tests.factories.adhesion import make_accepted
from tests.factories.people import make_municipal_body

ADDRESS = reverse("courses_breakdown")


@pytest.mark.parametrize("dimension", DIVIDED_BY)
def test_the_rows_make_the_total_whatever_divides_them(desk: Client, dimension: str) -> None:
    for sigla in ("LE", "NA"):
        make_accepted(make_municipal_body(population=20_000, sigla=sigla))
    recount(at_once=True)

    table = desk.get(ADDRESS, {"per": dimension}).context["table"]

    assert table.dimension == dimension
    sums = [sum(row[place] for row in table.rows) for place in range(1, len(table.headings))]
    assert [round(one, 1) for one in sums] == table.total[1:]


def test_the_file_says_the_same_and_who_took_it_is_recorded(desk: Client) -> None:
    make_accepted(make_municipal_body(population=20_000))
    recount(at_once=True)
    table = desk.get(ADDRESS, {"per": "region"}).context["table"]

    answer = desk.get(reverse("courses_breakdown_file", args=["csv"]), {"per": "region"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(";")[0].strip('"') for line in lines] == [
        table.heading,
        *(row[0] for row in table.rows),
        table.total[0],
    ]
    assert Entry.objects.get(action="figure.export").details["format"] == "csv"
    assert desk.get(reverse("courses_breakdown_file", args=["pdf"])).status_code == 404
