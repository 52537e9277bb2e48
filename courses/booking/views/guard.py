"""What the pages behind a secret link have in common: nobody keeps, finds or guesses them."""

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
A_TOWN_HALL = "300/h"  # a whole town hall may share one address


def behind_a_link(view: View, group: str = "courses.seat", key: str | Callable[..., str] = "ip") -> View:
    """Limit how often an address may ask, and keep the answers and their address to the person alone.

    The policy is `same-origin`, and not `no-referrer`: with the latter browsers send the forms of a page with an
    unknown origin, which Django rightly refuses.
    """

    @wraps(view)
    def guarding(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        many = is_ratelimited(request, group=group, key=key, rate=A_TOWN_HALL, increment=True)
        response = _too_many(request) if many else view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        patch_vary_headers(response, ["Cookie"])
        return response

    return guarding


def behind_a_key(view: View) -> View:
    """The same for calendars, which ask by themselves again and again, many through one address: each key for itself.

    A key is too long to be guessed, so that who tries many finds none.
    """
    return behind_a_link(view, "courses.calendar", lambda _group, request: request.resolver_match.kwargs["key"])


def explain(request: HttpRequest, title: str, text: str, *, status: int) -> HttpResponse:
    """A page that says what is the matter and where to go on."""
    context = {"title": title, "text": text, "secretariat": conf.get("SECRETARIAT_EMAIL")}
    return TemplateResponse(request, "courses/booking/explain.html", context, status=status).render()


def _too_many(request: HttpRequest) -> HttpResponse:
    said = _("Too many attempts in a short time: try again in an hour, or write to the secretariat.")
    return explain(request, _("Try again later"), said, status=429)
