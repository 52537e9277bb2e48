"""«I miei attestati», and those of one's own officials for the contact of a body."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django_ratelimit.core import is_ratelimited

from courses.audit.actions import record
from courses.certificates.actions import report_error
from courses.certificates.exports import zip_of
from courses.certificates.forms import ErrorForm
from courses.certificates.models import Certificate
from courses.certificates.queries import certificates_of, certificates_of_body, file_of
from courses.certificates.rules import names_of_file
from courses.desk.queries import own_certificates as certificates_shown
from courses.desk.views.body import for_contacts
from courses.errors import CoursesError
from courses.people.queries import participant_of
from courses.territory.models import Body

REPORTS = "20/h"
ARCHIVES = "20/h"


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def own_certificates(request: HttpRequest) -> HttpResponse:
    """All of one's own, the replaced and annulled ones too."""
    participant = participant_of(request.user)
    context = {"certificates": certificates_shown(participant) if participant else []}
    return TemplateResponse(request, "courses/desk/certificates.html", context)


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def own_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was issued; nobody else's."""
    return _pdf(_own(request, pk))


@login_required
@cache_control(private=True, no_store=True)
def own_certificate_error(request: HttpRequest, pk: int) -> HttpResponse:
    """«Segnala un errore»: the secretariat is told."""
    certificate = _own(request, pk)
    form = ErrorForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not _too_often(request, "courses.own_certificate", REPORTS):
        try:
            report_error(certificate=certificate, text=form.cleaned_data["text"], author=request.user)
        except CoursesError as refusal:
            form.add_error("text", refusal.message)
        else:
            messages.success(request, _("Thank you: we look at it, and write to you when it is put right."))
            return redirect("courses:own_certificates")
    context = {"certificate": certificate, "form": form}
    return TemplateResponse(request, "courses/desk/certificate_error.html", context)


@require_safe
@for_contacts
def own_body_certificate(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """One official's certificate, issued while they were of the body; who took it is written down."""
    certificate = get_object_or_404(certificates_of_body(body), pk=pk)
    record(author=request.user, action="certificate.read", subject=certificate)
    return _pdf(certificate)


@require_safe
@for_contacts
def own_body_certificates(request: HttpRequest, body: Body) -> HttpResponseBase:
    """All those of the body in one archive; who took them is written down."""
    if _too_often(request, "courses.own_body_certificates", ARCHIVES):
        return redirect("courses:own_body")
    found = certificates_of_body(body)
    if not found.exists():
        raise Http404
    record(author=request.user, action="certificate.archive", subject=body)
    response = FileResponse(zip_of(found), as_attachment=True, filename="attestati.zip")
    response["Content-Type"] = "application/zip"
    return response


def _own(request: HttpRequest, pk: int) -> Certificate:
    participant = participant_of(request.user)
    if participant is None:
        raise Http404
    return get_object_or_404(certificates_of(participant), pk=pk)


def _pdf(certificate: Certificate) -> HttpResponse:
    response = HttpResponse(file_of(certificate), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{names_of_file(certificate)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _too_often(request: HttpRequest, group: str, rate: str) -> bool:
    often = is_ratelimited(request, group=group, key="user", rate=rate, increment=True)
    if often:
        messages.error(request, _("Too many attempts in a short time: try again in an hour."))
    return often
