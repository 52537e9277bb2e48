"""Long lists as files: asked for by a button, downloaded by who asked and by nobody else."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from courses.audit.actions import record
from courses.dossiers.rules import MAY_MAKE, ZIP
from courses.errors import CoursesError
from courses.keeping.actions import ask_for_export, hand_out
from courses.keeping.models import Export
from courses.reports.exports import FORMATS
from courses.reports.views.base import denied
from courses.reports.views.many import fault_in, keys_sent
from courses.reports.views.saved import screen_of

EXPORTS = "courses_export_modeladmin_index"
MAY_SEE = "courses.view_export"


def admin_of(source: str) -> Any:
    """The tracking screen of a list that may be exported, by the label of its model; None if there is none."""
    screen = screen_of(source)
    return screen if screen is not None and screen.list_export else None


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a list as its page showed it: what the query string may not ask is left out, as there."""
    admin = admin_of(request.POST.get("source", ""))
    if not request.user.has_perm(MAY_SEE) or (admin and not admin.permission_helper.user_can_export(request.user)):
        return denied(request)
    asked = admin.asked(request.POST.get("question", ""), request.POST.get("file_format", "")) if admin else None
    if asked is None:
        raise Http404
    ask_for_export(source=admin.model, author=request.user, **asked)
    messages.success(request, _("The file is being made: reload this page in a minute or two."))
    return redirect(EXPORTS)


@require_POST
def ticked(request: HttpRequest) -> HttpResponseBase:
    """The rows of a list that were ticked, as a file; who took how many is recorded, as of a whole list."""
    admin = admin_of(request.POST.get("source", ""))
    if not request.user.has_perm(MAY_SEE) or (admin and not admin.permission_helper.user_can_export(request.user)):
        return denied(request)
    file_format = request.POST.get("file_format", "")
    if admin is None or file_format not in FORMATS:
        raise Http404
    keys = keys_sent(request)
    fault = fault_in(keys)
    if fault:
        messages.error(request, fault)
        return redirect(admin.url_helper.index_url)
    shown = request.POST.get("back", "").removeprefix("?")
    number, answer = admin.file_of(request, keys, file_format, shown)
    facts = {"format": file_format, "rows": number, "ticked": len(keys)}
    record(author=request.user, action=f"{admin.opts.model_name}.export", subject=admin.model, **facts)
    return answer


@require_safe
@cache_control(no_store=True, private=True)
def download(request: HttpRequest, key: Any) -> HttpResponseBase:
    """The file, for who asked and may still export such a list; for everybody else there is none."""
    if not request.user.has_perm(MAY_SEE):
        return denied(request)
    export = get_object_or_404(Export, key=key, author=request.user)
    if not _may_take(request.user, export):
        return denied(request)
    try:
        file = hand_out(export=export, author=request.user)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
        return redirect(EXPORTS)
    response = FileResponse(file, as_attachment=True, filename=export.name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _may_take(user: Any, export: Export) -> bool:
    """A dossier has a right of its own; a list has that of its screen."""
    if export.file_format == ZIP:
        return user.has_perm(MAY_MAKE)
    admin = admin_of(export.source)
    return admin is not None and admin.permission_helper.user_can_export(user)
