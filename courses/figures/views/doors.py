"""Who may come in: the permission is asked before anything else, and a refusal is written down."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

from courses.audit.actions import record_refusal

SEE = "courses.view_figure"
EXPORT = "courses.export_figure"

View = Callable[..., HttpResponseBase]


def needs(permission: str) -> Callable[[View], View]:
    """A view for those who have a permission: the answer to all others is the same whatever is asked."""

    def guard(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs) if request.user.has_perm(permission) else denied(request)

        return asked

    return guard


for_figures = needs(SEE)


def denied(request: HttpRequest) -> HttpResponseBase:
    """That somebody asked is written down."""
    record_refusal(user=request.user, path=request.path)
    return TemplateResponse(request, "courses/reports/denied.html", status=403)
