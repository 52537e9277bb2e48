"""What a query string asks of a list, and the rows that answer it: on the screen, in a file, in the background."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.reports.admin.chosen import APART, as_written, choosable, exported_columns, shown_columns
from courses.reports.admin.plain import FieldColumn, plain_cells
from courses.reports.admin.reading import BLOCK
from courses.reports.exports import DIALECTS, XLSX

SEARCH, ORDER, PAGE, EXPORT, COLUMNS = "q", "o", "p", "export", "col"
LONGEST_SEARCH, LONGEST_QUESTION = 100, 2000
LIST_FORMATS = (*DIALECTS, XLSX)


class Question:
    """What a query string asks of a list, and whether it asks for anything it may not.

    `exported` says whether the columns that only an export has may be asked for too.
    """

    def __init__(self, model_admin: Any, given: QueryDict, *, exported: bool = True) -> None:
        self.admin = model_admin
        self.choosable = choosable(model_admin, exported=exported)
        self.options = {one.name: one.options(given.get(one.name, "")) for one in model_admin.filters}
        self.accepted: dict[str, str] = {}
        self.is_clean = True
        for name, values in given.lists():
            if name == COLUMNS:
                self._accept_columns(values)
            elif len(values) == 1 and self._accepts(name, values[0]):
                self.accepted[name] = values[0]
            elif values != [""]:  # a list of the form that was left alone
                self.is_clean = False

    @property
    def filters(self) -> dict[str, str]:
        """The chosen values of the filters."""
        return {name: value for name, value in self.accepted.items() if name in self.options}

    @property
    def search(self) -> str:
        """The words searched for."""
        return self.accepted.get(SEARCH, "")

    @property
    def page(self) -> int:
        """The page asked for, from 1; one beyond the last is the last."""
        return int(self.accepted.get(PAGE, 1))

    @property
    def columns(self) -> list[str]:
        """The columns of the table."""
        return shown_columns(self.admin, self.written_columns)

    @property
    def exported(self) -> list[str]:
        """The columns of a file."""
        return exported_columns(self.admin, self.written_columns)

    @property
    def written_columns(self) -> str:
        """The chosen columns as the address keeps them; empty while nobody chose any."""
        return self.accepted.get(COLUMNS, "")

    @property
    def besides_columns(self) -> list[tuple[str, str]]:
        """What else is asked for, and goes on being so when other columns are chosen."""
        return [(name, value) for name, value in self.accepted.items() if name not in (COLUMNS, PAGE, EXPORT)]

    def address(self, **changes: str | int | None) -> str:
        """The same question with something changed or, where None, left out."""
        asked = {name: value for name, value in (self.accepted | changes).items() if value is not None}
        return f"?{urlencode(asked, safe=APART)}"

    def address_of_all(self) -> str:
        """All rows, in the columns that were chosen."""
        return self.address(**{name: None for name in self.accepted if name != COLUMNS})

    def as_kept(self) -> str:
        """Without the page and the format, as it is kept to be asked again."""
        return self.address(**{PAGE: None, EXPORT: None}).removeprefix("?")

    def in_words(self) -> list[tuple[Any, Any]]:
        """What is asked, as label and value."""
        labels = {one.name: one.label for one in self.admin.filters}
        told = [(labels[name], dict(self.options[name])[value]) for name, value in self.filters.items()]
        if self.search:
            told.append((self.admin.search_label, self.search))
        if ORDER in self.accepted:
            told.append((_("Order"), self._order_in_words(self.accepted[ORDER])))
        return [*told, (_("Columns"), ", ".join(map(self.admin.label, self.columns)))]

    def _order_in_words(self, order: str) -> str:
        label = self.admin.label(self.choosable[abs(int(order))])
        return _("%(column)s, falling") % {"column": label} if order.startswith("-") else label

    def _accept_columns(self, values: list[str]) -> None:
        """A form with boxes sends a value for each: they become one."""
        written = as_written(self.admin, self.choosable, values)
        if written:
            self.accepted[COLUMNS] = written
        if values not in ([written], [""]):
            self.is_clean = False

    def _accepts(self, name: str, value: str) -> bool:
        if name in self.options:
            return value in {str(key) for key, _label in self.options[name]}
        readers = {SEARCH: self._is_search, ORDER: self._is_order, PAGE: self._is_page, EXPORT: self._is_export}
        return name in readers and readers[name](value)

    def _is_export(self, value: str) -> bool:
        return bool(self.admin.list_export) and value in LIST_FORMATS

    def _is_search(self, value: str) -> bool:
        return bool(value.strip()) and len(value) <= LONGEST_SEARCH and value.isprintable()

    def _is_page(self, value: str) -> bool:
        return re.fullmatch(r"[1-9][0-9]{0,5}", value) is not None

    def _is_order(self, value: str) -> bool:
        columns = self.choosable
        return (
            re.fullmatch(r"-?[0-9]{1,2}", value) is not None
            and abs(int(value)) < len(columns)
            and bool(self.admin.sort_field(columns[abs(int(value))]))
        )


def rows_asked(admin: Any, question: Question, request: HttpRequest | None, *, joined: bool = True) -> QuerySet:
    """The rows asked for, in a fixed order; `joined` with their relations."""
    rows = admin.narrowed(admin.get_queryset(request), question.filters)
    if question.search and admin.search:
        rows = type(admin).search(rows, question.search)
    if joined and admin.list_select_related:
        rows = rows.select_related(*admin.list_select_related)
    return rows.order_by(*_order(admin, question, request))


def exported_cells(admin: Any, rows: QuerySet, names: Sequence[str]) -> Iterator[Sequence[Any]]:
    """The cells of all rows, prepared block by block: the memory used does not grow with their number."""
    columns = [admin.exporter(name) for name in names]
    are_plain = admin.needs is not None or all(isinstance(one, FieldColumn) for one in columns)
    return plain_cells(admin, rows, columns) if are_plain else _records(admin, rows, columns)


def headings_of(admin: Any, names: Sequence[str]) -> list[str]:
    """What stands above the columns of an export."""
    return [admin.label(name) for name in names]


def file_name_of(admin: Any) -> str:
    """The list and the day, without extension."""
    return f"{slugify(admin.get_menu_label())}-{timezone.localdate():%Y-%m-%d}"


def _order(admin: Any, question: Question, request: HttpRequest | None) -> list[str]:
    asked = question.accepted.get(ORDER, "")
    if not asked:
        return [*admin.get_ordering(request), "pk"]
    field = admin.sort_field(question.choosable[abs(int(asked))])
    return [f"-{field}" if asked.startswith("-") else field, "pk"]


def _records(admin: Any, rows: QuerySet, columns: Sequence[Callable[[Model], Any]]) -> Iterator[Sequence[Any]]:
    """The same from the records, for a list that needs them."""
    found = rows.iterator(chunk_size=BLOCK)
    while block := list(islice(found, BLOCK)):
        prepared = admin.prepare(block)
        yield from zip(*(map(one, prepared) for one in columns), strict=True)
