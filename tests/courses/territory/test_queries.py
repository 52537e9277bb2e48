"""People find their municipality however they type it."""

from datetime import date

import pytest

from courses.territory.queries import (
    homonyms,
    live_municipalities,
    municipalities_of,
    regions_with_provinces,
    resolve,
    search_municipalities,
)
from tests.factories.territory import make_municipality, make_province

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> None:
    for name, sigla, other in [
        ("Bolzano", "BZ", "Bozen"),
        ("Castel Sant'Angelo", "RM", ""),
        ("Castro", "BG", ""),
        ("Castro", "LE", ""),
        ("Forlì", "LO", ""),
        ("L'Aquila", "LE", ""),
        ("Monte San Re", "PV", ""),
        ("Napoli", "NA", ""),
        ("Re", "PV", ""),
        ("Realmonte", "LE", ""),
        ("Sant'Angelo Lodigiano", "LO", ""),
        ("Santangelo", "VI", ""),
        ("Termeno sulla strada del vino", "BZ", "Tramin an der Weinstraße"),
    ]:
        make_municipality(name, sigla, other_name=other)
    make_municipality("Castrovecchio", "LE", suppressed_on=date(2026, 1, 1))
    jonadi = make_municipality("Jonadi", "SS")
    jonadi.remember_name("Ionadi")
    jonadi.save()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("re", ["Re (PV)", "Realmonte (LE)", "Monte San Re (PV)"]),
        ("RE", ["Re (PV)", "Realmonte (LE)", "Monte San Re (PV)"]),
        ("sant'angelo", ["Santangelo (VI)", "Sant'Angelo Lodigiano (LO)", "Castel Sant'Angelo (RM)"]),
        ("santangelo", ["Santangelo (VI)", "Sant'Angelo Lodigiano (LO)", "Castel Sant'Angelo (RM)"]),
        ("sant  angelo lod", ["Sant'Angelo Lodigiano (LO)"]),
        ("S. Angelo", ["Sant'Angelo Lodigiano (LO)", "Castel Sant'Angelo (RM)"]),
        ("lodigiano", ["Sant'Angelo Lodigiano (LO)"]),
        ("forli", ["Forlì (LO)"]),
        ("forli'", ["Forlì (LO)"]),
        ("laquila", ["L'Aquila (LE)"]),
        ("l’aquila", ["L'Aquila (LE)"]),
        ("boz", ["Bolzano/Bozen (BZ)"]),
        ("Bolzano/Bozen (BZ)", ["Bolzano/Bozen (BZ)"]),
        ("weinstrasse", ["Termeno sulla strada del vino/Tramin an der Weinstraße (BZ)"]),
        ("castro", ["Castro (BG)", "Castro (LE)"]),
        ("castro (bg)", ["Castro (BG)"]),
        ("castro le", ["Castro (LE)"]),
        ("na", ["Napoli (NA)"]),
        ("ionadi", ["Jonadi (SS)"]),
        ("astro", []),
        ("castrovecchio", []),
        ("%", []),
        ("_e", []),
        ("   ", []),
        ("", []),
        ("(NA)", []),
        ("\x00", []),
        ("re" * 100, []),
        ("castro " * 30, []),
    ],
)
def test_search_municipalities(places: None, typed: str, found: list[str]) -> None:
    assert [str(municipality) for municipality in search_municipalities(typed)] == found


@pytest.mark.parametrize("number", [1, 3])
def test_search_municipalities_is_one_query(django_assert_num_queries, number: int) -> None:
    for sigla in ("BG", "LE", "RM")[:number]:
        make_municipality("Castro", sigla)

    with django_assert_num_queries(1):
        assert len([found.province.region.name for found in search_municipalities("castro")]) == number


def test_search_municipalities_stops_at_twenty() -> None:
    for number in range(21):
        make_municipality(f"Castro {number:02}")

    assert [found.name for found in search_municipalities("castro")] == [f"Castro {number:02}" for number in range(20)]
    assert len(search_municipalities("castro", limit=3)) == 3


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("re", "Re (PV)"),
        ("Castro (LE)", "Castro (LE)"),
        ("castro ( le )", "Castro (LE)"),
        ("BOZEN", "Bolzano/Bozen (BZ)"),
        ("Bolzano/Bozen (BZ)", "Bolzano/Bozen (BZ)"),
        ("forli'", "Forlì (LO)"),
        ("Castro", None),
        ("Castro (NA)", None),
        ("Castr", None),
        ("Ionadi", None),
        ("Castrovecchio", None),
        ("Castrovecchio (LE)", None),
        ("sant'angelo", "Santangelo (VI)"),
        ("", None),
        ("(LE)", None),
        ("\x00", None),
    ],
)
def test_resolve_takes_only_what_one_municipality_is_called_today(places: None, typed: str, answer: str | None) -> None:
    found = resolve(typed)

    assert (str(found) if found else None) == answer


def test_homonyms_are_the_live_ones_with_a_shared_name(places: None) -> None:
    make_municipality("Re", "LO", suppressed_on=date(2026, 1, 1))

    assert [str(municipality) for municipality in homonyms()] == ["Castro (BG)", "Castro (LE)"]


def test_live_municipalities_leaves_out_the_suppressed() -> None:
    live = make_municipality("Uno")
    make_municipality("Due", suppressed_on=date(2026, 1, 1))

    assert list(live_municipalities()) == [live]


@pytest.mark.parametrize("siglas", [["LE"], ["BG", "BZ", "LE"]])
def test_regions_with_provinces_is_two_queries(django_assert_num_queries, siglas: list[str]) -> None:
    for sigla in siglas:
        make_municipality("Uno", sigla)

    with django_assert_num_queries(2):
        found = [province.sigla for region in regions_with_provinces() for province in region.provinces.all()]

    assert sorted(found) == siglas


def test_regions_with_provinces_leaves_out_provinces_without_live_municipalities() -> None:
    make_municipality("Uno", "BG")
    make_municipality("Due", "LO", suppressed_on=date(2026, 1, 1))
    make_province("NA")

    assert [(str(region), list(region.provinces.all())) for region in regions_with_provinces()] == [
        ("Lombardia", [make_province("BG")])
    ]


def test_municipalities_of_a_province_are_in_alphabetical_order_whatever_their_accents() -> None:
    for name in ("Zone", "Àlbano", "Bianzano"):
        make_municipality(name, "BG")
    make_municipality("Agnadello", "LO")

    assert [municipality.name for municipality in municipalities_of("BG")] == ["Àlbano", "Bianzano", "Zone"]
