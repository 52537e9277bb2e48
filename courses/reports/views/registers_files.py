"""The papers of a register: the sheet to sign, the scans, the presences as a spreadsheet. Who took them is kept."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.attendance.actions import hand_out_sheet
from courses.attendance.exports import PRESENCE_HEADINGS, presence_rows, sheet_pdf
from courses.attendance.models import Register, SignedSheet
from courses.attendance.queries import registers
from courses.audit.actions import record
from courses.errors import CoursesError
from courses.reports.exports import FORMATS, spreadsheet
from courses.reports.views.base import denied


@require_safe
@cache_control(no_store=True, private=True)
def sheet_to_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The foglio firme."""
    if not request.user.has_perm("courses.view_register"):
        return denied(request)
    register = get_object_or_404(registers(), pk=pk)
    record(author=request.user, action="sheet.print", subject=register)
    response = HttpResponse(sheet_pdf(register), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="foglio-firme-{_name(register)}.pdf"'
    return response


@require_safe
@cache_control(no_store=True, private=True)
def signed_sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A scan: saved, never shown by the browser."""
    if not request.user.has_perm("courses.view_register"):
        return denied(request)
    sheet = get_object_or_404(SignedSheet.objects.select_related("register__event"), pk=pk)
    try:
        file = hand_out_sheet(sheet=sheet, author=request.user)
    except CoursesError as refusal:
        raise Http404(refusal.message) from refusal
    name = f"foglio-firmato-{_name(sheet.register)}-{sheet.pk}.{sheet.file.name.rpartition('.')[2]}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_safe
def presences_file(request: HttpRequest, pk: int, file_format: str) -> HttpResponseBase:
    """One row for each person and part."""
    user = request.user
    if not (user.has_perm("courses.view_register") and user.has_perm("courses.export_register")):
        return denied(request)
    if file_format not in FORMATS:
        raise Http404
    register = get_object_or_404(registers(), pk=pk)
    record(author=user, action="register.export", subject=register, format=file_format)
    return spreadsheet(file_format, f"presenze-{_name(register)}", PRESENCE_HEADINGS, presence_rows(register))


def _name(register: Register) -> str:
    return f"{timezone.localdate(register.event.starts_at):%Y-%m-%d}-{register.event_id}"
