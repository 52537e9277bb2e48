"""Officials from spreadsheets, well made and badly made."""

import string
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from courses.adhesion.exports import officials_template_file
from courses.adhesion.forms import OfficialForm
from courses.adhesion.imports import read_officials, without_those_there
from courses.people.models import Role
from courses.people.rules import role_called
from courses.spreadsheets import LARGEST, UnreadableFile

LIA = {"given_name": "Lia", "family_name": "Nerì", "role": "official", "email": "lia@x.example", "office": ""}
LINES = "Nome{0}Cognome{0}Ruolo{0}E-mail\nLia{0}Nerì{0}Funzionaria{0}lia@x.example\n"


def xlsx(*rows: list) -> bytes:
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_however_it_was_saved(encoding: str, delimiter: str, end: str) -> None:
    content = LINES.format(delimiter).replace("\n", end).encode(encoding)

    assert read_officials(content) == [LIA]


def test_an_xlsx_is_read() -> None:
    content = xlsx(["Cognome", "Nome", "Ruolo", "E-mail"], ["Nerì", "Lia", "funzionario", "lia@x.example"])

    assert read_officials(content) == [LIA]


@pytest.mark.parametrize(
    "header",
    ["given name;family name;role;email", "NOMÉ;cognome;Qualifica;Posta elettronica", "first name;surname;x;mail"],
)
def test_columns_are_known_by_several_names(header: str) -> None:
    (person,) = read_officials(f"{header}\nLia;Nerì;;lia@x.example".encode())

    assert (person["given_name"], person["family_name"], person["email"]) == ("Lia", "Nerì", "lia@x.example")


def test_a_title_and_empty_lines_stand_in_nobodys_way() -> None:
    assert read_officials(("Elenco\n;;\n\n" + LINES.format(";") + ";;;\n\n").encode()) == [LIA]


def test_cells_are_one_line_without_hidden_signs_and_not_endless() -> None:
    content = 'nome;cognome\n" Anna\nLia\x07\u202e ";' + "x" * 2000

    (person,) = read_officials(content.encode())

    assert (person["given_name"], len(person["family_name"])) == ("Anna Lia", 300)


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_our_own_template_is_read_without_its_example(file_format: str) -> None:
    with pytest.raises(UnreadableFile):
        read_officials(officials_template_file(file_format))


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Sindaca", Role.MAYOR),
        ("ASSESSORE", Role.EXECUTIVE_COUNCILLOR),
        ("E.Q.", Role.SENIOR_OFFICIAL),
        ("Assistente sociale", Role.SOCIAL_WORKER),
        ("social_worker", Role.SOCIAL_WORKER),
        ("capo dei capi", "capo dei capi"),
    ],
)
def test_roles_are_understood_as_people_write_them(words: str, role: str) -> None:
    assert role_called(words) == role


def test_who_is_there_already_or_twice_is_named_once() -> None:
    ugo = LIA | {"given_name": "Ugo"}

    assert without_those_there([LIA, ugo, ugo], [("LIA", "nerì", "LIA@x.example")]) == [ugo]


def bomb() -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return content.getvalue()


def many_parts() -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as package:
        for number in range(501):
            package.writestr(f"{number}", b"")
    return content.getvalue()


def odd_method() -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_LZMA) as package:
        package.writestr("xl/workbook.xml", b"<x/>")
    return content.getvalue()


def with_entities() -> bytes:
    """An XLSX whose sheet declares an entity."""
    source, content = ZipFile(BytesIO(xlsx(["nome", "cognome"], ["a", "b"]))), BytesIO()
    with ZipFile(content, "w") as package:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("sheet1.xml"):
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text.replace(b"<v>", b"<v>&a;")
            package.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nome;cognome",
        b"uno;due\na;b",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0old",
        b"<html>",
        b"PK\x03\x04broken",
        b"x" * (LARGEST + 1),
        bomb(),
        many_parts(),
        odd_method(),
        with_entities(),
        ("nome;cognome\n" + "a;b\n" * 501).encode(),
        ('nome;cognome\n"' + "x" * 200_000).encode(),
    ],
    ids=range(14),
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_officials(content)


def test_five_hundred_people_are_read() -> None:
    assert len(read_officials(("nome;cognome\n" + "a;b\n" * 500).encode())) == 500


def test_a_sheet_that_claims_a_million_rows_and_columns_is_read_quickly() -> None:
    book, content = Workbook(), BytesIO()
    book.active.append(["nome", "cognome"])
    book.active.append(["Lia", "Neri"])
    book.active.cell(1_048_576, 16_384, "x")
    book.save(content)

    assert len(read_officials(content.getvalue())) == 1


CELLS = st.lists(st.lists(st.text(max_size=20), max_size=6), max_size=8)
FORGIVING = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def judged(content: bytes) -> None:
    """Whatever the file, it is read or refused; and each row is a person or has a reason why not."""
    try:
        people = read_officials(content)
    except UnreadableFile:
        return
    for person in people:
        form = OfficialForm(person)
        assert form.is_valid() or form.errors


@FORGIVING
@given(st.binary(max_size=2000))
@example(b"PK\x03\x04")
@example(b"\xff\xfe")
def test_no_bytes_make_the_reader_fail(content: bytes) -> None:
    judged(content)


@FORGIVING
@given(CELLS, st.sampled_from(";,\t"), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_no_csv_makes_the_reader_fail(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    text = StringIO("nome;cognome;ruolo;email\n".replace(";", delimiter))
    text.seek(0, 2)
    text.writelines(delimiter.join(row) + "\n" for row in rows)

    judged(text.getvalue().encode(encoding, errors="replace"))


@FORGIVING
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=30))
def test_no_damage_to_an_xlsx_makes_the_reader_fail(place: int, damage: bytes) -> None:
    whole = xlsx(["Nome", "Cognome", "Ruolo"], ["Lia", "Neri", "sindaca"], ["Ugo", "", "capo"])
    place %= len(whole)

    judged(whole[:place] + damage + whole[place + len(damage) :])


@FORGIVING
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(),
                st.floats(),
                st.booleans(),
                st.dates(),
                st.text(string.printable.replace("\x0b", "").replace("\x0c", ""), max_size=20),
            ),
            max_size=5,
        ),
        max_size=6,
    )
)
def test_no_cells_make_the_reader_fail(rows: list[list]) -> None:
    judged(xlsx(["Nome", "Cognome", "Ruolo", "E-mail", "Ufficio"], *rows))
