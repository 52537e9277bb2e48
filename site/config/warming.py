"""A web process draws the pages that visitors open most before it takes part: the first of them waits for none."""

import logging
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection
from wagtail.models import Page, Site

logger = logging.getLogger(__name__)

MOST = 30  # pages: some two seconds of one process
ALWAYS = ("/", "/calendario/", "/account/login/")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def warm(application: Application) -> int:
    """Ask the application itself, as a visitor; how many pages were drawn. Never stops a start: it only hurries it."""
    begun, drawn = time.perf_counter(), 0
    try:
        paths = dict.fromkeys([*ALWAYS, *_pages()])
        drawn = sum(_ask(application, path) == 200 for path in paths)
    except Error:
        logger.warning("The database does not answer: nothing was drawn ahead.")
    finally:
        connection.close()
    logger.info("drawn ahead", extra={"told": {"pages": drawn, "ms": round((time.perf_counter() - begun) * 1000)}})
    return drawn


def _pages() -> list[str]:
    """The highest published pages of the site that everybody may read: paths."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return []
    pages = Page.objects.live().public().descendant_of(site.root_page).order_by("depth", "path")[:MOST]
    return [urlsplit(page.get_url() or "/").path for page in pages]


def _ask(application: Application, path: str) -> int:
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": address.hostname or "localhost",
        "SERVER_PORT": str(address.port or (443 if address.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": address.netloc,
        "HTTP_X_FORWARDED_PROTO": address.scheme,
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
    }
    told: list[str] = []
    answer = application(environ, lambda status, _headers, _error=None: told.append(status))
    for _part in answer:
        pass
    if hasattr(answer, "close"):
        answer.close()
    return int(told[0].split()[0])
