"""The check of a simulation, for its editors: the map of its latest draft, and what keeps it from being published."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from courses.audit.actions import record_refusal
from courses.enrolment.rules import reads_everything
from courses.quizzes.mapping import map_of
from courses.quizzes.models import SimulationPage
from courses.quizzes.proofing import mistakes_in
from courses.quizzes.scripting import script_of

CHECK = "courses_simulation_check"


class SimulationCheck(WagtailAdminTemplateMixin, TemplateView):
    """Every scene with what leads where; broken drafts are drawn too."""

    template_name = "courses/quizzes/check.html"
    header_icon = "site"
    page_title = gettext_lazy("Check the scenario")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For who may edit the page; the same answer to all others, whatever is there."""
        if not reads_everything(request.user) or not self.page.permissions_for_user(request.user).can_edit():
            record_refusal(user=request.user, path=request.path)
            return TemplateResponse(request, "courses/reports/denied.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> SimulationPage:
        """The latest draft."""
        page = SimulationPage.objects.filter(pk=self.kwargs["pk"]).first()
        if page is None:
            raise Http404
        return page.get_latest_revision_as_object()

    def get_page_title(self) -> str:
        """With the simulation's own."""
        return f"{self.page_title}: {self.page.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the form to here."""
        form = {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.page.title}
        return [*super().get_breadcrumbs_items(), form, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the map."""
        return super().get_context_data(page=self.page, map=map_of(script_of(self.page)), **kwargs)


def before_many(request: HttpRequest, action_type: str, objects: list[Any]) -> HttpResponse | None:
    """Stop publishing many pages at once when one is a simulation in which somebody could get stuck."""
    if request.method != "POST" or action_type != "publish":
        return None
    keys = [one.pk for one in objects if isinstance(one, Page)]
    drafts = (page.get_latest_revision_as_object() for page in SimulationPage.objects.filter(pk__in=keys))
    broken = [page for page in drafts if mistakes_in(script_of(page))]
    if not broken:
        return None
    titles = ", ".join(page.title for page in broken)
    messages.error(request, _("Nothing was published. There is something to mend in: %(titles)s.") % {"titles": titles})
    return redirect(CHECK, broken[0].pk)


URLS = [path("simulazioni/<int:pk>/", SimulationCheck.as_view(), name=CHECK)]
