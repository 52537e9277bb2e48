"""The table of the figures, on screen and as a file."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.audit.actions import record
from courses.figures.breakdown import Breakdown, breakdown_of
from courses.figures.forms import BreakdownForm, as_question, period_in_words
from courses.figures.measures import PLACED
from courses.figures.models import Figure
from courses.figures.tallies import counted_at, figures_of
from courses.figures.views.dashboard import DASHBOARD, Dashboard
from courses.figures.views.doors import EXPORT, denied, for_figures
from courses.reports.exports import FORMATS, spreadsheet


def asked_for(form: BreakdownForm) -> Breakdown:
    """The table of the chosen period and dimension."""
    dimension = form.chosen("per")
    return breakdown_of(figures_of(*form.period, [dimension]), dimension)


@method_decorator(for_figures, name="dispatch")
class BreakdownView(WagtailAdminTemplateMixin, TemplateView):
    """Every number of the dashboard, divided."""

    http_method_names = ["get", "head", "options"]
    template_name = "courses/figures/breakdown.html"
    page_title = gettext_lazy("The numbers, divided")
    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """From the dashboard to here."""
        above = {"url": reverse(DASHBOARD), "label": str(Dashboard.page_title)}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table, and the same question for the files."""
        form = BreakdownForm(self.request.GET)
        question = urlencode(as_question(form))
        files = [(f"{reverse('courses_breakdown_file', args=[one])}?{question}", one.upper()) for one in FORMATS]
        return super().get_context_data(
            form=form,
            table=asked_for(form),
            period=period_in_words(form.period),
            counted_at=counted_at(),
            placed=PLACED,
            files=files if self.request.user.has_perm(EXPORT) else [],
            **kwargs,
        )


@for_figures
@require_GET
def breakdown_file(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """The same table as a spreadsheet; who took it is recorded."""
    if not request.user.has_perm(EXPORT):
        return denied(request)
    if file_format not in FORMATS:
        raise Http404
    form = BreakdownForm(request.GET)
    table = asked_for(form)
    record(author=request.user, action="figure.export", subject=Figure, format=file_format, filters=as_question(form))
    name = f"numeri-{table.dimension}-{timezone.localdate():%Y-%m-%d}"
    return spreadsheet(file_format, name, table.headings, [*table.rows, table.total])
