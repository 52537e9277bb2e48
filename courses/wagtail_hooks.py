"""The one door to Wagtail: what happens before a page or a document is served, and the tracking screens."""

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from wagtail import hooks
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from courses.agenda.viewsets import MunicipalityChooserViewSet, ProgrammeGroup
from courses.attendance.views.materials import document_gate
from courses.catalogue.views import warn_about_content
from courses.enrolment.views import gate


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


@hooks.register("register_admin_viewset")
def register_choosers() -> MunicipalityChooserViewSet:
    """The window to choose a municipality."""
    return MunicipalityChooserViewSet("courses_municipality_chooser", url_prefix="courses/municipalities")


register_snippet(ProgrammeGroup)
modeladmin_register(import_string(apps.get_app_config("courses").tracking_group))
