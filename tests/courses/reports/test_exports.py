"""Spreadsheets that calculate nothing a person typed."""

import csv
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from courses.reports.exports import LINES, csv_file, harmless, xlsx_file

FORMULA = '=HYPERLINK("http://example.com","qui")'
MOMENT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # half past midnight in Rome, on the second


def read_csv(rows: list[list[Any]]) -> list[list[str]]:
    text = b"".join(csv_file("elenco", ["Nome"], rows)).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def read_xlsx(rows: list[list[Any]], headings: list[str]) -> Any:
    answer = xlsx_file("elenco", headings, rows)
    content = b"".join(answer)
    # as the server does at the end; `close()` of the answer would end a request, and with it the test's connection
    answer.file_to_stream.close()
    return load_workbook(BytesIO(content)).active


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+39 06", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "  =1+1", "\u00a0=1"],
)
def test_a_text_that_would_be_calculated_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(("value", "shown"), [(-3, "-3"), (2.5, "2.5"), (None, ""), ("Sant'Angelo", "Sant'Angelo")])
def test_numbers_and_plain_words_stay_as_they_are(value: Any, shown: str) -> None:
    assert harmless(value) == shown


def test_dates_are_written_as_italians_do_and_in_their_time() -> None:
    assert (harmless(MOMENT), harmless(date(2026, 7, 1))) == ("02/07/2026 00:30", "01/07/2026")


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29/03/2026 01:59"),  # the last minute of winter time
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29/03/2026 03:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25/10/2026 02:30"),
        (datetime(2026, 10, 25, 1, 30, 59, 999_999, tzinfo=UTC), "25/10/2026 02:30"),  # the same hour once more
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "01/01/2027 00:00"),
        (datetime(1899, 12, 31, 23, 5, tzinfo=UTC), "01/01/1900 00:05"),
        (datetime(9999, 12, 31, 22, 59, tzinfo=UTC), "31/12/9999 23:59"),
        (datetime(2026, 7, 1, 9, 5, tzinfo=timezone(timedelta(hours=-5))), "01/07/2026 16:05"),
        (date(1861, 3, 17), "17/03/1861"),
        (date(9999, 12, 31), "31/12/9999"),
    ],
)
def test_a_moment_is_told_in_the_time_of_its_day_in_every_kind_of_file(moment: date, shown: str) -> None:
    pattern = "%d/%m/%Y %H:%M" if isinstance(moment, datetime) else "%d/%m/%Y"

    assert read_csv([[moment]])[1] == [shown]
    if moment.year > 1900:  # the calendar of spreadsheets begins there
        assert f"{read_xlsx([[moment]], ['a'])['A2'].value:{pattern}}" == shown


def test_a_nul_never_reaches_the_file() -> None:
    assert harmless("A\x00nna") == "Anna"


def test_csv_has_the_mark_that_makes_spreadsheets_read_the_accents() -> None:
    assert b"".join(csv_file("elenco", ["Città"], [])).startswith(b"\xef\xbb\xbf")


def test_csv_keeps_separators_quotes_and_line_breaks_within_the_cell() -> None:
    nasty = 'Rossi;"=1+1"\n=2+2'

    assert read_csv([[nasty], [FORMULA]]) == [["Nome"], [nasty], [f"'{FORMULA}"]]


def test_csv_is_streamed_a_block_of_lines_at_a_time() -> None:
    asked = []

    def rows() -> Any:
        for number in range(LINES * 3):
            asked.append(number)
            yield [number]

    blocks = iter(csv_file("elenco", ["N"], rows()))
    next(blocks)
    next(blocks)

    assert len(asked) == LINES


def test_xlsx_writes_texts_as_texts_whatever_they_look_like() -> None:
    sheet = read_xlsx([[FORMULA, "https://example.com", "0012"]], ["a", "b", "c"])

    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in sheet[2]] == [
        (FORMULA, "s", None),
        ("https://example.com", "s", None),
        ("0012", "s", None),
    ]


def test_xlsx_has_real_dates_in_local_time_and_real_numbers() -> None:
    sheet = read_xlsx([[MOMENT, date(2026, 7, 1), 12, None]], ["a", "b", "c", "d"])

    assert [cell.value for cell in sheet[2]] == [datetime(2026, 7, 2, 0, 30), datetime(2026, 7, 1), 12, None]
    assert [cell.is_date for cell in sheet[2]] == [True, True, False, False]


def test_xlsx_freezes_the_header_and_filters_every_row() -> None:
    sheet = read_xlsx([["a", 1], ["b", 2]], ["Nome", "N"])

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")


def test_xlsx_cuts_a_text_that_no_cell_holds() -> None:
    sheet = read_xlsx([["x" * 40_000]], ["Nome"])

    assert len(sheet["A2"].value) == 32_767
