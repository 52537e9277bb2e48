"""Deciding on many rows at once: ticked in a list, confirmed with one reason, told row by row."""

import logging
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import DatabaseError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateResponseMixin, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.errors import CoursesError
from courses.reports.views.base import denied

logger = logging.getLogger(__name__)

AT_MOST = 100
LONGEST_IDENTIFIER = 18  # digits that every database's integers hold
LONGEST_QUESTION = 2000


def keys_sent(request: HttpRequest) -> list[int]:
    """The identifiers of the rows that were ticked, each once; what is no number is left out."""
    sent = dict.fromkeys(request.POST.getlist("chosen"))
    return [int(key) for key in sent if key.isascii() and key.isdigit() and len(key) <= LONGEST_IDENTIFIER]


def fault_in(keys: list[int]) -> str:
    """Why so many rows cannot be worked on at once; empty when they can."""
    if not keys:
        return _("Tick at least one row first.")
    return _("Tick at most %(most)s rows at once.") % {"most": AT_MOST} if len(keys) > AT_MOST else ""


@dataclass(frozen=True)
class Outcome:
    """What became of one row."""

    row: str
    address: str
    is_done: bool
    words: str


class ManyView(WagtailAdminTemplateMixin, TemplateResponseMixin, View):
    """One decision over the rows that were ticked. Subclasses name permission, records, form and what is done.

    By POST only. Each row has its own permission, its own transaction and its own result; of a row that this account
    may not decide nothing is told, nor whether it exists.
    """

    http_method_names = ["post"]
    permission: ClassVar[str]
    records: ClassVar[QuerySet]
    form_class: ClassVar[type[forms.Form]] = forms.Form
    list_of: ClassVar[tuple[str, Any]]
    inspect_name: ClassVar[str] = ""
    submit_label: Any = ""
    consequence: Any = ""  # what comes of it for those chosen, where the button does not say it
    template_name = "courses/reports/many.html"
    header_icon = "list-ul"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The permission before anything else."""
        if not request.user.has_perm(self.permission):
            return denied(request)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """First the rows and the question; confirmed, the decision and its results."""
        fault = fault_in(self.keys) or self.refusal()
        if fault:
            return self._back(fault)
        form = self.form_class(request.POST if "confirmed" in request.POST else None, **self.get_form_kwargs())
        if form.is_valid():
            return self.render_to_response(
                self.get_context_data(outcomes=[self._decide(one, form) for one in self.rows])
            )
        rows = [(one, self.name_of(one), self.address_of(one), self.seen(one), self.facts(one)) for one in self.rows]
        return self.render_to_response(self.get_context_data(form=form, rows=rows))

    def refusal(self) -> str:
        """Why it makes no sense for any row; empty when it does."""
        return ""

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the form needs to know."""
        return {}

    def permitted(self, record: Model) -> bool:
        """Whether this account may decide on this very record."""
        return self.request.user.has_perm(self.permission)

    def act(self, record: Model, form: forms.Form) -> str:
        """Do it to one row, and say what was done. Raises CoursesError."""
        raise NotImplementedError

    def name_of(self, record: Model) -> str:
        """What a row is called."""
        return str(record)

    def facts(self, record: Model) -> str:
        """What one must know of a row before deciding."""
        return ""

    def seen(self, record: Model) -> str:
        """What the page shows of a row and the decision depends on."""
        return ""

    @cached_property
    def keys(self) -> list[int]:
        """The identifiers that were sent."""
        return keys_sent(self.request)

    @cached_property
    def rows(self) -> list[Model]:
        """The rows that exist and are this account's to decide, in the order they were sent."""
        found = self.records.in_bulk(self.keys)
        return [found[key] for key in self.keys if key in found and self.permitted(found[key])]

    def address_of(self, record: Model) -> str:
        """The page of one row."""
        return reverse(self.inspect_name, args=[record.pk])

    @cached_property
    def back(self) -> str:
        """What was asked of the list, to return to the same rows: the list drops whatever it does not know."""
        return QueryDict(self.request.POST.get("back", "").lstrip("?")[:LONGEST_QUESTION]).urlencode()

    @property
    def list_address(self) -> str:
        """The list, as it was left."""
        return f"{reverse(self.list_of[0])}?{self.back}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the list to here."""
        here = [{"url": self.list_address, "label": self.list_of[1]}, {"url": "", "label": self.get_page_title()}]
        return [*super().get_breadcrumbs_items(), *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows to confirm, or their outcomes; how many were left out."""
        more = {"left_out": len(self.keys) - len(self.rows), "submit_label": self.submit_label}
        return super().get_context_data(**more, **kwargs)

    def _decide(self, record: Model, form: forms.Form) -> Outcome:
        name, address = self.name_of(record), self.address_of(record)
        if self.request.POST.get(f"seen-{record.pk}") != self.seen(record):
            words = _("Somebody changed this a moment ago: look at it again before you go on.")
            return Outcome(name, address, False, words)
        try:
            return Outcome(name, address, True, self.act(record, form))
        except CoursesError as refusal:
            return Outcome(name, address, False, str(refusal))
        except DatabaseError:
            logger.exception("%s %s could not be decided among many", record._meta.label, record.pk)
            return Outcome(name, address, False, _("It could not be saved. Try again from its own page."))

    def _back(self, words: str) -> HttpResponse:
        messages.error(self.request, words)
        return redirect(self.list_address)
