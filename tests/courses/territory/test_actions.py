"""Bodies are made once; the territory follows ISTAT's lists and forgets nothing."""

from dataclasses import replace
from datetime import date

import pytest

from courses.audit.models import Entry
from courses.errors import NotAllowed
from courses.territory import actions
from courses.territory.actions import Figures, Listed
from courses.territory.models import Body, Municipality, Province
from courses.territory.queries import search_municipalities
from tests.factories.territory import make_body, make_municipality

pytestmark = pytest.mark.django_db

ON = date(2026, 8, 14)
CASTEGNERO = Listed("C056", "024027", "Castegnero", "", "VI", "Vicenza", "05", "Veneto", 2_831, 2023)
NANTO = Listed("F838", "024071", "Nanto", "", "VI", "Vicenza", "05", "Veneto", 3_094, 2023)
TOGETHER = Listed("M439", "024129", "Castegnero Nanto", "", "VI", "Vicenza", "05", "Veneto")
LIRIO = Listed("E608", "018082", "Lirio", "", "PV", "Pavia", "03", "Lombardia", 129, 2023)
MONTALTO = Listed("F417", "018094", "Montalto Pavese", "", "PV", "Pavia", "03", "Lombardia", 852, 2023)
OLD_LIST = [CASTEGNERO, NANTO, LIRIO, MONTALTO]
NEW_LIST = [TOGETHER, replace(MONTALTO, population=None, population_year=None)]


def update(rows: list[Listed], merged: dict[str, str] | None = None) -> actions.Changes:
    return actions.update_municipalities(rows=rows, merged=merged or {}, on=ON)


@pytest.fixture
def loaded() -> None:
    actions.load_municipalities(rows=OLD_LIST)


def test_body_of_municipality_is_made_once() -> None:
    municipality = make_municipality("Bolzano", "BZ", other_name="Bozen")

    first, again = (actions.body_of_municipality(municipality=municipality) for _time in range(2))

    assert first == again
    assert (first.name, first.province.sigla, first.kind) == ("Bolzano/Bozen", "BZ", Body.Kind.MUNICIPALITY)


def test_load_municipalities_adds_what_is_missing(loaded: None) -> None:
    assert Municipality.objects.count() == 4
    assert [str(found) for found in search_municipalities("lirio")] == ["Lirio (PV)"]
    assert str(Province.objects.get(sigla="PV").region) == "Lombardia"


def test_load_municipalities_never_undoes_a_newer_list(loaded: None) -> None:
    update([replace(MONTALTO, name="Montalto")])

    assert actions.load_municipalities(rows=OLD_LIST) == 0
    assert Municipality.objects.get(pk="F417").name == "Montalto"
    assert Municipality.objects.get(pk="E608").suppressed_on == ON


def test_load_municipalities_leaves_out_a_code_that_a_live_one_has(loaded: None) -> None:
    assert actions.load_municipalities(rows=[replace(TOGETHER, istat_code="024071")]) == 0


def test_update_municipalities_with_the_same_list_changes_nothing(loaded: None) -> None:
    assert update(OLD_LIST) == actions.Changes()
    assert Entry.objects.count() == 0


def test_update_municipalities_merges_by_name_and_by_what_it_is_told(loaded: None) -> None:
    changes = update(NEW_LIST, {"E608": "F417"})

    assert changes.created == ["Castegnero Nanto (VI)"]
    assert sorted(changes.merged) == [
        ("Castegnero (VI)", "Castegnero Nanto (VI)"),
        ("Lirio (PV)", "Montalto Pavese (PV)"),
        ("Nanto (VI)", "Castegnero Nanto (VI)"),
    ]
    assert changes.without_successor == []
    assert Municipality.objects.count() == 5


def test_update_municipalities_leaves_a_merger_it_cannot_tell_to_the_secretariat(loaded: None) -> None:
    changes = update(NEW_LIST)

    assert changes.without_successor == ["Lirio (PV)"]
    assert Municipality.objects.get(pk="E608").successor is None


def test_the_name_of_the_past_finds_the_municipality_of_today(loaded: None) -> None:
    update(NEW_LIST, {"E608": "F417"})

    assert [str(found) for found in search_municipalities("Lirio")] == ["Montalto Pavese (PV)"]


def test_update_municipalities_renames_and_keeps_the_old_name_and_the_body_in_step(loaded: None) -> None:
    body = make_body(Municipality.objects.get(pk="F417"))

    changes = update([*OLD_LIST[:3], replace(MONTALTO, name="Montalto sul Po")])

    body.refresh_from_db()
    assert changes.renamed == [("Montalto Pavese (PV)", "Montalto sul Po (PV)")]
    assert Municipality.objects.get(pk="F417").former_names == "Montalto Pavese"
    assert body.name == "Montalto sul Po"


