"""When a request fails for a reason that passes by itself: a page that says so, instead of an error."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error as django_server_error

RETRY_AFTER = 30  # seconds: a database that is started again is back within them
OF_REDIS = ("ConnectionError", "TimeoutError")
OF_THE_CODE = ("no such table", "no such column")  # SQLite calls these operational too


def passes_by_itself(error: BaseException | None) -> bool:
    """Whether database or shared cache were away, restarted or too busy: nothing half done stays written."""
    if isinstance(error, (OperationalError, InterfaceError)):
        return not any(one in str(error) for one in OF_THE_CODE)
    # the library is there only where Redis is used
    return any(kind.__module__ == "redis.exceptions" and kind.__name__ in OF_REDIS for kind in type(error).__mro__)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After when the database is away, drawn without it; 500 for everything else."""
    if not passes_by_itself(sys.exc_info()[1]):
        return django_server_error(request)
    answer = HttpResponse(render_to_string("503.html"), status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    answer["Cache-Control"] = "no-store, private"
    return answer
