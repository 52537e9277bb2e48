"""The lists as ISTAT publishes them, in small; and the command that reads them."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Sum

from courses.territory import imports
from courses.territory.models import Municipality

Write = Callable[..., Path]

SITUAS = """\
Codice Ripartizione geografica;Codice Regione;Codice Comune (alfanumerico);Codice Comune (numerico);Comune;\
Comune (dizione italiana);Comune (dizione straniera);Ripartizione geografica;Regione;Provincia/Uts;\
Tipologia Provincia/Uts;Sigla automobilistica;Codice catasto
2;04;021008;21008;Bolzano/Bozen;Bolzano;Bozen;Nord-est;Trentino-Alto Adige/Südtirol;Bolzano/Bozen;1;BZ;A952
1;03;018094;18094;Montalto Pavese;Montalto Pavese;;Nord-ovest;Lombardia;Pavia;1;PV;F417
4;15;063049;63049;Napoli;Napoli;;Sud;Campania;Napoli;3;NA;F839
2;05;024129;24129;Castegnero Nanto;Castegnero Nanto;;Nord-est;Veneto;Vicenza;1;VI;M439
5;20;119001;119001;Arbus;Arbus;;Isole;Sardegna;Medio Campidano;1;VS;A359
"""
OLDER = """\
Codice Regione;"Codice dell'Unità territoriale sovracomunale \n(valida a fini statistici)";\
Codice Comune formato alfanumerico;Denominazione (Italiana e straniera);Denominazione in italiano;\
Denominazione altra lingua;Ripartizione geografica;Denominazione Regione;\
"Denominazione dell'Unità territoriale sovracomunale \n(valida a fini statistici)";Sigla automobilistica;\
Codice Comune formato numerico;Codice Catastale del comune
04;021;021008;Bolzano/Bozen;Bolzano;Bozen;Nord-est;Trentino-Alto Adige/Südtirol;Bolzano/Bozen;BZ;21008;A952
03;018;018082;Lirio;Lirio;;Nord-ovest;Lombardia;Pavia;PV;18082;E608
03;018;018094;Montalto Pavese;Montalto Pavese;;Nord-ovest;Lombardia;Pavia;PV;18094;F417
15;063;063049;Napoli;Napoli;;Sud;Campania;Napoli;NA;63049;F839
05;024;024027;Castegnero;Castegnero;;Nord-est;Veneto;Vicenza;VI;24027;C056
05;024;024071;Nanto;Nanto;;Nord-est;Veneto;Vicenza;VI;24071;F838
20;111;111001;Arbus;Arbus;;Isole;Sardegna;Sud Sardegna;SU;111001;A359

(1) Nota al piede di ISTAT
"""
POPULATION = """\
codice_comune,COD_PROV,anno,popolazione
021008,021,2025,106951
021008,021,2026,107000
018082,018,2026,122
018094,018,2026,804
024027,024,2026,2801
024071,024,2026,3052
063049,063,2026,908000
111001,111,2026,5800
"""
POSAS = """\
Popolazione residente per sesso, età e stato civile al 1° gennaio 2026
"Codice comune";"Comune";"Età";"Totale maschi";"Totale femmine";"Totale"
"18094";"Montalto Pavese";0;1;2;3
"18094";"Montalto Pavese";999;400;404;804
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str, encoding: str = "utf-8-sig") -> Path:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.csv"
        path.write_text(text, encoding=encoding, newline="")
        return path

    return write


def run(**options: Any) -> str:
    out = StringIO()
    call_command("import_municipalities", stdout=out, no_color=True, **options)
    return out.getvalue()


def test_read_list_takes_both_of_istats_layouts(write: Write) -> None:
    new = imports.read_list(write(SITUAS))
    old = imports.read_list(write(OLDER, "cp1252"))

    assert new[0] == old[0]
    assert (new[0].name, new[0].other_name, new[0].sigla, new[0].province) == (
        "Bolzano",
        "Bozen",
        "BZ",
        "Bolzano/Bozen",
    )
    assert (new[0].region, new[0].region_code) == ("Trentino-Alto Adige/Südtirol", "04")
    assert ([row.sigla for row in new][2], len(new), len(old)) == ("NA", 5, 7)


def test_read_list_takes_our_own_layout_with_residents() -> None:
    rows = imports.read_list(imports.DATA / "municipalities.csv")

    assert len(rows) == 7_896
    assert {row.name for row in rows if row.population is None} == {"Misiliscemi", "Montecopiolo", "Sassofeltrio"}
    assert [row.other_name for row in rows if row.name == "Savogna d'Isonzo"] == ["Sovodnje ob Soči"]
    assert imports.figures_in(rows).year == 2023


def test_figures_in_a_list_without_residents_are_none(write: Write) -> None:
    assert imports.figures_in(imports.read_list(write(SITUAS))) is None


def test_known_mergers_are_land_registry_codes() -> None:
    assert imports.known_mergers()["E608"] == "F417"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Codice catasto", "Codice boh", "catast"),
        (";A952", ";A95", "2"),
        (";021008;", ";2108;", "2"),
        (";BZ;", ";Bolzano;", "2"),
        ("Südtirol;Bolzano", "Südtirol;Bolzano" + "o" * 90, ""),
        ("Trentino-Alto Adige/Südtirol", "Tirolo", "2"),
        (";F417", ";A952", "A952"),
        (";018094;", ";021008;", "021008"),
        ("Bolzano;Bozen", f"{'B' * 81};Bozen", "2"),
    ],
)
def test_read_list_refuses_a_wrong_file_and_says_where(write: Write, old: str, new: str, words: str) -> None:
    path = write(SITUAS.replace(old, new))
    if not words:
        assert imports.read_list(path)
        return

    with pytest.raises(imports.UnreadableFile, match=words):
        imports.read_list(path)


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b"PK\x03\x04;;;\x00", b"a;b;c\n" * 30, b"\n\n\n", b'"' * 200_001]
)
def test_read_list_refuses_what_is_no_list(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)

    with pytest.raises(imports.UnreadableFile):
        imports.read_list(path)


