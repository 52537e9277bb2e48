"""The dashboard: what waits, the figures of a period, the map; and counting the figures again."""

from typing import Any
from urllib.parse import urlencode

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.figures.choropleth import map_of
from courses.figures.dashboard import DIMENSIONS, cards_of, pictures_of
from courses.figures.forms import DashboardForm, as_question, period_in_words
from courses.figures.tallies import counted_at, figures_of
from courses.figures.tasks import count_now
from courses.figures.todo import waiting_for
from courses.figures.views.doors import EXPORT, for_figures, needs
from courses.territory.queries import FRAME

DASHBOARD = "courses_dashboard"


@method_decorator(for_figures, name="dispatch")
class Dashboard(WagtailAdminTemplateMixin, TemplateView):
    """What waits first, then the numbers."""

    template_name = "courses/figures/dashboard.html"
    page_title = gettext_lazy("The programme")
    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """There is nothing above it but the admin itself."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures are read as they were last counted; what waits is read now."""
        form = DashboardForm(self.request.GET)
        level = form.chosen("livello")
        figures = figures_of(*form.period, [*DIMENSIONS, level])
        return super().get_context_data(
            form=form,
            waiting=waiting_for(self.request.user),
            counted_at=counted_at(),
            period=period_in_words(form.period),
            cards=cards_of(figures),
            pictures=pictures_of(figures),
            map=map_of(figures, form.chosen("mappa"), level),
            frame=FRAME,
            may_count=self.request.user.has_perm(EXPORT),
            question=urlencode(as_question(form)),
            **kwargs,
        )


@for_figures
@require_GET
def map_file(request: HttpRequest) -> HttpResponse:
    """The map as it is shown, as an SVG to keep."""
    form = DashboardForm(request.GET)
    level = form.chosen("livello")
    shown = map_of(figures_of(*form.period, [level]), form.chosen("mappa"), level)
    context = {"map": shown, "frame": FRAME, "period": period_in_words(form.period), "counted_at": counted_at()}
    answer = HttpResponse(render_to_string("courses/figures/map.svg", context), content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="mappa-{shown.what}.svg"'
    return answer


@needs(EXPORT)
@require_POST
def count_again(request: HttpRequest) -> HttpResponse:
    """Count the figures now: a few seconds, or the worker does it."""
    count_now.enqueue()
    messages.success(request, _("The figures are being counted again: if they look old, reload the page in a moment."))
    return redirect(reverse(DASHBOARD))


class HomePanel(Component):
    """What waits, on the first page of the admin."""

    name = "courses_programme"
    order = 50
    template_name = "courses/figures/home_panel.html"

    @property
    def media(self) -> Media:
        """Its look."""
        return Media(css={"all": ["courses/reports.css", "courses/dashboard.css"]})

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """As on the dashboard."""
        return {"waiting": waiting_for(parent_context["request"].user), "address": reverse(DASHBOARD)}
