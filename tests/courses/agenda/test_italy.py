"""The map of Italy."""

from courses.agenda.italy import counted_regions, shapes
from courses.agenda.queries import Place


def test_every_region_has_a_shape_that_weighs_little() -> None:
    assert [shape.code for shape in shapes()] == [f"{number:02}" for number in range(1, 21)]
    assert all(shape.path.startswith("M") and shape.path.endswith("Z") for shape in shapes())
    assert sum(len(shape.path) for shape in shapes()) < 40_000


def test_the_days_of_a_region_are_those_of_its_provinces() -> None:
    places = [Place("16", "Puglia", "LE", "Lecce", 2), Place("16", "Puglia", "BA", "Bari", 1)]

    found = counted_regions(places, {"16": "Puglia", "13": "Abruzzo"})

    assert [(region.name, region.days) for region in found] == [("Abruzzo", 0), ("Puglia", 3)]