def test_read_list_refuses_a_missing_file_and_an_empty_list(tmp_path: Path, write: Write) -> None:
    with pytest.raises(imports.UnreadableFile):
        imports.read_list(tmp_path / "none.csv")
    with pytest.raises(imports.UnreadableFile):
        imports.read_list(write(SITUAS.splitlines()[0]))


def test_read_population_takes_the_latest_year(write: Write) -> None:
    figures = imports.read_population(write(POPULATION))

    assert (figures.year, figures.by_code["021008"], len(figures.by_code)) == (2026, 107_000, 7)


def test_read_population_takes_posas_with_its_year_in_the_title(write: Write) -> None:
    assert imports.read_population(write(POSAS)) == imports.Figures(2026, {"018094": 804})


@pytest.mark.parametrize(
    "text",
    [
        POPULATION.replace("804", "ottocento"),
        POPULATION.replace(",2026,", ",,"),
        POPULATION.replace("popolazione", "gente"),
        POPULATION.splitlines()[0],
        POSAS.replace("2026", "di quest'anno"),
    ],
)
def test_read_population_refuses_a_wrong_file(write: Write, text: str) -> None:
    with pytest.raises(imports.UnreadableFile):
        imports.read_population(write(text))


@pytest.mark.django_db
def test_command_loads_the_list_of_the_product_once() -> None:
    first = run()
    municipalities = Municipality.objects.filter(suppressed_on__isnull=True)

    assert "7896" in first
    assert municipalities.count() == 7_896
    assert municipalities.aggregate(Sum("population"))["population__sum"] == 58_840_177
    assert municipalities.filter(population__range=(5_000, 150_000)).count() == 2_342
    assert "7896" not in run()
    assert Municipality.objects.count() == 7_896


@pytest.mark.django_db
def test_command_brings_the_list_up_to_date_and_says_what_changed(write: Write) -> None:
    run(istat_list=write(OLDER, "cp1252"))

    said = run(istat_list=write(SITUAS), population=write(POPULATION), date=date(2026, 8, 14))

    for line in (
        "Castegnero (VI) → Castegnero Nanto (VI)",
        "Lirio (PV) → Montalto Pavese (PV)",
        "  Castegnero Nanto (VI)",
    ):
        assert line in said.splitlines() or f"  {line}" in said.splitlines()
    live = Municipality.objects.filter(suppressed_on__isnull=True).order_by("pk")
    assert list(live.values_list("pk", "istat_code", "province", "population")) == [
        ("A359", "119001", "VS", 5_800),
        ("A952", "021008", "BZ", 107_000),
        ("F417", "018094", "PV", 926),
        ("F839", "063049", "NA", 908_000),
        ("M439", "024129", "VI", 5_853),
    ]
    assert Municipality.objects.count() == 8


@pytest.mark.django_db
def test_command_run_again_changes_nothing(write: Write) -> None:
    run(istat_list=write(OLDER, "cp1252"))
    files = {"istat_list": write(SITUAS), "population": write(POPULATION)}
    run(**files)
    before = list(Municipality.objects.order_by("pk").values())

    said = run(**files)

    assert len(said.splitlines()) == 3
    assert list(Municipality.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_command_states_a_merger_by_hand(write: Write, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(imports, "DATA", tmp_path)
    (tmp_path / "mergers.csv").write_text("codice_catastale_soppresso,codice_catastale_nuovo\n")
    run(istat_list=write(OLDER, "cp1252"))
    said = run(istat_list=write(SITUAS))

    assert "--merged" in said
    assert Municipality.objects.get(pk="E608").successor is None

    assert "Lirio (PV) → Montalto Pavese (PV)" in run(merged=[("E608", "F417")])
    assert Municipality.objects.get(pk="E608").successor_id == "F417"


@pytest.mark.django_db
@pytest.mark.parametrize("pair", [("F417", "E608"), ("Z999", "F417")])
def test_command_refuses_a_merger_that_cannot_be(write: Write, pair: tuple[str, str]) -> None:
    run(istat_list=write(OLDER, "cp1252"))

    with pytest.raises(CommandError):
        run(merged=[pair])


@pytest.mark.parametrize("text", ["E608", "E608=", "Lirio=Montalto Pavese"])
def test_command_refuses_what_is_no_pair_of_codes(text: str) -> None:
    with pytest.raises(CommandError):
        call_command("import_municipalities", "--merged", text)


@pytest.mark.django_db
def test_command_tries_without_writing(write: Write) -> None:
    said = run(istat_list=write(SITUAS), dry_run=True)

    assert "Castegnero Nanto (VI)" in said
    assert Municipality.objects.count() == 0


@pytest.mark.django_db
def test_command_writes_nothing_when_the_second_file_is_wrong(write: Write) -> None:
    with pytest.raises(CommandError):
        run(istat_list=write(SITUAS), population=write("a,b,c"))

    assert Municipality.objects.count() == 0
