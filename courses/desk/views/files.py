"""«Il mio ente»: the officials of a body from a file, looked at first, saved when the contact says so."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh
from django_ratelimit.core import is_ratelimited

from courses.audit.actions import record
from courses.desk.views.body import for_contacts
from courses.errors import CoursesError
from courses.officials.actions import apply_import, start_import
from courses.officials.exports import HEADINGS, correction_rows
from courses.officials.forms import PeopleFileForm
from courses.officials.models import PeopleImport
from courses.officials.queries import imports_of, rows_shown, summary_of
from courses.reports.exports import FORMATS, spreadsheet
from courses.spreadsheets import LARGEST
from courses.territory.models import Body

FILES = "20/h"  # a body has a few hundred officials at most
ON_A_PAGE = 50


@for_contacts
def own_body_files(request: HttpRequest, body: Body) -> HttpResponse:
    """Send a file; see those of the last days."""
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        started = _start(request, body, form)
        if started:
            return redirect("courses:own_body_file", started.pk)
    context = {"body": body, "form": form, "imports": imports_of(body)}
    return TemplateResponse(request, "courses/desk/files.html", context)


@for_contacts
def own_body_file(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """What became of each row; a button saves the good ones. While it is worked on, the page follows by itself."""
    people_import = _own(body, pk)
    if request.method == "POST":
        _apply(request, people_import)
        return redirect("courses:own_body_file", pk)
    summary = summary_of(people_import)
    context = {"people_import": people_import, "summary": summary, "body": body}
    if request.htmx:
        if not summary.is_under_way:
            return HttpResponseClientRefresh()
        return TemplateResponse(request, "courses/officials/progress.html", context)
    context["page_obj"] = Paginator(rows_shown(people_import), ON_A_PAGE).get_page(request.GET.get("p"))
    return TemplateResponse(request, "courses/desk/file.html", context)


@require_safe
@for_contacts
def own_body_file_rows(request: HttpRequest, body: Body, pk: int, file_format: str) -> HttpResponseBase:
    """The rows to be corrected as a spreadsheet."""
    people_import = _own(body, pk)
    if file_format not in FORMATS:
        raise Http404
    record(author=request.user, action="import.export", subject=people_import, format=file_format)
    return spreadsheet(file_format, "da-correggere", HEADINGS, correction_rows(people_import))


def _own(body: Body, pk: int) -> PeopleImport:
    return get_object_or_404(imports_of(body), pk=pk)


def _start(request: HttpRequest, body: Body, form: PeopleFileForm) -> PeopleImport | None:
    """Take the file in, or say beside its field why not."""
    if _too_often(request):
        return None
    file, invites = form.cleaned_data["file"], form.cleaned_data["invites"]
    content = file.read(LARGEST + 1)
    try:
        return start_import(author=request.user, body=body, file_name=file.name, content=content, invites=invites)
    except CoursesError as refusal:
        form.add_error("file", refusal.message)
        return None


def _apply(request: HttpRequest, people_import: PeopleImport) -> None:
    if _too_often(request):
        return
    try:
        apply_import(people_import=people_import, author=request.user)
    except CoursesError as refusal:
        messages.error(request, refusal.message)


def _too_often(request: HttpRequest) -> bool:
    often = is_ratelimited(request, group="courses.own_body_files", key="user", rate=FILES, increment=True)
    if often:
        messages.error(request, _("Too many attempts in a short time: try again in an hour."))
    return often
