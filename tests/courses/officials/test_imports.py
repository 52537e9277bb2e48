"""Files of people as rows, before anything is judged."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from courses.officials.exports import template_with_places
from courses.officials.imports import MOST_OF_A_BODY, read_people
from courses.spreadsheets import UnreadableFile
from tests.factories.officials import people_csv

UGO = {"given_name": "Ugo", "family_name": "Foscolo", "role": "capo", "email": "ugo@x.example"}


def test_a_contacts_file_is_read_as_it_is_written_and_places_and_offices_are_left_out() -> None:
    content = b"Ufficio;Cognome;Nome;Comune;Ruolo;E-mail\nAnagrafe;Foscolo;Ugo;Castro;capo;ugo@x.example"

    assert read_people(content, with_places=False) == [UGO]


def test_the_secretariats_file_says_the_municipality_of_each() -> None:
    (ugo,) = read_people(people_csv("Ugo;Foscolo;capo;ugo@x.example;Castro;LE"), with_places=True)

    assert ugo == UGO | {"municipality": "Castro", "province": "LE"}


def test_without_a_column_of_municipalities_the_secretariat_is_told_so() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_people(b"nome;cognome\nUgo;Foscolo", with_places=True)

    assert "«Nome», «Cognome», «Comune»" in refusal.value.message


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_template_holds_nobody(file_format: str) -> None:
    with pytest.raises(UnreadableFile):
        read_people(template_with_places(file_format), with_places=True)


def test_a_body_sends_at_most_five_hundred_and_the_secretariat_more() -> None:
    content = people_csv(*["a;b;capo;;Castro"] * (MOST_OF_A_BODY + 1))

    with pytest.raises(UnreadableFile):
        read_people(content, with_places=False)
    assert len(read_people(content, with_places=True)) == MOST_OF_A_BODY + 1


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_row_has_the_number_the_spreadsheet_shows_beside_it(file_format: str) -> None:
    rows = [["Elenco"], [], ["Nome", "Cognome"], ["Ada", "Negri"], [], ["", "  "], ["Ugo", "Foscolo"]]

    people = read_people(file_of(rows, file_format), with_places=False)

    assert [(one["given_name"], one.number) for one in people] == [("Ada", 4), ("Ugo", 7)]


def file_of(rows: list[list[str]], file_format: str) -> bytes:
    if file_format == "csv":
        return "\n".join(";".join(row) for row in rows).encode()
    book, content = Workbook(), BytesIO()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            book.active.cell(number, column, value)
    book.save(content)
    return content.getvalue()
