"""`/healthz`: this process answers. `/readyz`: what it needs is there, or which of it is missing, in plain words.

The proxy asks the first, before it sends people here; who deploys and who keeps watch ask the second.
"""

import logging
from collections.abc import Callable
from uuid import uuid4

from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.metrics import may_see, metrics
from config.turns import is_alive

logger = logging.getLogger(__name__)

_migrated = False  # once it is, it stays so for the code that this process runs


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: asks nothing of the database."""
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready, or 503 with what is missing; no name of a machine, no words of an error."""
    missing = what_is_missing()
    if missing:
        logger.warning("Not ready: %s", "; ".join(missing))
    return JsonResponse(
        {"ready": not missing, "missing": missing},
        status=503 if missing else 200,
        json_dumps_params={"ensure_ascii": False},
    )


def what_is_missing() -> list[str]:
    """A sentence for each thing that is not there; what a missing thing makes unknowable is not told."""
    if not _holds(_database):
        return [_("The database does not answer.")]
    found = [] if _holds(_migrations) else [_("The database is not up to date with this version: run «migrate».")]
    if not _holds(_cache):
        found.append(_("The cache does not keep what it is given."))
    if not _holds(_worker):
        found.append(_("The worker has not been at work for some minutes: letters and files wait."))
    return found


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (Error, OSError):
        return False
    except Exception:  # a cache's library has errors of its own
        logger.exception("A check of readiness failed.")
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _cache() -> bool:
    key, value = f"readyz:{uuid4().hex}", "kept"
    cache.set(key, value, timeout=10)
    return cache.get(key) == value


def _worker() -> bool:
    return is_alive("worker", now=timezone.now())


VIEWS = {"/healthz": healthz, "/readyz": readyz}


class Probes:
    """Answers both, and the figures for who may see them, before anything that reads the database for every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The probe's answer, or what follows."""
        if request.path == "/metrics" and may_see(request):
            return metrics(request)
        view = VIEWS.get(request.path)
        return view(request) if view else self.get_response(request)


urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]
