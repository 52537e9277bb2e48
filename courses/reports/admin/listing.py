"""The list of a tracking screen: what may be asked of it, its table, its export."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import pgettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail_modeladmin.views import IndexView, WMABaseView

from courses.audit.actions import record
from courses.reports.exports import FORMATS, spreadsheet
from courses.reports.views.base import denied

SEARCH, ORDER, PAGE, EXPORT = "q", "o", "p", "export"
LONGEST_SEARCH = 100
BLOCK = 500  # rows of an export that are prepared together


@dataclass(frozen=True)
class Column:
    """A heading of the table, and the address that sorts by it (empty when it does not sort)."""

    label: str
    address: str
    sorted: str  # "ascending", "descending" or ""


@dataclass(frozen=True)
class Row:
    """A row of the table: its first cell is its header and leads to the record."""

    pk: int
    address: str
    first: Any
    cells: list[Any]


class Question:
    """What a query string asks of a list, and whether it asks for anything it may not."""

    def __init__(self, model_admin: Any, given: QueryDict) -> None:
        self.admin = model_admin
        self.options = {one.name: one.options(given.get(one.name, "")) for one in model_admin.filters}
        self.accepted: dict[str, str] = {}
        self.is_clean = True
        for name, values in given.lists():
            if len(values) == 1 and self._accepts(name, values[0]):
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

    def address(self, **changes: str | int | None) -> str:
        """The same question with something changed or, where None, left out."""
        asked = {name: value for name, value in (self.accepted | changes).items() if value is not None}
        return f"?{urlencode(asked)}"

    def _accepts(self, name: str, value: str) -> bool:
        if name in self.options:
            return value in {str(key) for key, _label in self.options[name]}
        readers = {SEARCH: self._is_search, ORDER: self._is_order, PAGE: self._is_page, EXPORT: self._is_export}
        return name in readers and readers[name](value)

    def _is_export(self, value: str) -> bool:
        return bool(self.admin.list_export) and value in FORMATS

    def _is_search(self, value: str) -> bool:
        return bool(value.strip()) and len(value) <= LONGEST_SEARCH and value.isprintable()

    def _is_page(self, value: str) -> bool:
        return re.fullmatch(r"[1-9][0-9]{0,5}", value) is not None

    def _is_order(self, value: str) -> bool:
        columns = self.admin.list_display
        return (
            re.fullmatch(r"-?[0-9]{1,2}", value) is not None
            and abs(int(value)) < len(columns)
            and bool(self.admin.sort_field(columns[abs(int(value))]))
        )


class HardenedIndexView(IndexView):
    """The list. Nothing of the query string reaches the database but by a declared filter."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The permission, then the question, then the export or the page."""
        if not self.permission_helper.user_can_list(request.user):
            return denied(request)
        self.question = Question(self.model_admin, request.GET)
        if not self.question.is_clean:
            return redirect(f"{request.path}{self.question.address()}")
        if EXPORT in self.question.accepted:
            return self.export_as(request, self.question.accepted[EXPORT])
        # modeladmin's own way through the query string is left out on purpose
        return TemplateView.dispatch(self, request, *args, **kwargs)

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet:
        """The rows asked for, in a fixed order, each with its relations."""
        question = self.question
        rows = self.model_admin.get_queryset(request or self.request)
        rows = self.model_admin.narrowed(rows, question.filters)
        if question.search and self.model_admin.search:
            rows = type(self.model_admin).search(rows, question.search)
        if self.model_admin.list_select_related:
            rows = rows.select_related(*self.model_admin.list_select_related)
        return rows.order_by(*self._order())

    def export_as(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """The same rows as a file, all pages; who took what is recorded, by identifiers only."""
        if request.method != "GET" or not self.permission_helper.user_can_export(request.user):
            return denied(request)
        rows = self.get_queryset(request)
        record(
            author=request.user,
            action=f"{self.model_name}.export",
            subject=self.model,
            format=file_format,
            rows=rows.count(),
            filters=self.question.filters,
            searched=bool(self.question.search),
        )
        admin = self.model_admin
        name = f"{slugify(admin.get_menu_label())}-{timezone.localdate():%Y-%m-%d}"
        headings = [admin.label(field) for field in admin.list_export]
        return spreadsheet(file_format, name, headings, admin.exported_rows(self._prepared(rows)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of the table, and what surrounds it."""
        admin, question, user = self.model_admin, self.question, self.request.user
        paginator = self.paginator_class(self.get_queryset(), admin.list_per_page)
        page = paginator.get_page(question.page)
        title = str(admin.get_menu_label())
        actions = [
            (reverse(name), label) for permission, name, label in admin.list_actions if user.has_perm(permission)
        ]
        exports = [(question.address(export=one, p=None), one.upper()) for one in FORMATS if admin.list_export]
        many = [(reverse(name), label) for permission, name, label in admin.many_actions if user.has_perm(permission)]
        context = {
            "header_title": title,
            "header_icon": admin.get_menu_icon(),
            "breadcrumbs_items": [
                *WagtailAdminTemplateMixin.breadcrumbs_items,
                {"url": "", "label": title},
            ],
            "page_obj": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "columns": self._columns(),
            "rows": [self._row(one) for one in admin.prepare(list(page.object_list))],
            "question": question,
            "form": self.form,
            "list_actions": actions,
            "many_actions": many,
            "exports": exports if self.permission_helper.user_can_export(user) else [],
        }
        return WMABaseView.get_context_data(self, **context | kwargs)

    @cached_property
    def form(self) -> forms.Form:
        """The filters and the search as a form, with what was asked."""
        fields: dict[str, forms.Field] = {}
        if self.model_admin.search:
            fields[SEARCH] = forms.CharField(label=self.model_admin.search_label, max_length=LONGEST_SEARCH)
        for one in self.model_admin.filters:
            options = self.question.options[one.name]
            if options:
                fields[one.name] = forms.ChoiceField(
                    label=one.label, choices=[("", pgettext("any value of a filter", "All")), *options]
                )
        made = type("ListForm", (forms.Form,), fields)(initial=self.question.accepted, auto_id="list_%s")
        made.use_required_attribute = False
        return made

    def _order(self) -> list[str]:
        asked = self.question.accepted.get(ORDER, "")
        if not asked:
            return [*self.model_admin.get_ordering(self.request), "pk"]
        field = self.model_admin.sort_field(self.model_admin.list_display[abs(int(asked))])
        return [f"-{field}" if asked.startswith("-") else field, "pk"]

    def _columns(self) -> list[Column]:
        asked = self.question.accepted.get(ORDER, "")
        columns = []
        for number, name in enumerate(self.model_admin.list_display):
            direction = {str(number): "ascending", f"-{number}": "descending"}.get(asked, "")
            next_order = f"-{number}" if direction == "ascending" else str(number)
            sorts = self.model_admin.sort_field(name)
            address = self.question.address(o=next_order, p=None) if sorts else ""
            columns.append(Column(self.model_admin.label(name), address, direction))
        return columns

    def _row(self, one: Model) -> Row:
        cells = [self.model_admin.shown(name, one) for name in self.model_admin.list_display]
        return Row(one.pk, self.model_admin.address_of(one), cells[0], cells[1:])

    def _prepared(self, rows: QuerySet) -> Iterator[Model]:
        block: list[Model] = []
        for one in rows.iterator(chunk_size=BLOCK):
            block.append(one)
            if len(block) == BLOCK:
                yield from self.model_admin.prepare(block)
                block = []
        yield from self.model_admin.prepare(block)
