"""The secretariat's files of people: sent, looked at row by row, saved."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import FormView, TemplateView
from django_htmx.http import HttpResponseClientRefresh
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.audit.actions import record
from courses.errors import CoursesError
from courses.officials.actions import apply_import, start_import
from courses.officials.exports import HEADINGS, TEMPLATE_FORMATS, correction_rows, template_with_places
from courses.officials.forms import PeopleFileForm
from courses.officials.models import PeopleImport
from courses.officials.queries import Summary, imports_of, rows_shown, summary_of
from courses.reports.exports import FORMATS, spreadsheet
from courses.reports.views.base import PEOPLE, denied
from courses.spreadsheets import LARGEST

MAY_IMPORT = "courses.import_participant"
FILES, FILE = "courses_participant_files", "courses_participant_file"
ON_A_PAGE = 100


class _FilesView(WagtailAdminTemplateMixin):
    """A screen for those who may take people in from files."""

    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The permission before the file."""
        return super().dispatch(request, *args, **kwargs) if request.user.has_perm(MAY_IMPORT) else denied(request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the participants to here."""
        people = {"url": reverse(PEOPLE), "label": gettext_lazy("Participants")}
        return [*super().get_breadcrumbs_items(), people, *self.way_here()]

    def way_here(self) -> list[dict[str, Any]]:
        """The last steps."""
        return [{"url": "", "label": self.get_page_title()}]


class PeopleFiles(_FilesView, FormView):
    """Send a file; see those of the last days."""

    form_class = PeopleFileForm
    template_name = "courses/reports/files.html"
    page_title = gettext_lazy("Import participants from a file")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Take it in, or say beside its field why not."""
        file = form.cleaned_data["file"]
        sent = {"file_name": file.name, "content": file.read(LARGEST + 1), "invites": form.cleaned_data["invites"]}
        try:
            people_import = start_import(author=self.request.user, body=None, **sent)
        except CoursesError as refusal:
            form.add_error("file", refusal.message)
            return self.form_invalid(form)
        return redirect(FILE, people_import.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the files of the last days."""
        return super().get_context_data(imports=imports_of(None), **kwargs)


class PeopleFile(_FilesView, TemplateView):
    """What became of each row; a button saves the good ones. While it is worked on, the page follows by itself."""

    template_name = "courses/reports/file.html"

    @cached_property
    def people_import(self) -> PeopleImport:
        """The file in the address."""
        return get_object_or_404(imports_of(None), pk=self.kwargs["pk"])

    @cached_property
    def summary(self) -> Summary:
        """Its numbers."""
        return summary_of(self.people_import)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; the progress alone, for the page that follows it; a new page once the work is done."""
        if request.htmx and not self.summary.is_under_way:
            return HttpResponseClientRefresh()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the good rows."""
        try:
            apply_import(people_import=self.people_import, author=request.user)
        except CoursesError as refusal:
            messages.error(request, refusal.message)
        return redirect(FILE, pk)

    def get_template_names(self) -> list[str]:
        """The fragment, where only the progress is asked for."""
        return ["courses/officials/progress.html"] if self.request.htmx else super().get_template_names()

    def get_page_title(self) -> str:
        """The file's name."""
        return self.people_import.file_name

    def way_here(self) -> list[dict[str, Any]]:
        """By the list of files."""
        return [{"url": reverse(FILES), "label": PeopleFiles.page_title}, *super().way_here()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The numbers and a page of rows."""
        rows = Paginator(rows_shown(self.people_import), ON_A_PAGE).get_page(self.request.GET.get("p"))
        more = {"people_import": self.people_import, "summary": self.summary, "page_obj": rows}
        return super().get_context_data(**more, **kwargs)


@require_safe
def people_file_rows(request: HttpRequest, pk: int, file_format: str) -> HttpResponseBase:
    """The rows to be corrected as a spreadsheet; who took them is written down."""
    if not request.user.has_perm(MAY_IMPORT):
        return denied(request)
    people_import = get_object_or_404(imports_of(None), pk=pk)
    if file_format not in FORMATS:
        raise Http404
    record(author=request.user, action="import.export", subject=people_import, format=file_format)
    return spreadsheet(file_format, "da-correggere", HEADINGS, correction_rows(people_import))


@require_safe
@cache_control(private=True, no_store=True)
def people_template(request: HttpRequest, file_format: str) -> HttpResponse:
    """The template with municipality and province."""
    if not request.user.has_perm(MAY_IMPORT):
        return denied(request)
    if file_format not in TEMPLATE_FORMATS:
        raise Http404
    response = HttpResponse(template_with_places(file_format), content_type=TEMPLATE_FORMATS[file_format])
    response["Content-Disposition"] = f'attachment; filename="modello-partecipanti.{file_format}"'
    return response
