"""Production's logs: one line of JSON for each thing, with the number of the request, and nothing about a person.

What a person could be known by comes into logs by three doors, and each is shut here: addresses with their tokens and
query strings (a request is named by its route), values within error messages (an error is named by its kind and by the
places it passed), and what other people's code formats into its messages (printed without its values). The messages of
our own modules are printed whole: they name things by number.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OUR_MODULES = ("accounts", "config", "courses", "home")
ROOT = Path(__file__).resolve().parents[2]

request_number: ContextVar[str] = ContextVar("request_number", default="")


def route_of(request: Any) -> str:
    """The pattern that answered, with the blanks unfilled; a page is named by its path, which is public."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return "?"
    return request.path if match.url_name == "wagtail_serve" else f"/{match.route}"


class JsonLines(logging.Formatter):
    """One object to a line, in ASCII; line breaks in a value are escaped, so that nobody writes a line of their own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request": request_number.get() or None,
            **getattr(record, "told", {}),
        }
        if hasattr(record, "request"):
            told["route"] = route_of(record.request)
        if record.exc_info and record.exc_info[0] is not None:
            told |= _error(record.exc_info[1])
        return json.dumps({name: value for name, value in told.items() if value is not None})


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OUR_MODULES or not record.args:
        return record.getMessage()
    if hasattr(record, "request") and isinstance(record.args, tuple):
        return str(record.args[0])  # Django: the reason, then the address
    return str(record.msg)


def _error(error: BaseException | None) -> dict[str, Any]:
    """The kinds of the errors that led to this one, and where the last passed: never their words, which hold values."""
    kinds, places, at = [], traceback.extract_tb(error.__traceback__ if error else None), error
    while at is not None:
        kinds.append(type(at).__qualname__)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return {"error": kinds, "where": [f"{_short(place.filename)}:{place.lineno} {place.name}" for place in places]}


def _short(filename: str) -> str:
    return filename.removeprefix(f"{ROOT}/").rpartition("site-packages/")[2]


def logging_to(level: str) -> dict[str, Any]:
    """What LOGGING is in production: JSON on the error output, from `level` up."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "config.logs.JsonLines"}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {
            **{name: {"level": level} for name in OUR_MODULES},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # each request has its own line: refusals below an error would stand there twice
            "django.request": {"level": "ERROR"},
        },
    }
