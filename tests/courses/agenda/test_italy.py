"""The map of Italy."""

from courses.agenda.italy import counted_regions
from courses.agenda.queries import Place


def test_the_days_of_a_region_are_those_of_its_provinces() -> None:
    places = [Place("16", "Puglia", "LE", "Lecce", 2), Place("16", "Puglia", "BA", "Bari", 1)]

    found = counted_regions(places, {"16": "Puglia", "13": "Abruzzo"})

    assert [(region.name, region.days) for region in found] == [("Abruzzo", 0), ("Puglia", 3)]
