"""After the form was sent: where it stands, the confirmation, the document, the signed form."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.adhesion.actions import confirm_adhesion, send_adhesion
from courses.adhesion.exports import adhesion_pdf
from courses.adhesion.forms import SignedForm
from courses.adhesion.models import Adhesion
from courses.adhesion.queries import adhesion_by_confirm_token, draft_by_token, to_confirm
from courses.adhesion.rules import may_upload_signed_form
from courses.adhesion.signing import attach_signed_form, hand_out_signed_form
from courses.adhesion.views.guard import explain, guarded, too_many, writes_too_often
from courses.adhesion.views.steps import first_unfinished
from courses.errors import CoursesError


@require_http_methods(["GET", "HEAD", "POST"])
@guarded()
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Where a form stands; one that is not sent goes on from where it was left. The button sends the letter again."""
    adhesion = _or_404(draft_by_token(token))
    is_draft = adhesion.state == Adhesion.State.DRAFT
    if is_draft and not adhesion.sent_at:
        return redirect("courses:adhesion_step", token, first_unfinished(adhesion))
    if request.method == "POST" and is_draft:
        return _send_again(request, adhesion)
    return _status(request, adhesion, SignedForm())


def _send_again(request: HttpRequest, adhesion: Adhesion) -> HttpResponse:
    if writes_too_often(request, adhesion.contact_email):
        return too_many(request)
    try:
        send_adhesion(adhesion=adhesion, notice_version=adhesion.notice_version)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The letter is on its way again."))
    return redirect("courses:adhesion_resume", adhesion.token)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded()
def confirm(request: HttpRequest, confirm_token: str) -> HttpResponse:
    """What will be confirmed, with a button: opening the link, as scanners of mail do, confirms nothing."""
    adhesion = to_confirm(confirm_token, timezone.now()) or adhesion_by_confirm_token(confirm_token)
    if adhesion is None:
        text = _("The form was changed or sent again after this letter: open the link of the latest one.")
        return explain(request, _("This link no longer holds"), text, status=404)
    if adhesion.state != Adhesion.State.DRAFT:
        return redirect("courses:adhesion_resume", adhesion.token)
    if to_confirm(confirm_token, timezone.now()) is None:
        text = _("The link held for 14 days. What you wrote is kept: look at it and send it again.")
        return explain(request, _("This link has expired"), text, status=410, adhesion=adhesion)
    if request.method != "POST":
        officials = list(adhesion.officials.all())
        context = {"adhesion": adhesion, "officials": officials}
        return TemplateResponse(request, "courses/adhesion/confirm.html", context)
    try:
        confirm_adhesion(adhesion=adhesion)
    except CoursesError as refusal:
        return explain(request, _("It cannot be confirmed"), refusal.message, status=409)
    messages.success(request, _("Thank you: the adhesion is confirmed."))
    return redirect("courses:adhesion_resume", adhesion.token)


@require_safe
@guarded(method=["GET", "HEAD"])
def pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    """The form that was sent, to be signed."""
    adhesion = _or_404(draft_by_token(token))
    if not adhesion.sent_at:
        return redirect("courses:adhesion_resume", token)
    response = HttpResponse(adhesion_pdf(adhesion), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="scheda-di-adesione.pdf"'
    return response


@require_POST
@guarded("20/h")
def upload_signed(request: HttpRequest, token: str) -> HttpResponse:
    """The signed form arrives."""
    adhesion = _or_404(draft_by_token(token))
    form = SignedForm(request.POST, request.FILES)
    if not may_upload_signed_form(adhesion):
        messages.error(request, may_upload_signed_form(adhesion).reason)
        return redirect("courses:adhesion_resume", token)
    if not form.is_valid():
        return _status(request, adhesion, form)
    try:
        attach_signed_form(adhesion=adhesion, file=form.cleaned_data["file"], author=request.user)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Thank you: we have the signed form."))
    return redirect("courses:adhesion_resume", token)


@require_safe
@login_required
@permission_required("courses.view_adhesion", raise_exception=True)
@guarded(method=[])
def signed_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed form, for staff alone: saved, never shown by the browser."""
    adhesion = get_object_or_404(Adhesion, pk=pk)
    try:
        file = hand_out_signed_form(adhesion=adhesion, author=request.user)
    except CoursesError as refusal:
        raise Http404(refusal.message) from refusal
    name = f"scheda-firmata-{adhesion.pk}.{file.name.rpartition('.')[2]}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _status(request: HttpRequest, adhesion: Adhesion, form: SignedForm) -> HttpResponse:
    context = {
        "adhesion": adhesion,
        "form": form,
        "forms": [form],
        "has_mistakes": form.is_bound and bool(form.errors),
        "may_upload": may_upload_signed_form(adhesion),
    }
    return TemplateResponse(request, "courses/adhesion/status.html", context)


def _or_404(adhesion: Adhesion | None) -> Adhesion:
    if adhesion is None:
        raise Http404
    return adhesion