def test_update_municipalities_takes_swapped_istat_codes(loaded: None) -> None:
    swapped = [replace(CASTEGNERO, istat_code="024071"), replace(NANTO, istat_code="024027"), LIRIO, MONTALTO]

    changes = update(swapped)

    assert changes.recoded == 2
    assert Municipality.objects.get(istat_code="024027").name == "Nanto"


def test_update_municipalities_moves_to_another_province_and_renames_provinces(loaded: None) -> None:
    moved = replace(MONTALTO, sigla="LO", province="Lodi e dintorni")

    changes = update([*OLD_LIST[:3], moved])

    assert (changes.moved, changes.renamed) == (1, [])
    assert str(Municipality.objects.get(pk="F417").province) == "Lodi e dintorni (LO)"


def test_update_municipalities_brings_back_one_that_is_listed_again(loaded: None) -> None:
    update(NEW_LIST, {"E608": "F417"})

    update([*NEW_LIST, LIRIO])

    again = Municipality.objects.get(pk="E608")
    assert (again.suppressed_on, again.successor) == (None, None)


def test_update_municipalities_refuses_a_list_cut_short(loaded: None, monkeypatch) -> None:
    monkeypatch.setattr(actions, "SUPPRESSED_AT_MOST", 2)

    with pytest.raises(NotAllowed):
        update([MONTALTO])

    assert Municipality.objects.filter(suppressed_on__isnull=True).count() == 4


def test_update_municipalities_leaves_a_trace_of_each(loaded: None) -> None:
    update([TOGETHER, replace(MONTALTO, name="Montalto")], {"E608": "F417"})

    trace = Entry.objects.order_by("action", "subject_id").values_list("action", "subject_id")
    assert list(trace) == [
        ("municipality.create", "M439"),
        ("municipality.merge", "C056"),
        ("municipality.merge", "E608"),
        ("municipality.merge", "F838"),
        ("municipality.rename", "F417"),
        ("municipality.suppress", "C056"),
        ("municipality.suppress", "E608"),
        ("municipality.suppress", "F838"),
    ]


@pytest.mark.parametrize("pair", [("F417", "E608"), ("E608", "Z999"), ("Z999", "F417"), ("E608", "C056")])
def test_state_mergers_passes_over_what_cannot_be(loaded: None, pair: tuple[str, str]) -> None:
    update(NEW_LIST)

    assert actions.state_mergers(merged=dict([pair])) == []


def residents(**by_code: int) -> actions.Counted:
    return actions.update_populations(figures=Figures(2026, {code.lstrip("c"): n for code, n in by_code.items()}))


def test_update_populations_adds_those_merged_to_their_successor(loaded: None) -> None:
    update(NEW_LIST, {"E608": "F417"})

    counted = residents(c018094=804, c018082=122, c024027=2_801, c024071=3_052, c999999=7)

    assert (counted.updated, counted.unknown_codes) == (2, ["999999"])
    assert Municipality.objects.get(pk="F417").population == 926
    assert Municipality.objects.get(pk="M439").population == 5_853
    assert Municipality.objects.get(pk="E608").population == 129


def test_update_populations_twice_changes_nothing(loaded: None) -> None:
    update(NEW_LIST, {"E608": "F417"})
    figures = {"c018094": 804, "c018082": 122, "c024027": 2_801, "c024071": 3_052}
    residents(**figures)

    assert residents(**figures).updated == 0


@pytest.mark.parametrize("figures", [{"c024027": 2_801}, {"c018094": 804}])
def test_a_new_territory_has_no_population_until_the_file_has_all_of_it(loaded: None, figures: dict) -> None:
    update(NEW_LIST, {"E608": "F417"})

    residents(**figures)

    assert Municipality.objects.get(pk="M439").population is None


def test_an_old_territory_never_shrinks_to_what_was_merged_into_it(loaded: None) -> None:
    update(NEW_LIST, {"E608": "F417"})

    residents(c018082=122)

    assert Municipality.objects.get(pk="F417").population == 852


def test_update_populations_knows_the_codes_of_before_a_reform(loaded: None) -> None:
    update([*OLD_LIST[:3], replace(MONTALTO, istat_code="118094")])

    residents(c018094=804)

    montalto = Municipality.objects.get(pk="F417")
    assert (montalto.population, montalto.population_year) == (804, 2026)


def test_update_populations_prefers_the_code_of_today(loaded: None) -> None:
    update([*OLD_LIST[:3], replace(MONTALTO, istat_code="118094")])

    residents(c018094=1, c118094=804)

    assert Municipality.objects.get(pk="F417").population == 804


def test_update_populations_leaves_a_code_that_two_claim_to_nobody(loaded: None) -> None:
    update([CASTEGNERO, NANTO, replace(LIRIO, istat_code="018094"), replace(MONTALTO, istat_code="118094")])

    counted = residents(c018094=804)

    assert (counted.updated, counted.unknown_codes) == (0, ["018094"])


def test_an_older_year_never_replaces_a_newer_one(loaded: None) -> None:
    residents(c018094=804)

    assert actions.update_populations(figures=Figures(2025, {"018094": 821})).updated == 0
