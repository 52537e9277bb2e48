"""What all these pages have in common: nobody keeps them, nobody learns their address, nobody asks without end."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django_ratelimit.core import is_ratelimited

from courses import conf

View = Callable[..., HttpResponseBase]
A_TOWN_HALL = "60/h"  # a whole town hall may share one address
AN_ADDRESS = "6/h"


def guarded(rate: str = A_TOWN_HALL, method: str | list[str] = "POST") -> Callable[[View], View]:
    """Limit how often an address may call a view, and keep its answers and its address to the person alone.

    The policy is `same-origin`, and not `no-referrer`: with the latter browsers send the forms of a page with an
    unknown origin, which Django rightly refuses. To other sites neither tells anything.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarding(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            many = is_ratelimited(request, group=view.__qualname__, key="ip", rate=rate, method=method, increment=True)
            response = too_many(request) if many else view(request, *args, **kwargs)
            response["Cache-Control"] = "no-store, private"
            response["Referrer-Policy"] = "same-origin"
            response["X-Robots-Tag"] = "noindex"
            patch_vary_headers(response, ["Cookie"])
            return response

        return guarding

    return decorate


def writes_too_often(request: HttpRequest, email: str) -> bool:
    """Whether an address has been written to too often in this hour, whoever asked."""
    return is_ratelimited(
        request,
        group="courses.adhesion.letters",
        key=lambda group, request: email.strip().lower(),
        rate=AN_ADDRESS,
        increment=True,
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Try again later, or write to the secretariat."""
    said = _("Too many attempts in a short time: try again in an hour, or write to the secretariat.")
    return explain(request, _("Try again later"), said, status=429)


def explain(request: HttpRequest, title: str, text: str, *, status: int, **context: Any) -> HttpResponse:
    """A page that says what is the matter and where to go on."""
    context |= {"title": title, "text": text, "secretariat": conf.get("SECRETARIAT_EMAIL")}
    response = TemplateResponse(request, "courses/adhesion/explain.html", context, status=status)
    return response.render()
