"""The map of Italy by region: shapes that come with the product, and what is counted in each."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from courses.agenda.queries import Place

SHAPES = Path(__file__).parent / "data" / "regions.csv"


@dataclass(frozen=True)
class Shape:
    """A region's outline as an SVG path, and where inside it a number is written."""

    code: str
    x: str
    y: str
    path: str


@dataclass(frozen=True)
class CountedRegion:
    """A region of the map with its number of training days."""

    shape: Shape
    name: str
    days: int


@cache
def shapes() -> tuple[Shape, ...]:
    """The twenty outlines, by ISTAT code."""
    with SHAPES.open(encoding="utf-8", newline="") as file:
        return tuple(Shape(**row) for row in csv.DictReader(file))


def counted_regions(places: Iterable[Place], names: dict[str, str]) -> list[CountedRegion]:
    """Every region that has a name here, in alphabetical order, with the training days to come."""
    days: dict[str, int] = {}
    for place in places:
        days[place.region] = days.get(place.region, 0) + place.days
    found = [
        CountedRegion(shape, names[shape.code], days.get(shape.code, 0)) for shape in shapes() if shape.code in names
    ]
    return sorted(found, key=lambda region: region.name)
