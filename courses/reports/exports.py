"""Lists as spreadsheets: what a person wrote never runs as a formula in the secretariat's office."""

import csv
import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from inspect import unwrap
from io import StringIO
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
MARK = "\ufeff"  # by which Excel knows UTF-8


@dataclass(frozen=True)
class Dialect:
    """A way of writing CSV: programs disagree on what stands between cells, and on the mark at the start."""

    label: str | Promise
    delimiter: str = ";"
    mark: str = MARK


DIALECTS = {
    CSV: Dialect("CSV"),
    "csv-comma": Dialect(_("CSV with commas"), delimiter=","),
    "csv-plain": Dialect(_("CSV without the mark of UTF-8"), mark=""),
    "csv-comma-plain": Dialect(_("CSV with commas, without the mark of UTF-8"), delimiter=",", mark=""),
}

# What makes a spreadsheet read a text as a formula, the full-width forms included (OWASP, «CSV Injection»).
STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
LONGEST_CELL = 32_767  # Excel's own limit
WIDTH = 22
AS_IT_IS = frozenset((int, float, type(None)))  # the library writes them as we would
LINES = 500  # of CSV that are made together

# The library's methods, less the step that asks of every single cell whether its place is written «A1».
write_text, write_number, write_moment = map(
    unwrap, (Worksheet.write_string, Worksheet.write_number, Worksheet.write_datetime)
)

Row = Sequence[Any]


def spreadsheet(file_format: str, name: str, headings: Row, rows: Iterable[Row]) -> HttpResponseBase:
    """The rows as a file to download, XLSX or a dialect of CSV; `name` is without extension. No cache may keep it."""
    if file_format in DIALECTS:
        answer = csv_file(name, headings, rows, DIALECTS[file_format])
    else:
        answer = xlsx_file(name, headings, rows)
    answer["Cache-Control"] = "no-store, private"
    return answer


def csv_file(name: str, headings: Row, rows: Iterable[Row], dialect: Dialect = DIALECTS[CSV]) -> StreamingHttpResponse:
    """CSV, a block of lines at a time, every cell in quotes; unless told otherwise as Italian spreadsheets open it."""
    texts = (text for text, _number in _csv_blocks(headings, rows, dialect))
    answer = StreamingHttpResponse(texts, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def xlsx_file(name: str, headings: Row, rows: Iterable[Row]) -> FileResponse:
    """An Excel file with real dates and numbers, the header frozen and a filter on it; the memory used is constant."""
    file = TemporaryFile()  # noqa: SIM115 -- the response closes it
    write_xlsx(file, name, headings, rows)
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=kind)


@contextmanager
def _settled() -> Iterator[None]:
    """What the process holds already is no garbage: Python would look through it again for every few hundred rows."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@_settled()
def write_spreadsheet(file: IO[bytes], file_format: str, name: str, headings: Row, rows: Iterable[Row]) -> int:
    """The same into an open file; how many rows."""
    if file_format == XLSX:
        return write_xlsx(file, name, headings, rows)
    written = 0
    for text, number in _csv_blocks(headings, rows, DIALECTS[file_format]):
        file.write(text.encode())
        written += number
    return written


def write_xlsx(file: IO[bytes], name: str, headings: Row, rows: Iterable[Row]) -> int:
    """See `xlsx_file`; how many rows."""
    (rows_written,) = write_workbook(file, [(name, headings, rows)])
    return rows_written


def write_workbook(file: IO[bytes], sheets: Iterable[tuple[str, Row, Iterable[Row]]]) -> list[int]:
    """Several tables, each a sheet with its name, headings and rows, as `xlsx_file` says; how many rows of each."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, options) as workbook:
        bold, formats = workbook.add_format({"bold": True}), _formats(workbook)
        return [_write_sheet(workbook.add_worksheet(name[:31]), *table, bold, formats) for name, *table in sheets]


def harmless(value: Any, zone: tzinfo | None = None) -> str:
    """A cell of a CSV: a text that a spreadsheet would calculate gets an apostrophe before it; numbers stay numbers.

    Moments are told in a time zone, the current one unless another is given.
    """
    if value is None or value == "":
        return ""
    if type(value) is str:
        return _harmless_text(value)
    if isinstance(value, datetime):
        local = timezone.localtime(value, zone)
        return f"{_day(local)} {local.hour:02}:{local.minute:02}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, int | float):
        return str(value)
    return _harmless_text(str(value))


def _day(value: date) -> str:
    # put together from its parts: `strftime` takes twice as long as all the rest of a cell
    return f"{value.day:02}/{value.month:02}/{value.year}"


def _harmless_text(text: str) -> str:
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text if text[:1].isalnum() or not _is_formula(text) else f"'{text}"


def _is_formula(text: str) -> bool:
    return text.startswith(STARTS_A_FORMULA) or text.lstrip().startswith(STARTS_A_FORMULA)


def _csv_blocks(headings: Row, rows: Iterable[Row], dialect: Dialect) -> Iterator[tuple[str, int]]:
    """The text of some lines at a time, and how many rows are in it: the headings first."""
    yield dialect.mark + _csv_text([headings], dialect), 0
    left = iter(rows)
    while block := list(islice(left, LINES)):
        yield _csv_text(block, dialect), len(block)


def _csv_text(rows: Iterable[Row], dialect: Dialect) -> str:
    # Quotes round every cell: a separator that somebody typed can never start a cell of its own.
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=dialect.delimiter, quoting=csv.QUOTE_ALL)
    zone = timezone.get_current_timezone()
    # Nearly every cell is empty, a number, or a text that begins with a letter: that needs no call of its own.
    writer.writerows(
        [
            cell
            if not cell or (kind := type(cell)) in AS_IT_IS or (kind is str and cell[:1].isalpha() and "\0" not in cell)
            else harmless(cell, zone)
            for cell in row
        ]
        for row in rows
    )
    return text.getvalue()


def _formats(workbook: Workbook) -> dict[type, Format]:
    return {
        datetime: workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        date: workbook.add_format({"num_format": "dd/mm/yyyy"}),
    }


def _write_sheet(
    sheet: Worksheet, headings: Row, rows: Iterable[Row], bold: Format, formats: dict[type, Format]
) -> int:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, WIDTH)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, str(heading), bold)
    last = _write_rows(sheet, rows, formats)
    sheet.autofilter(0, 0, last, len(headings) - 1)
    return last


def _write_rows(sheet: Worksheet, rows: Iterable[Row], formats: dict[type, Format]) -> int:
    number, zone = 0, timezone.get_current_timezone()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if type(value) is not str:
                _write_cell(sheet, number, column, value, formats, zone)
            elif value:
                write_text(sheet, number, column, value[:LONGEST_CELL])
    return number


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, formats: dict[type, Format], zone: tzinfo) -> None:
    """A cell that is no plain text: real dates and numbers; anything else in words."""
    if value is None:
        return
    if isinstance(value, datetime):
        moment = timezone.make_naive(value, zone).replace(microsecond=0)
        write_moment(sheet, row, column, moment, formats[datetime])
    elif isinstance(value, date):
        write_moment(sheet, row, column, value, formats[date])
    elif isinstance(value, int | float) and not isinstance(value, bool):
        write_number(sheet, row, column, value)
    elif str(value):
        write_text(sheet, row, column, str(value)[:LONGEST_CELL])
