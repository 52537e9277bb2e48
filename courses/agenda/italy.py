"""The map of Italy by region: shapes that come with the product, and what is counted in each."""

from collections.abc import Iterable
from dataclasses import dataclass

from courses.agenda.queries import Place
from courses.territory.queries import Shape, region_shapes


@dataclass(frozen=True)
class CountedRegion:
    """A region of the map with its number of training days."""

    shape: Shape
    name: str
    days: int


def counted_regions(places: Iterable[Place], names: dict[str, str]) -> list[CountedRegion]:
    """Every region that has a name here, in alphabetical order, with the training days to come."""
    days: dict[str, int] = {}
    for place in places:
        days[place.region] = days.get(place.region, 0) + place.days
    shapes = [shape for shape in region_shapes() if shape.code in names]
    found = [CountedRegion(shape, names[shape.code], days.get(shape.code, 0)) for shape in shapes]
    return sorted(found, key=lambda region: region.name)
