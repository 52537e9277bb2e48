"""The reports of periods: those that were frozen, asking for one, one with its hashes, its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_safe
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.errors import CoursesError
from courses.figures.actions import ask_for_report, hand_out, is_as_frozen
from courses.figures.models import PeriodFile, PeriodReport
from courses.figures.period_figures import Indicator
from courses.figures.period_forms import PeriodReportForm
from courses.figures.period_papers import PDF, XLSX, in_words
from courses.figures.views.dashboard import DASHBOARD, Dashboard
from courses.figures.views.doors import denied, needs

SEE, FREEZE = "courses.view_periodreport", "courses.freeze_periodreport"
LIST, ONE = "courses_periods", "courses_period"
SHOWN = 100
TYPES = {PDF: "application/pdf", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
for_readers = needs(SEE)


class _PeriodPage(WagtailAdminTemplateMixin):
    """A page on the way from the dashboard through the list."""

    header_icon = "table"
    page_title = gettext_lazy("Period reports")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the dashboard to here."""
        above = {"url": reverse(DASHBOARD), "label": str(Dashboard.page_title)}
        return [*super().get_breadcrumbs_items(), above, *self.here()]

    def here(self) -> list[dict[str, Any]]:
        """The page itself, and what stands between the dashboard and it."""
        return [{"url": "", "label": str(self.page_title)}]


@method_decorator(for_readers, name="dispatch")
class Periods(_PeriodPage, FormView):
    """The reports, the newest first; who may asks for another."""

    form_class = PeriodReportForm
    template_name = "courses/figures/periods.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """By those who may freeze."""
        return super().post(request, *args, **kwargs) if request.user.has_perm(FREEZE) else denied(request)

    def form_valid(self, form: PeriodReportForm) -> HttpResponse:
        """Ask for it."""
        try:
            ask_for_report(author=self.request.user, **form.cleaned_data)
        except CoursesError as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, _("The report is being made: reload this page in a minute or two."))
        return redirect(LIST)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list."""
        reports = PeriodReport.objects.select_related("author").defer("figures")[:SHOWN]
        return super().get_context_data(reports=reports, may_freeze=self.request.user.has_perm(FREEZE), **kwargs)


@method_decorator([for_readers, require_GET], name="dispatch")
class Period(_PeriodPage, TemplateView):
    """One report as it was frozen."""

    template_name = "courses/figures/period.html"

    def here(self) -> list[dict[str, Any]]:
        """From the list to here."""
        return [{"url": reverse(LIST), "label": str(super().page_title)}, {"url": "", "label": self.get_page_title()}]

    def get_page_title(self) -> str:
        """The period."""
        return f"{_('Period report')}: {self.report}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only of one that is frozen."""
        self.report = get_object_or_404(PeriodReport, pk=kwargs["pk"], state=PeriodReport.State.READY)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures that were kept, and whether each file is as it was frozen."""
        kept = self.report.figures
        indicators = [Indicator(**one) for one in kept["indicators"]]
        files = self.report.files.order_by("file_format")
        return super().get_context_data(
            report=self.report,
            indicators=[(one, in_words(one)) for one in indicators],
            divisions=kept["divisions"],
            opinions=kept["opinions"],
            files=[(one, is_as_frozen(one)) for one in files],
            **kwargs,
        )


@for_readers
@require_safe
@cache_control(no_store=True, private=True)
def period_file(request: HttpRequest, pk: int, file_format: str) -> HttpResponseBase:
    """A file of a report, byte for byte; who took it is written down."""
    if file_format not in TYPES:
        raise Http404
    file = get_object_or_404(PeriodFile.objects.select_related("report"), report=pk, file_format=file_format)
    try:
        content = hand_out(file=file, author=request.user)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
        return redirect(ONE, pk)
    report = file.report
    response = HttpResponse(content, content_type=TYPES[file_format])
    name = f"relazione-{report.first}-{report.last}-del-{report.frozen_at:%Y-%m-%d}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


URLS = (
    path("programma/relazioni/", Periods.as_view(), name=LIST),
    path("programma/relazioni/<int:pk>/", Period.as_view(), name=ONE),
    path("programma/relazioni/<int:pk>.<str:file_format>", period_file, name="courses_period_file"),
)
