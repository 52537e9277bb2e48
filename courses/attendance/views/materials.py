"""The gate before the documents that pages offer."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument

from courses.attendance.rules import may_download


def document_gate(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """Called before a document is served: visitors are asked to sign in, who may not have it is refused."""
    if may_download(request.user, document):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied(
        _("This document is for those enrolled in its course; what is for afterwards, for those who were there.")
    )
