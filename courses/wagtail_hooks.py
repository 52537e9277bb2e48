"""The one door to Wagtail: what happens before a page or a document is served, and the tracking screens."""

from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse_lazy
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from courses.agenda.viewsets import MunicipalityChooserViewSet, ProgrammeGroup
from courses.attendance.views.materials import document_gate
from courses.catalogue.views import warn_about_content
from courses.enrolment.views import gate
from courses.figures.views import breakdown, dashboard, periods
from courses.figures.views.doors import SEE
from courses.quizzes.views import check
from courses.quizzes.viewsets import BankViewSet
from courses.reports.views import learning, quizzes, saved, simulations


@hooks.register("before_serve_page")
def gate_course_pages(page: Page, request: HttpRequest, serve_args: list, serve_kwargs: dict) -> HttpResponse | None:
    """The pages of a course are for the enrolled."""
    return gate(page, request)


@hooks.register("before_serve_document")
def gate_course_documents(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """A document is for those who see it on a page that offers it."""
    return document_gate(document, request)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_editor(request: HttpRequest, page: Page) -> None:
    """Tell the editor what some readers would miss."""
    warn_about_content(request, page)


@hooks.register("before_bulk_action")
def publish_no_broken_simulation(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Many pages at once are published without their form: what the form would refuse is refused here."""
    return check.before_many(request, action_type, objects)


@hooks.register("register_admin_viewset")
def register_choosers() -> MunicipalityChooserViewSet:
    """The window to choose a municipality."""
    return MunicipalityChooserViewSet("courses_municipality_chooser", url_prefix="courses/municipalities")


@hooks.register("register_admin_urls")
def dashboard_addresses() -> list[URLPattern]:
    """The figures of the programme."""
    return [
        path("programma/", dashboard.Dashboard.as_view(), name="courses_dashboard"),
        path("programma/mappa.svg", dashboard.map_file, name="courses_dashboard_map"),
        path("programma/ricalcola/", dashboard.count_again, name="courses_dashboard_count"),
        path("programma/tabella/", breakdown.BreakdownView.as_view(), name="courses_breakdown"),
        path("programma/tabella.<str:file_format>", breakdown.breakdown_file, name="courses_breakdown_file"),
        *periods.URLS,
    ]


@hooks.register("register_admin_urls")
def addresses_of_saved_lists() -> list[URLPattern]:
    """Lists under a name, whatever screens the host has."""
    return list(saved.URLS)


@hooks.register("register_admin_urls")
def addresses_of_quizzes() -> list[URLPattern]:
    """How quizzes and simulations go, and more time for one person; the check of a simulation."""
    return [*quizzes.URLS, *simulations.URLS, *check.URLS]


class QuizzesMenuItem(MenuItem):
    """For those who may see how quizzes and simulations go."""

    def is_shown(self, request: HttpRequest) -> bool:
        """As the screen itself asks."""
        return request.user.has_perm(learning.SEE)


@hooks.register("register_admin_menu_item")
def quizzes_in_the_menu() -> MenuItem:
    """Beside the bank of questions."""
    return QuizzesMenuItem(
        _("Quizzes and simulations"),
        reverse_lazy(learning.LIST),
        name="courses-quizzes",
        icon_name="help",
        order=263,
    )


class DashboardMenuItem(MenuItem):
    """For those who may see the figures."""

    def is_shown(self, request: HttpRequest) -> bool:
        """As the dashboard itself asks."""
        return request.user.has_perm(SEE)


@hooks.register("register_admin_menu_item")
def dashboard_in_the_menu() -> MenuItem:
    """Before the lists."""
    return DashboardMenuItem(
        _("Programme"), reverse_lazy("courses_dashboard"), name="courses-dashboard", icon_name="table", order=240
    )


@hooks.register("construct_homepage_panels")
def what_waits_on_the_first_page(request: HttpRequest, panels: list[Any]) -> None:
    """What waits, for those who may see the figures."""
    if request.user.has_perm(SEE):
        panels.append(dashboard.HomePanel())


register_snippet(ProgrammeGroup)
register_snippet(BankViewSet)
modeladmin_register(import_string(apps.get_app_config("courses").tracking_group))
