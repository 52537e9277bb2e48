"""Reading tables people send: XLSX, or CSV however it was saved. What a row means is its room's to say."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from courses.errors import CoursesError
from courses.lines import one_line
from courses.territory.models import fold

LARGEST = 2 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_COLUMNS = 40
HEADER_WITHIN = 10  # rows: a title may stand above the header
LONGEST_CELL = 300

Cells = list[str]
Numbered = Iterator[tuple[int, Cells]]  # with the number the spreadsheet shows beside the row


class Row(dict[str, str]):
    """The fields of a row, and where it stands in the file: what a person looks for in their spreadsheet."""

    def __init__(self, number: int, fields: Mapping[str, str]) -> None:
        super().__init__(fields)
        self.number = number


class UnreadableFile(CoursesError):
    """The file cannot be read; the message says why and what to do."""


def read_table(
    content: bytes, *, columns: Mapping[str, Sequence[str]], needed: Sequence[str], most_rows: int
) -> list[Row]:
    """The rows of a file, each a dictionary of its fields as written there; an absent column is empty.

    `columns` says what the column of each field may be called, folded, the template's name first; the header is the
    first row, within ten, that has all `needed` ones. Dates read «gg/mm/aaaa», times «hh:mm».
    Raises UnreadableFile, with what to do, for what is no table, has no header, no rows or more than `most_rows`.
    """
    if len(content) > LARGEST:
        raise UnreadableFile(_("The file is larger than 2 MB: leave only the columns of the template in it."))
    rows = _rows(content, most_rows)
    places = _find_header(rows, columns, needed)
    # one more than may be: enough to see that there are too many
    filled = list(islice(((number, cells) for number, cells in rows if any(cells)), most_rows + 1))
    found = [row for number, cells in filled if any((row := _row(number, columns, places, cells)).values())]
    if not found:
        raise UnreadableFile(_("Under the names of the columns there is nothing."))
    if len(found) > most_rows:
        raise UnreadableFile(_("A file may hold %(most)s rows: divide it into several.") % {"most": most_rows})
    return found


def read_cells(content: bytes, *, most_rows: int) -> list[Cells]:
    """All rows of a file that have anything in them, whatever they mean. Raises UnreadableFile as `read_table` does."""
    if len(content) > LARGEST:
        raise UnreadableFile(_("The file is larger than 2 MB: leave only the columns of the template in it."))
    found = list(islice((cells for _number, cells in _rows(content, most_rows) if any(cells)), most_rows + 1))
    if not found:
        raise UnreadableFile(_("There is nothing in the file."))
    if len(found) > most_rows:
        raise UnreadableFile(_("A file may hold %(most)s rows: divide it into several.") % {"most": most_rows})
    return found


def _row(number: int, columns: Mapping[str, Sequence[str]], places: dict[str, int], cells: Cells) -> Row:
    there = {field: cells[place] for field, place in places.items() if place < len(cells)}
    return Row(number, dict.fromkeys(columns, "") | there)


def _find_header(rows: Numbered, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> dict[str, int]:
    """In which column each field stands."""
    for _number, cells in islice(rows, HEADER_WITHIN):
        names = [fold(cell) for cell in cells]
        places = {
            field: min(names.index(name) for name in called if name in names)
            for field, called in columns.items()
            if any(name in names for name in called)
        }
        if all(field in places for field in needed):
            return places
    raise UnreadableFile(
        _(
            "We do not find these columns: %(columns)s. Write the names of the columns above the rows, as in the"
            " template."
        )
        % {"columns": ", ".join(f"«{columns[field][0].capitalize()}»" for field in needed)}
    )


def _rows(content: bytes, most_rows: int) -> Numbered:
    if content.startswith(b"PK\x03\x04"):
        return _xlsx_rows(content, most_rows)
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


def _csv_rows(text: str) -> Numbered:
    lines = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    head = "\n".join(lines.split("\n", HEADER_WITHIN)[:HEADER_WITHIN])
    delimiter = max(";,\t", key=head.count)
    try:
        # a cell may hold several lines: the spreadsheet counts rows, not lines
        for number, row in enumerate(csv.reader(StringIO(lines), delimiter=delimiter), start=1):
            yield number, [_clean(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise UnreadableFile(_("The file is not a CSV that can be read: save it as XLSX.")) from error


def _xlsx_rows(content: bytes, most_rows: int) -> Numbered:
    damaged = _("This is no XLSX file that can be opened: open it with your spreadsheet and save it as XLSX.")
    if not _is_harmless(content):
        raise UnreadableFile(damaged)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        # the bounds keep a sheet that claims a million rows, or columns, from being walked to its end
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=most_rows * 4, max_col=MOST_COLUMNS, values_only=True)
        found = [(number, [_clean(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
        book.close()
    # openpyxl raises KeyError, ValueError, zlib.error and many others at a file made by hand: none tells us more
    except Exception as error:
        raise UnreadableFile(damaged) from error
    return iter([(number, cells) for number, cells in found if any(cells)])


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
    if isinstance(cell, datetime) and (cell.hour or cell.minute):
        return cell.strftime("%d/%m/%Y %H:%M:%S" if cell.second else "%d/%m/%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return one_line(str(cell)[: LONGEST_CELL * 2])[:LONGEST_CELL]
