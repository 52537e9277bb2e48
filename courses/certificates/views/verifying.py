"""Whoever holds a certificate may ask whether it is true, and whether it still counts. Nobody is asked who they are."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_ratelimit.core import is_ratelimited

from courses import conf
from courses.certificates.forms import CodeForm, FileForm, SurnameForm
from courses.certificates.models import Certificate
from courses.certificates.queries import by_code, by_digest, last_of
from courses.certificates.rules import initials_of, is_surname_of, typed_code

View = Callable[..., HttpResponseBase]
AN_OFFICE = "300/h"  # a personnel office may check those of a whole competition
# Initials and a list of surnames are not the name: so few tries of one certificate from one address, so that a stranger
# shuts nobody else out; and of one certificate in all, wherever they come from, so that many addresses guess no faster.
SURNAMES, SURNAMES_IN_ALL = "10/h", "200/h"


def unhurried(view: View) -> View:
    """Limit how often an address may ask; no answer is kept by caches or search engines."""

    @wraps(view)
    def guarding(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        group = "courses.certificate"
        many = is_ratelimited(request, group=group, key="ip", rate=AN_OFFICE, method=["GET", "POST"], increment=True)
        response = _too_many(request) if many else view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        patch_vary_headers(response, ["Cookie"])
        return response

    return guarding


@require_http_methods(["GET", "HEAD", "POST"])
@unhurried
def verify(request: HttpRequest) -> HttpResponse:
    """Type a code, or hand in the file: it is compared with what was issued, and not kept."""
    asks_file = request.method == "POST" and "file" in request.FILES
    code_form = CodeForm(request.POST if request.method == "POST" and not asks_file else None)
    file_form = FileForm(request.POST, request.FILES) if asks_file else FileForm()
    if code_form.is_bound and code_form.is_valid():
        return redirect("courses:verify_certificate", code_form.cleaned_data["code"])
    if asks_file and file_form.is_valid():
        found = by_digest(sha256(file_form.cleaned_data["file"].read()).hexdigest())
        if found is not None:
            return redirect("courses:verify_certificate", found.code)
        words = _("This is not a file as we issued it: it may have been changed, or come from elsewhere.")
        file_form.add_error("file", f"{words} {_('If you have the certificate on paper, type its code.')}")
    context = {"code_form": code_form, "file_form": file_form, "secretariat": conf.get("SECRETARIAT_EMAIL")}
    return TemplateResponse(request, "courses/certificates/verify.html", context).render()


@require_http_methods(["GET", "HEAD", "POST"])
@unhurried
def verify_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What the certificate says, and whether it still counts; the name for who types its surname."""
    certificate = by_code(typed_code(code))
    context: dict[str, Any] = {"certificate": certificate, "secretariat": conf.get("SECRETARIAT_EMAIL")}
    if certificate is not None:
        form = SurnameForm(request.POST if request.method == "POST" else None)
        names_it = form.is_bound and form.is_valid() and _names(request, certificate, form)
        context |= {
            "said": certificate.snapshot,
            "name": certificate.holder if names_it else "",
            "initials": initials_of(certificate),
            "form": form,
            "last": last_of(certificate),
        }
    status = 200 if certificate is not None else 404
    return TemplateResponse(request, "courses/certificates/verified.html", context, status=status).render()


def _names(request: HttpRequest, certificate: Certificate, form: SurnameForm) -> bool:
    """Whether the surname typed is the certificate's; says beside the field why not."""
    if _tried_too_often(request, certificate):
        form.add_error("family_name", _("Too many attempts in a short time: try again in an hour."))
    elif not is_surname_of(certificate, form.cleaned_data["family_name"]):
        form.add_error("family_name", _("This is not the family name on the certificate."))
    return not form.errors


def _tried_too_often(request: HttpRequest, certificate: Certificate) -> bool:
    """Too often from this address, else from all together: tries that are refused use up nothing of the others'."""
    group = f"courses.certificate.surname.{certificate.code}"
    from_here = is_ratelimited(request, group=group, key="ip", rate=SURNAMES, increment=True)
    if from_here:
        return True
    one = {"key": lambda _group, _request: certificate.code, "rate": SURNAMES_IN_ALL}
    return is_ratelimited(request, group="courses.certificate.surname", increment=True, **one)


def _too_many(request: HttpRequest) -> HttpResponse:
    said = _("Too many attempts in a short time: try again in an hour, or write to the secretariat.")
    context = {"text": said, "secretariat": conf.get("SECRETARIAT_EMAIL")}
    return TemplateResponse(request, "courses/certificates/too_many.html", context, status=429).render()
