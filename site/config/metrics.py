"""`/metrics`: figures for a Prometheus of the owner's, where METRICS_TOKEN is set; nothing of a person is among them.

What waits is read from the database at each call, and is the same whichever process answers. Requests are counted by
each process: `deploy/web` gives those of one machine a folder in common (PROMETHEUS_MULTIPROC_DIR).
"""

import os
from collections.abc import Iterator
from functools import cache
from secrets import compare_digest
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.logs import route_of
from config.models import Turn
from config.services import needed
from courses.post.models import Letter

if TYPE_CHECKING:
    from prometheus_client import Histogram
    from prometheus_client.core import GaugeMetricFamily

PAGES, NOT_FOUND = "pages", "not found"
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}  # others, which anybody may make up, are one
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
WAITING = (Letter.State.QUEUED, Letter.State.HANDING)
TO_SEE_TO = (*WAITING, Letter.State.FAILED, Letter.State.DOUBTFUL)


def may_see(request: HttpRequest) -> bool:
    """Whether the token is shown; where none is set, none is right, and there is no such address."""
    shown = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and compare_digest(shown.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, as Prometheus reads them."""
    library = _library()
    counted = library.REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = library.CollectorRegistry()
        library.multiprocess.MultiProcessCollector(counted)
    standing = library.CollectorRegistry()
    standing.register(Standing())
    text = library.generate_latest(standing) + library.generate_latest(counted)
    return HttpResponse(text, content_type=library.CONTENT_TYPE_LATEST)


class Standing:
    """How things stand: letters, and how long ago who works in the background was last at work."""

    def collect(self) -> Iterator["GaugeMetricFamily"]:
        """As the library asks for it."""
        family, now = _library().core.GaugeMetricFamily, timezone.now()
        letters = family("coalizione_letters", "Letters that are to be seen to, by state.", labels=["state"])
        rows = Letter.objects.filter(state__in=TO_SEE_TO).order_by().values("state").annotate(number=Count("pk"))
        found = {row["state"]: row["number"] for row in rows}
        for state in TO_SEE_TO:
            letters.add_metric([state], found.get(state, 0))
        yield letters
        oldest = Letter.objects.filter(state__in=WAITING).aggregate(at=Min("written_at"))["at"]
        age = (now - oldest).total_seconds() if oldest else 0
        yield family("coalizione_oldest_letter_seconds", "For how long the oldest letter has waited.", value=age)
        turns = family("coalizione_since_work_seconds", "Since this work was last done.", labels=["work"])
        for name, ended in Turn.objects.order_by("name").values_list("name", "ended_at"):
            turns.add_metric([name], (now - ended).total_seconds())
        yield turns


def observe(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Count an answer by its route, never by its address."""
    method = request.method if request.method in METHODS else "other"
    _answers().labels(method, _route(request, response.status_code), response.status_code).observe(seconds)


def _route(request: HttpRequest, status: int) -> str:
    match = request.resolver_match
    if status == 404:
        return NOT_FOUND
    return PAGES if match is None or match.url_name == "wagtail_serve" else route_of(request)


@cache
def _answers() -> "Histogram":
    words = "How long answers took."
    labels = ["method", "route", "status"]
    return _library().Histogram("coalizione_request_seconds", words, labels, buckets=BUCKETS)


def _library() -> Any:
    library = needed("prometheus_client", variable="METRICS_TOKEN")
    needed("prometheus_client.core", variable="METRICS_TOKEN")
    needed("prometheus_client.multiprocess", variable="METRICS_TOKEN")
    return library
