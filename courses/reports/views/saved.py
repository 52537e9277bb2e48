"""Lists under a name: saved as they are shown, shared with who may see them, deleted by who saved them."""

from typing import Any

from django import forms
from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.errors import CoursesError
from courses.reports.actions import delete_report, save_report
from courses.reports.forms import SeenForm
from courses.reports.models import SavedReport
from courses.reports.queries import saved_reports
from courses.reports.rules import may_delete_report
from courses.reports.saved_forms import SaveForm
from courses.reports.views.base import ActionView, denied

MAY_SAVE = "courses.add_savedreport"


def screen_of(source: str) -> Any:
    """The tracking screen of a model, by its label; None if there is none."""
    group = import_string(apps.get_app_config("courses").tracking_group)
    return next((kind() for kind in group.items if kind.model._meta.label_lower == source), None)


class _OnAList(ActionView):
    """An act on a list, or on what is saved of it: the permission of the list is asked again each time."""

    permission = MAY_SAVE
    subject = None
    header_icon = "list-ul"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """First whether one may save at all, then the list, then its own permission."""
        if not request.user.has_perm(self.permission):
            return denied(request)
        if self.screen is None:
            raise Http404
        if not self.screen.permission_helper.user_can_list(request.user) or not self.is_mine:
            return denied(request)
        return super().dispatch(request, *args, **kwargs)

    @property
    def screen(self) -> Any:
        """The tracking screen it is about."""
        raise NotImplementedError

    @property
    def is_mine(self) -> bool:
        """Whether this account may do this to this very record."""
        return True

    @cached_property
    def question(self) -> Any:
        """What is asked of the list, cleaned as the list itself does."""
        raise NotImplementedError

    def facts(self) -> list[tuple[Any, Any]]:
        """The list, and what is asked of it."""
        return [(_("List"), self.screen.get_menu_label()), *self.question.in_words()]

    def address_of_subject(self) -> str:
        """The list as it is shown."""
        return f"{self.screen.url_helper.index_url}{self.question.address()}"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """From the list to here."""
        back = {"url": self.address_of_subject(), "label": self.screen.get_menu_label()}
        here = {"url": "", "label": self.get_page_title()}
        return [*WagtailAdminTemplateMixin.breadcrumbs_items, back, here]


class SaveReport(_OnAList):
    """Give a name to a list as it is shown: the address of this page holds the question."""

    form_class = SaveForm
    page_title = submit_label = gettext_lazy("Save this list with a name")

    @cached_property
    def screen(self) -> Any:
        """By the name of its model."""
        return screen_of(f"courses.{self.kwargs['source']}")

    @cached_property
    def question(self) -> Any:
        """As the address says."""
        return self.screen.question_of(self.request.GET.urlencode(), self.request.user)

    def is_done(self, form: forms.Form) -> bool:
        """The same list under the same name by the same account: the form was sent twice."""
        mine = saved_reports(self.screen.model).filter(author=self.request.user)
        return mine.filter(name=form.cleaned_data["name"], question=self.question.as_kept()).exists()

    def act(self, form: forms.Form) -> str:
        """Save it."""
        name, question = form.cleaned_data["name"], self.question.as_kept()
        save_report(source=self.screen.model, name=name, question=question, author=self.request.user)
        return _("«%(name)s» is saved: who may see this list finds it above it.") % {"name": name}

    def refuse(self, form: forms.Form, refusal: CoursesError) -> HttpResponse:
        """What is refused is the name."""
        form.add_error("name", refusal.message)
        return self.form_invalid(form)


class DeleteReport(_OnAList):
    """Take a name away from above a list: no row of the list goes with it."""

    form_class = SeenForm
    records = SavedReport.objects
    page_title = submit_label = gettext_lazy("Delete the saved list")

    @cached_property
    def record(self) -> SavedReport:
        """The saved list."""
        return get_object_or_404(self.records, pk=self.kwargs["pk"])

    @cached_property
    def screen(self) -> Any:
        """The list it is of."""
        return screen_of(self.record.source)

    @property
    def is_mine(self) -> bool:
        """As the rule says."""
        return bool(may_delete_report(self.record, self.request.user))

    @cached_property
    def question(self) -> Any:
        """As it was saved."""
        return self.screen.question_of(self.record.question, self.request.user)

    def facts(self) -> list[tuple[Any, Any]]:
        """With its name."""
        return [(_("Name of the list"), self.record.name), *super().facts()]

    def act(self, form: forms.Form) -> str:
        """Delete it."""
        name = self.record.name
        delete_report(report=self.record, author=self.request.user)
        return _("«%(name)s» is deleted. The rows of the list are all there.") % {"name": name}


URLS = (
    path("courses/report/<slug:source>/save/", SaveReport.as_view(), name="courses_report_save"),
    path("courses/report/<int:pk>/delete/", DeleteReport.as_view(), name="courses_report_delete"),
)
