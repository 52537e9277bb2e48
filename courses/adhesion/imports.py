"""Reading the officials of a body from a spreadsheet: XLSX, or CSV however it was saved."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO, StringIO
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from courses.errors import CoursesError
from courses.people.models import Role
from courses.territory.models import fold

LARGEST = 2 * 1024 * 1024
LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 500
MOST_COLUMNS = 40
HEADER_WITHIN = 10  # rows: a title may stand above the header
LONGEST_CELL = 300

# What each column may be called, folded, in Italian and in English; the first is the template's.
COLUMNS = {
    "given_name": ("nome", "nomi", "given name", "first name", "name"),
    "family_name": ("cognome", "family name", "last name", "surname"),
    "role": ("ruolo", "qualifica", "incarico", "profilo", "role"),
    "email": ("e mail", "email", "mail", "posta elettronica", "indirizzo e mail", "e mail address", "email address"),
    "office": ("ufficio", "settore", "servizio", "area", "office", "department"),
}
NEEDED = ("given_name", "family_name")
TEMPLATE_HEADINGS = ("Nome", "Cognome", "Ruolo", "E-mail", "Ufficio")
TEMPLATE_ROW = ("Anna", "Verdi", "Funzionario", "a.verdi@comune.esempio.it", "Servizi sociali")

# How people write the roles, folded and in the masculine and feminine; what is not here is chosen by hand.
ROLE_WORDS = {
    Role.MAYOR: ("sindaco", "sindaca", "mayor"),
    Role.EXECUTIVE_COUNCILLOR: ("assessore", "assessora", "assessore comunale", "componente della giunta"),
    Role.COUNCILLOR: ("consigliere", "consigliera", "consigliere comunale", "consigliera comunale", "councillor"),
    Role.SECRETARY: ("segretario", "segretaria", "segretario comunale", "segretaria comunale", "secretary"),
    Role.EXECUTIVE: ("dirigente", "executive"),
    Role.SENIOR_OFFICIAL: ("elevata qualificazione", "eq", "e q", "posizione organizzativa", "po", "p o"),
    Role.OFFICIAL: ("funzionario", "funzionaria", "istruttore", "istruttrice", "impiegato", "impiegata", "official"),
    Role.SOCIAL_WORKER: ("assistente sociale", "social worker"),
    Role.OTHER: ("altro", "altra", "other"),
}


class UnreadableFile(CoursesError):
    """The file cannot be read; the message says why and what to do."""


Cells = list[str]


def read_officials(content: bytes) -> list[dict[str, str]]:
    """The people of a file, a dictionary each with the fields of an official, as written there. Raises UnreadableFile.

    Nothing is judged here: the form says what is wrong with a row.
    """
    if len(content) > LARGEST:
        raise UnreadableFile(_("The file is larger than 2 MB: leave only the columns of the template in it."))
    # one more than may be, and those that may stand above the header: enough to see that there are too many
    rows = islice(_rows(content), MOST_ROWS + HEADER_WITHIN + 2)
    places = _find_header(rows)
    people = [_person(places, cells) for cells in rows if any(cells)]
    people = [person for person in people if any(person.values()) and person["email"] != TEMPLATE_ROW[3]]
    if not people:
        raise UnreadableFile(_("Under the names of the columns there is nobody."))
    if len(people) > MOST_ROWS:
        raise UnreadableFile(_("A file may hold 500 people: divide it into several."))
    return people


def role_called(text: str) -> str:
    """The role that somebody's words mean; the words themselves when they mean none we know."""
    words = fold(text)
    for role, names in ROLE_WORDS.items():
        if words in names or words in (fold(str(role.label)), role.value.replace("_", " ")):
            return role.value
    return text


def _person(places: dict[str, int], cells: Cells) -> dict[str, str]:
    person = {field: cells[place] if place < len(cells) else "" for field, place in places.items()}
    return {"role": "", "email": "", "office": ""} | person | {"role": role_called(person.get("role", ""))}


def _find_header(rows: Iterator[Cells]) -> dict[str, int]:
    """In which column each field stands."""
    for cells in islice(rows, HEADER_WITHIN):
        names = [fold(cell) for cell in cells]
        places = {
            field: min(names.index(name) for name in called if name in names)
            for field, called in COLUMNS.items()
            if any(name in names for name in called)
        }
        if all(field in places for field in NEEDED):
            return places
    raise UnreadableFile(
        _(
            "We find no columns called «Nome» and «Cognome»: write the names of the columns above the people, as in the"
            " template."
        )
    )


def _rows(content: bytes) -> Iterator[Cells]:
    if content.startswith(b"PK\x03\x04"):
        return _xlsx_rows(content)
    if content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<", b"\x89PNG", b"\xff\xd8\xff")):
        raise UnreadableFile(_("This is no XLSX or CSV file: open it with your spreadsheet and save it as XLSX."))
    return _csv_rows(_text(content))


def _text(content: bytes) -> str:
    """The text of a CSV: UTF-8, UTF-16 when it says so (Excel's «Unicode text»), else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _csv_rows(text: str) -> Iterator[Cells]:
    lines = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    head = "\n".join(lines.split("\n", HEADER_WITHIN)[:HEADER_WITHIN])
    delimiter = max(";,\t", key=head.count)
    try:
        for row in csv.reader(StringIO(lines), delimiter=delimiter):
            yield [_clean(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise UnreadableFile(_("The file is not a CSV that can be read: save it as XLSX.")) from error


def _xlsx_rows(content: bytes) -> Iterator[Cells]:
    damaged = _("This is no XLSX file that can be opened: open it with your spreadsheet and save it as XLSX.")
    if not _is_harmless(content):
        raise UnreadableFile(damaged)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        # the bounds keep a sheet that claims a million rows, or columns, from being walked to its end
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS * 4, max_col=MOST_COLUMNS, values_only=True)
        found = [[_clean(cell) for cell in row] for row in rows]
        book.close()
    # openpyxl raises KeyError, ValueError, zlib.error and many others at a file made by hand: none tells us more
    except Exception as error:
        raise UnreadableFile(damaged) from error
    return iter([cells for cells in found if any(cells)])


def _is_harmless(content: bytes) -> bool:
    """Whether a package unpacks to a size we are ready for; zipfile never unpacks more than a part claims."""
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        return False
    return (
        len(parts) <= MOST_PARTS
        and sum(part.file_size for part in parts) <= LARGEST_UNPACKED
        and all(part.compress_type in (ZIP_STORED, ZIP_DEFLATED) and not part.flag_bits & 1 for part in parts)
    )


def _clean(cell: Any) -> str:
    """One line of text without signs that cannot be seen."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    text = "".join(sign if sign.isprintable() else " " for sign in str(cell)[: LONGEST_CELL * 2])
    return " ".join(text.split())[:LONGEST_CELL]


def without_those_there(
    people: Iterable[dict[str, str]], there: Iterable[tuple[str, str, str]]
) -> list[dict[str, str]]:
    """The people who are not there yet, each once: read again, a file changes nothing.

    `there` holds given name, family name and e-mail.
    """
    seen = {_key(*one) for one in there}
    new = []
    for person in people:
        key = _key(person["given_name"], person["family_name"], person["email"])
        if key not in seen:
            seen.add(key)
            new.append(person)
    return new


def _key(given_name: str, family_name: str, email: str) -> tuple[str, str]:
    return fold(f"{family_name} {given_name}"), email.strip().lower()
