"""Wagtail's serving of a page, with the way to it kept, and the page too where its template draws it once for all."""

from collections.abc import Callable, Hashable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from courses.editions.drawing import Data, draw_once
from courses.editions.queries import circumstances, is_plain_visit, kept_for, know_site


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at an address as `wagtail.views.serve` does, hooks included. Raises Http404 as it does."""
    if not is_plain_visit(request):
        return _served(request, path)
    # a visitor of whom nothing is known gets the answer the last one got: no hook could tell them apart
    answers: list[HttpResponse] = []
    found = kept_for(request).get(("visited", path, *circumstances(request)), lambda: _visited(request, path, answers))
    return answers[0] if answers else draw_once(request, *found)


def _served(request: HttpRequest, path: str) -> HttpResponse:
    _find(request, path)
    response = wagtail_serve(request, path)
    once = _once(request, response)
    return draw_once(request, *once) if once else response


def _visited(request: HttpRequest, path: str, answers: list[HttpResponse]) -> tuple[str, Any, Hashable] | None:
    """What `draw_once` is to draw for a visitor; None, with the answer, where the page is drawn each time."""
    _find(request, path)
    response = wagtail_serve(request, path)
    once = _once(request, response)
    if once is None:
        answers.append(response)
    return once


def _once(request: HttpRequest, response: HttpResponse) -> tuple[str, Callable[[], Data], Hashable] | None:
    """Template, context and key of a page that says it is drawn once (`drawn_once`)."""
    if not isinstance(response, TemplateResponse) or response.is_rendered:
        return None
    data = {name: value for name, value in (response.context_data or {}).items() if name != "request"}
    if not data.get("drawn_once"):
        return None
    return response.template_name, lambda: data, (data["page"].pk, request.path)


def _find(request: HttpRequest, path: str) -> None:
    """Leave the site and the page on the request, where Wagtail looks for them before it asks the database."""
    kept, host = know_site(request), request.get_host()
    route = kept.get(("route", path, host, get_language()), lambda: _route(request, path))
    if route is not None:
        request._wagtail_route_for_request = route
        kept.paths.add(path)


def _route(request: HttpRequest, path: str) -> RouteResult | None:
    """The page at an address with what restricts it; None where there is none, so that nothing is kept of it."""
    try:
        route = Page.route_for_request(request, path)
    except Http404:
        return None
    if route is not None:
        page = route[0]
        restrictions: list[PageViewRestriction] = list(page.get_view_restrictions())
        page.get_view_restrictions = lambda: restrictions  # asked at every visit, and of this edition as the page is
    return route
