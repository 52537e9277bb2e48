"""The territory's records, and what the database itself refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from courses.territory.models import Body, Municipality, fold, search_text_of
from tests.factories.territory import make_body, make_municipality, make_province

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Sant'Angelo  Lodigiano", "sant angelo lodigiano"),
        ("SANT’ANGELO LODIGIANO", "sant angelo lodigiano"),
        ("Sant`Angelo Lodigiano", "sant angelo lodigiano"),
        ("Forlì", "forli"),
        ("Kaltern an der Weinstraße", "kaltern an der weinstrasse"),
        ("Duino-Aurisina/Devin Nabrežina", "duino aurisina devin nabrezina"),
        ("Rhêmes-Notre-Dame", "rhemes notre dame"),
        ("\x00\ufffd \ud800", ""),
        ("", ""),
    ],
)
def test_fold_keeps_only_what_everybody_types(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_search_text_of_starts_at_every_word_and_marks_whole_names() -> None:
    assert search_text_of(["Ala di Stura"]) == "  aladistura distura stura "
    assert search_text_of(["Bolzano", "", "Bozen"]) == "  bolzano  bozen "


def test_municipality_is_written_with_its_province() -> None:
    assert str(make_municipality("Castro", "BG")) == "Castro (BG)"


def test_municipality_with_two_languages_is_written_with_both() -> None:
    assert str(make_municipality("Bolzano", "BZ", other_name="Bozen")) == "Bolzano/Bozen (BZ)"


def test_napoli_keeps_its_two_letters() -> None:
    make_municipality("Napoli", "NA")

    assert str(Municipality.objects.get()) == "Napoli (NA)"


def test_save_keeps_the_search_in_step_even_when_only_the_name_is_saved() -> None:
    municipality = make_municipality("Tripi")

    municipality.name = "Tripi - Abakainon"
    municipality.save(update_fields=["name"])

    municipality.refresh_from_db()
    assert municipality.search_text == "  tripiabakainon abakainon "


def test_remember_name_twice_is_once_and_never_the_name_of_today() -> None:
    municipality = make_municipality("Jonadi")

    for name in ("Ionadi", "Ionadi", "Jonadi"):
        municipality.remember_name(name)

    assert municipality.former_names == "Ionadi"


@pytest.mark.parametrize(
    "wrong",
    [
        {"population": 5_000, "population_year": None},
        {"istat_code": "900000"},
        {"successor": True},
    ],
)
def test_municipality_the_database_refuses(wrong: dict) -> None:
    other = make_municipality("Altro", istat_code="900000")
    if "successor" in wrong:
        wrong = {"successor": other}

    with pytest.raises(IntegrityError), transaction.atomic():
        make_municipality("Uno", **wrong)


def test_a_suppressed_municipality_may_share_its_istat_code_with_a_live_one() -> None:
    make_municipality("Vecchio", istat_code="900000", suppressed_on=date(2026, 1, 1))

    assert make_municipality("Nuovo", istat_code="900000").pk


def test_body_kind_and_municipality_go_together() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_body(kind="municipality")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_body(make_municipality(), kind="union")


@pytest.mark.parametrize("in_a_province", [True, False])
def test_body_of_one_kind_and_name_stands_once_in_a_province_or_outside_all(in_a_province: bool) -> None:
    province = make_province() if in_a_province else None
    make_body(province=province)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_body(province=province)


def test_body_of_a_new_municipality_may_have_the_name_of_the_one_merged_into_it() -> None:
    make_body(make_municipality("Sovizzo", "VI", suppressed_on=date(2026, 1, 1)))

    make_body(make_municipality("Sovizzo", "VI"))

    assert Body.objects.filter(name="Sovizzo").count() == 2


def test_body_is_written_with_its_province_when_it_is_a_municipality() -> None:
    assert str(make_body(make_municipality("Castro", "BG"))) == "Castro (BG)"
    assert str(make_body()) == "Unione dei Comuni del Sole"
