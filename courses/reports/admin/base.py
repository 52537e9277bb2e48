"""The hardened base of every tracking screen: wagtail-modeladmin lets in more than a list of people may."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, ClassVar

from django.contrib.admin.utils import display_for_field, display_for_value, label_for_field, lookup_field
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import URLPattern, re_path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from wagtail_modeladmin.helpers import AdminURLHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from courses.reports.admin.asking import (
    LIST_FORMATS,
    LONGEST_QUESTION,
    Question,
    exported_cells,
    file_name_of,
    headings_of,
    rows_asked,
)
from courses.reports.admin.filters import Filter, narrow
from courses.reports.admin.inspecting import HardenedInspectView
from courses.reports.admin.listing import HardenedIndexView
from courses.reports.admin.plain import FieldColumn, column_of
from courses.reports.exports import XLSX, spreadsheet
from courses.reports.views.base import denied

EMPTY = "–"


class HardenedPermissions(PermissionHelper):
    """Each right by its own permission: to view, to export. Changes are actions, each with a right of its own."""

    def may(self, user: AbstractBaseUser, action: str) -> bool:
        """Whether an account has `courses.<action>_<model>`."""
        return self.user_has_specific_permission(user, self.get_perm_codename(action))

    def user_can_list(self, user: AbstractBaseUser) -> bool:
        """Viewing is a right of its own: adding or exporting does not bring it along."""
        return self.may(user, "view")

    def user_can_inspect_obj(self, user: AbstractBaseUser, obj: Model) -> bool:
        """As the list."""
        return self.inspect_view_enabled and self.may(user, "view")

    def user_can_export(self, user: AbstractBaseUser) -> bool:
        """Taking the data away is another right than looking at them."""
        return self.may(user, "view") and self.may(user, "export")

    def user_can_create(self, user: AbstractBaseUser) -> bool:
        """There is no form over bare fields."""
        return False

    def user_can_edit_obj(self, user: AbstractBaseUser, obj: Model) -> bool:
        """There is no form over bare fields."""
        return False

    def user_can_delete_obj(self, user: AbstractBaseUser, obj: Model) -> bool:
        """Records are not deleted."""
        return False


class HardenedURLs(AdminURLHelper):
    """Identifiers are numbers: anything else is no address, for everybody alike."""

    def _get_object_specific_action_url_pattern(self, action: str) -> str:
        return rf"^{self.base_url_path}/{action}/(?P<instance_pk>[0-9]{{1,18}})/$"


class HardenedAdmin(ModelAdmin):
    """The base of every ModelAdmin here; a test fails on one that is not a subclass.

    - a query string may hold only the declared filters, the search, columns, one to sort by and a page: anything
      else is dropped by a redirect to the same list without it
    - the columns may be chosen: of the list's own, and of its export's for whoever may take it away
    - only the list, and a declared inspect view, have an address; actions are views of their own
    - the permission is asked before the record is looked up
    - the export has its own permission and is recorded; what was typed in never becomes a formula; without
      `list_export` there is none, for nobody
    """

    permission_helper_class = HardenedPermissions
    url_helper_class = HardenedURLs
    index_view_class = HardenedIndexView
    inspect_view_class = HardenedInspectView
    history_view_enabled = False
    index_template_name = "courses/reports/index.html"
    inspect_template_name = "courses/reports/inspect.html"
    list_per_page = 50
    list_select_related: tuple[str, ...] = ()
    # The fields that `prepare` and the columns with a method ask of a row: an export reads these alone, and makes no
    # records. None where it takes the records themselves, for lists that never get long.
    needs: tuple[str, ...] | None = None
    # Of a long table without an index for its order the keys are sorted alone, then one page of rows is read.
    keys_first = False
    empty_value_display = EMPTY

    note: ClassVar[Any] = ""  # how the rows are counted, where that is not plain
    filters: ClassVar[tuple[Filter, ...]] = ()
    search: ClassVar[Callable[[QuerySet, str], QuerySet] | None] = None
    search_label: ClassVar[Any] = ""
    action_urls: ClassVar[tuple[URLPattern, ...]] = ()
    # a column of the list → the columns of its export that say the same as numbers and plain words
    exported_as: ClassVar[dict[str, tuple[str, ...]]] = {}
    # (permission, url name, label): buttons above the list
    list_actions: ClassVar[tuple[tuple[str, str, Any], ...]] = ()
    # the same: buttons for the rows that are ticked; each a `ManyView`
    many_actions: ClassVar[tuple[tuple[str, str, Any], ...]] = ()

    def __init__(self, parent: Any = None) -> None:
        if self.list_filter or self.search_fields or self.history_view_enabled:
            raise ImproperlyConfigured(f"{type(self).__name__}: declare `filters` and `search`; there is no history.")
        if not isinstance(self.list_select_related, tuple):
            raise ImproperlyConfigured(f"{type(self).__name__}: name the relations to select.")
        if self.inspect_view_enabled and not self.inspect_view_fields:
            raise ImproperlyConfigured(f"{type(self).__name__}: declare the fields its inspect view shows.")
        super().__init__(parent)

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """The list, the inspect view where declared, and the actions: no create, edit, delete or history."""
        views = {"index": self.index_view} | ({"inspect": self.inspect_view} if self.inspect_view_enabled else {})
        helper = self.url_helper
        return (
            *(
                re_path(helper.get_action_url_pattern(action), view, name=helper.get_action_url_name(action))
                for action, view in views.items()
            ),
            *self.action_urls,
        )

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        """The permission before the record: modeladmin itself looks the record up first."""
        if not self.permission_helper.user_can_inspect_obj(request.user, None):
            return denied(request)
        return super().inspect_view(request, instance_pk)

    def register_admin_url_finders(self) -> None:
        """Nothing to edit, hence no address for «edit»."""

    def register_indexing(self) -> None:
        """Records stay out of Wagtail's reference index."""

    def narrowed(self, rows: QuerySet, values: dict[str, str]) -> QuerySet:
        """The rows for which the chosen values of the filters hold."""
        return narrow(rows, self.filters, values)

    def sort_field(self, name: str) -> str:
        """The field a column sorts by; empty when it does not sort."""
        column = getattr(self, name, None)
        if column is not None:
            return getattr(column, "admin_order_field", "") or ""
        return name if name in {field.name for field in self.opts.concrete_fields} else ""

    def prepare(self, rows: Sequence[Model]) -> Sequence[Model]:
        """Give the rows of one page (or one block of an export) what their columns need, in a few queries for all."""
        return rows

    def summary(self, rows: QuerySet) -> str:
        """What the rows asked for come to together; empty where there is nothing to add up."""
        return ""

    def more_columns(self) -> Sequence[str]:
        """Columns that may be chosen besides those the list and its export have by themselves."""
        return ()

    def address_of(self, row: Model) -> str:
        """Where the first column of a row leads."""
        return self.url_helper.get_action_url("inspect", row.pk) if self.inspect_view_enabled else ""

    def label(self, name: str) -> str:
        """The heading of a column."""
        return capfirst(str(label_for_field(name, self.model, self)))

    def shown(self, name: str, row: Model) -> Any:
        """A cell of the list."""
        found, _attribute, value = lookup_field(name, row, self)
        if value in (None, ""):
            return EMPTY
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        if isinstance(value, date):
            return date_format(value, "SHORT_DATE_FORMAT")
        return display_for_field(value, found, EMPTY) if found else display_for_value(value, EMPTY)

    def exporter(self, name: str) -> FieldColumn | Callable[[Model], Any]:
        """How a column is read for an export: choices in words, dates and numbers as they are."""
        own = getattr(self, name, None)
        if callable(own):
            return own
        field = next((one for one in self.opts.concrete_fields if one.name == name), None)
        return column_of(field) if field else attrgetter(name)

    def question_of(self, query: str, user: AbstractBaseUser) -> Question:
        """What a query string asks for an account: what it may not ask is left out, as on the list."""
        kept = query if len(query) <= LONGEST_QUESTION else ""
        return Question(self, QueryDict(kept), exported=self.permission_helper.user_can_export(user))

    def asked(self, query: str, file_format: str) -> dict[str, Any] | None:
        """What a query string asks of the export, cleaned as on the list; None for a format there is not."""
        if file_format not in LIST_FORMATS or len(query) > LONGEST_QUESTION:
            return None
        question = Question(self, QueryDict(query))
        name = f"{file_name_of(self)}.{'xlsx' if file_format == XLSX else 'csv'}"
        number = rows_asked(self, question, None).count()
        return {"question": question.as_kept(), "file_format": file_format, "name": name, "rows": number}

    def file_of(
        self, request: HttpRequest, keys: list[int], file_format: str, query: str = ""
    ) -> tuple[int, HttpResponseBase]:
        """The rows of some identifiers as a file, in the order of the list; first how many of them there are.

        Of the query string the chosen columns alone count: which rows, the boxes said.
        """
        names = Question(self, QueryDict(query if len(query) <= LONGEST_QUESTION else "")).exported
        rows = rows_asked(self, Question(self, QueryDict("")), request).filter(pk__in=keys)
        file = spreadsheet(file_format, file_name_of(self), headings_of(self, names), exported_cells(self, rows, names))
        return rows.count(), file
