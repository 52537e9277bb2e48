"""«Le mie ore», and the hours of the officials of a body."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.audit.actions import record
from courses.desk.booklets import body_pdf, booklet_pdf
from courses.desk.exports import body_hours_headings, body_hours_row
from courses.desk.hours import hours_of_body, own_years, yearly_target
from courses.desk.views.body import for_contacts
from courses.people.queries import participant_of
from courses.progress.queries import kinds_in
from courses.reports.exports import FORMATS, spreadsheet
from courses.territory.models import Body

PDF = "pdf"


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def own_hours(request: HttpRequest) -> HttpResponse:
    """One's hours by year: attendance, and apart from it the materials."""
    participant = participant_of(request.user)
    if participant is None:
        return redirect("courses:desk")
    years = own_years(participant)
    kinds = kinds_in(years)
    context = {
        "participant": participant,
        "years": years,
        "kinds": kinds,
        "rows": [(one, [one.minutes_of(kind) for kind in kinds]) for one in years],
        "target": yearly_target(participant),
    }
    return TemplateResponse(request, "courses/desk/hours.html", context)


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def own_booklet(request: HttpRequest) -> HttpResponse:
    """The libretto formativo: the same, to keep."""
    participant = participant_of(request.user)
    if participant is None:
        raise Http404
    return _pdf(booklet_pdf(participant), "libretto-formativo")


@require_safe
@for_contacts
def own_body_hours(request: HttpRequest, body: Body) -> HttpResponse:
    """The hours of each official in a year."""
    context = {"hours": hours_of_body(body, request.GET.get("anno", "")), "formats": (*FORMATS, PDF)}
    return TemplateResponse(request, "courses/desk/body_hours.html", context)


@require_safe
@for_contacts
def own_body_hours_file(request: HttpRequest, body: Body, file_format: str) -> HttpResponseBase:
    """The same as a spreadsheet or as a document; who took it away is written down."""
    if file_format not in (*FORMATS, PDF):
        raise Http404
    hours = hours_of_body(body, request.GET.get("anno", ""))
    record(author=request.user, action="body.export_hours", subject=body, format=file_format, year=hours.year)
    name = f"ore-{hours.year}"
    if file_format == PDF:
        return _pdf(body_pdf(hours), name)
    rows = [body_hours_row(one, hours.year) for one in hours.officials]
    return spreadsheet(file_format, name, body_hours_headings(hours), rows)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
