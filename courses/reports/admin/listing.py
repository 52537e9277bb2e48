"""The list of a tracking screen: what may be asked of it, its table, its export."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail_modeladmin.views import IndexView, WMABaseView

from courses import conf
from courses.audit.actions import record
from courses.reports.admin.asking import (
    EXPORT,
    LONGEST_SEARCH,
    ORDER,
    SEARCH,
    Question,
    exported_cells,
    file_name_of,
    headings_of,
    rows_asked,
)
from courses.reports.admin.choosing import PlainSelect
from courses.reports.admin.paging import ListPaginator
from courses.reports.exports import CSV, DIALECTS, FORMATS, spreadsheet
from courses.reports.models import SavedReport
from courses.reports.queries import saved_reports
from courses.reports.rules import may_delete_report
from courses.reports.views.base import denied
from courses.reports.views.saved import MAY_SAVE


@dataclass(frozen=True)
class Column:
    """A heading of the table, and the address that sorts by it (empty when it does not sort)."""

    label: str
    address: str
    sorted: str  # "ascending", "descending" or ""


@dataclass(frozen=True)
class Choice:
    """A column that may be shown, and whether it is."""

    name: str
    label: str
    is_shown: bool


@dataclass(frozen=True)
class Saved:
    """A list saved under a name, whether it is what is shown, and whether this account may delete it."""

    report: SavedReport
    is_shown: bool
    may_delete: bool


@dataclass(frozen=True)
class Row:
    """A row of the table: its first cell is its header and leads to the record."""

    pk: int
    address: str
    first: Any
    cells: list[Any]


class HardenedIndexView(IndexView):
    """The list. Nothing of the query string reaches the database but by a declared filter."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The permission, then the question, then the export or the page."""
        if not self.permission_helper.user_can_list(request.user):
            return denied(request)
        may_export = self.permission_helper.user_can_export(request.user)
        self.question = Question(self.model_admin, request.GET, exported=may_export)
        if not self.question.is_clean:
            return redirect(f"{request.path}{self.question.address()}")
        if EXPORT in self.question.accepted:
            return self.export_as(request, self.question.accepted[EXPORT])
        # modeladmin's own way through the query string is left out on purpose
        return TemplateView.dispatch(self, request, *args, **kwargs)

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet:
        """The rows asked for."""
        return rows_asked(self.model_admin, self.question, request or self.request)

    def export_as(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """The same rows as a file, all pages; who took what is recorded, by identifiers only."""
        if request.method != "GET" or not self.permission_helper.user_can_export(request.user):
            return denied(request)
        admin, rows = self.model_admin, self.get_queryset(request)
        number = rows.count()
        if number > conf.get("EXPORT_AT_ONCE"):
            return self.offer_background(request, file_format, number)
        record(
            author=request.user,
            action=f"{self.model_name}.export",
            subject=self.model,
            format=file_format,
            rows=number,
            filters=self.question.filters,
            searched=bool(self.question.search),
            **({"columns": self.question.exported} if self.question.written_columns else {}),
        )
        rows, names = self.get_queryset(request), self.question.exported
        return spreadsheet(
            file_format, file_name_of(admin), headings_of(admin, names), exported_cells(admin, rows, names)
        )

    def offer_background(self, request: HttpRequest, file_format: str, number: int) -> HttpResponse:
        """So long a list is made while the person does something else: a button asks for it."""
        title = str(self.model_admin.get_menu_label())
        context = {
            "number": number,
            "source": self.model._meta.label_lower,
            "question": self.question.as_kept(),
            "file_format": file_format,
            "header_title": title,
            "header_icon": self.model_admin.get_menu_icon(),
            "breadcrumbs_items": [
                *WagtailAdminTemplateMixin.breadcrumbs_items,
                {"url": request.path, "label": title},
                {"url": "", "label": gettext("Download")},
            ],
        }
        return TemplateResponse(request, "courses/reports/export_ask.html", context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of the table, and what surrounds it."""
        admin, question = self.model_admin, self.question
        paginator = ListPaginator(self._sorted(), admin.list_per_page)
        page = paginator.get_page(question.page)
        title = str(admin.get_menu_label())
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
            "choices": self._choices(),
            "original_columns": question.address(col=None),
            "rows": [self._row(one) for one in admin.prepare(self._rows_of(page))],
            "question": question,
            "note": admin.note,
            "summary": admin.summary(paginator.object_list),
            "form": self.form,
            "source": self.model._meta.label_lower,
        }
        return WMABaseView.get_context_data(self, **context | self._buttons() | self._saved() | kwargs)

    def _sorted(self) -> QuerySet:
        """All rows in order, or their keys."""
        if not self.model_admin.keys_first:
            return self.get_queryset()
        return rows_asked(self.model_admin, self.question, self.request, joined=False).values_list("pk", flat=True)

    def _rows_of(self, page: Page) -> list[Model]:
        admin, found = self.model_admin, list(page.object_list)
        if not admin.keys_first:
            return found
        rows = admin.get_queryset(self.request).select_related(*admin.list_select_related).in_bulk(found)
        return [rows[key] for key in found if key in rows]

    def _buttons(self) -> dict[str, Any]:
        """What this account may do with the list, and take away of it."""
        admin, question, user = self.model_admin, self.question, self.request.user
        may_export = bool(admin.list_export) and self.permission_helper.user_can_export(user)
        exports = [(question.address(export=one, p=None), one.upper()) for one in FORMATS]
        dialects = [(question.address(export=key, p=None), one.label) for key, one in DIALECTS.items() if key != CSV]
        many = [(reverse(name), label) for permission, name, label in admin.many_actions if user.has_perm(permission)]
        return {
            "list_actions": [
                (reverse(name), label) for permission, name, label in admin.list_actions if user.has_perm(permission)
            ],
            "many_actions": many,
            "ticked_formats": FORMATS if may_export else (),
            "has_ticks": bool(many or may_export),
            "exports": exports if may_export else [],
            "dialects": dialects if may_export else [],
        }

    def _saved(self) -> dict[str, Any]:
        """The lists saved under a name, and the page that saves this one."""
        user, question = self.request.user, self.question.as_kept()
        may_save = user.has_perm(MAY_SAVE)
        saved = [
            Saved(one, one.question == question, may_save and bool(may_delete_report(one, user)))
            for one in saved_reports(self.model)
        ]
        address = f"{reverse('courses_report_save', args=[self.model_name])}?{question}"
        return {"saved": saved, "save_address": address if may_save else ""}

    @cached_property
    def form(self) -> forms.Form:
        """The filters and the search as a form, with what was asked."""
        fields: dict[str, forms.Field] = {}
        if self.model_admin.search:
            fields[SEARCH] = forms.CharField(label=self.model_admin.search_label, max_length=LONGEST_SEARCH)
        for one in self.model_admin.filters:
            options = self.question.options[one.name]
            if options:
                choices = [("", pgettext("any value of a filter", "All")), *options]
                fields[one.name] = forms.ChoiceField(label=one.label, choices=choices, widget=PlainSelect)
        made = type("ListForm", (forms.Form,), fields)(initial=self.question.accepted, auto_id="list_%s")
        made.use_required_attribute = False
        return made

    def _columns(self) -> list[Column]:
        asked = self.question.accepted.get(ORDER, "")
        columns = []
        for name in self.question.columns:
            number = self.question.choosable.index(name)
            direction = {str(number): "ascending", f"-{number}": "descending"}.get(asked, "")
            next_order = f"-{number}" if direction == "ascending" else str(number)
            sorts = self.model_admin.sort_field(name)
            address = self.question.address(o=next_order, p=None) if sorts else ""
            columns.append(Column(self.model_admin.label(name), address, direction))
        return columns

    def _choices(self) -> list[Choice]:
        """The columns to choose from; the first is not among them."""
        shown = set(self.question.columns)
        return [Choice(name, self.model_admin.label(name), name in shown) for name in self.question.choosable[1:]]

    def _row(self, one: Model) -> Row:
        cells = [self.model_admin.shown(name, one) for name in self.question.columns]
        return Row(one.pk, self.model_admin.address_of(one), cells[0], cells[1:])
