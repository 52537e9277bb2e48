"""The files of certificates for the secretariat: one, or all of an event or of a body. Who took them is kept."""

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.agenda.models import Event
from courses.audit.actions import record
from courses.certificates.exports import zip_of
from courses.certificates.models import Certificate
from courses.certificates.queries import certificates_of_event, file_of
from courses.certificates.rules import names_of_file
from courses.reports.views.base import denied
from courses.territory.models import Body


@require_safe
@cache_control(no_store=True, private=True)
def certificate_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as it was issued."""
    if not request.user.has_perm("courses.view_certificate"):
        return denied(request)
    certificate = get_object_or_404(Certificate, pk=pk)
    record(author=request.user, action="certificate.read", subject=certificate)
    response = HttpResponse(file_of(certificate), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{names_of_file(certificate)}"'
    return response


@require_safe
@cache_control(no_store=True, private=True)
def certificates_of_one_event(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All that count for one training day or webinar."""
    if not _may_take(request):
        return denied(request)
    event = get_object_or_404(Event, pk=pk)
    return _archive(request, event, certificates_of_event(event.pk), f"attestati-giornata-{event.pk}.zip")


@require_safe
@cache_control(no_store=True, private=True)
def certificates_of_one_body(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All that count and were issued to people of one body."""
    if not _may_take(request):
        return denied(request)
    body = get_object_or_404(Body, pk=pk)
    found = Certificate.objects.filter(body=body, state=Certificate.State.VALID)
    return _archive(request, body, found, f"attestati-ente-{body.pk}.zip")


def _may_take(request: HttpRequest) -> bool:
    return request.user.has_perms(["courses.view_certificate", "courses.export_certificate"])


def _archive(request: HttpRequest, subject: Event | Body, found: QuerySet[Certificate], name: str) -> FileResponse:
    if not found.exists():
        raise Http404
    record(author=request.user, action="certificate.archive", subject=subject)
    return FileResponse(zip_of(found), as_attachment=True, filename=name, content_type="application/zip")
