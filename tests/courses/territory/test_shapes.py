"""The outlines of regions and provinces."""

import csv

import pytest

from courses.territory.shapes import DATA, province_shapes, region_shapes


def test_every_region_has_a_shape() -> None:
    assert [shape.code for shape in region_shapes()] == [f"{number:02}" for number in range(1, 21)]


def test_every_province_that_has_municipalities_has_a_shape() -> None:
    with (DATA / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        siglas = {row["sigla_provincia"] for row in csv.DictReader(file)}

    assert [shape.code for shape in province_shapes()] == sorted(siglas)


@pytest.mark.parametrize("shapes", [region_shapes(), province_shapes()], ids=["regions", "provinces"])
def test_shapes_are_closed_paths_that_weigh_little(shapes: tuple) -> None:
    assert all(shape.path.startswith("M") and shape.path.endswith("Z") for shape in shapes)
    assert sum(len(shape.path) for shape in shapes) < 40_000
