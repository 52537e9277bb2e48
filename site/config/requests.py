"""Every request has a number, which stands in each line of the log, in the answer and in the proxy's own log."""

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.logs import request_number, route_of
from config.metrics import observe

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
PROBES = ("/healthz", "/readyz", "/metrics")  # asked every few seconds

logger = logging.getLogger(__name__)


class NumberedRequests:
    """Takes the proxy's number when it looks like one, else makes one; what was answered is written, and counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Number it, answer it, note it."""
        given = request.headers.get(HEADER, "")
        number = given if SANE.fullmatch(given) else uuid4().hex
        before, begun = request_number.set(number), time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = number
            if request.path not in PROBES:
                _note(request, response, time.perf_counter() - begun)
            return response
        finally:
            request_number.reset(before)


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    if logger.isEnabledFor(logging.INFO):
        logger.info("answered", extra={"told": _told(request, response, seconds)})
    if settings.METRICS_TOKEN:
        observe(request, response, seconds)


def _told(request: HttpRequest, response: HttpResponse, seconds: float) -> dict[str, object]:
    """Never who, never from where, never with which values: the route has its blanks unfilled."""
    return {
        "method": request.method,
        "route": _route(request, response.status_code),
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }


def _route(request: HttpRequest, status: int) -> str | None:
    """What was not found is no page: people paste anything into an address. What was kept whole is a public page."""
    if status == 404:
        return None
    kept = status == 200 and request.resolver_match is None
    return request.path if kept else route_of(request)
