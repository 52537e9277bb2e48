"""Keeping what was made from one edition of the content, in the memory of the process.

Nothing here goes out of date by a clock: whoever asks reads the edition's token first (one small query a request), and
what was kept under another token is thrown away. Tokens change inside the transaction of the change, so a reader sees
either both or neither. The day is part of it, for what opens and closes on a date.
"""

import re
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Site

from courses import conf
from courses.editions.models import Edition, watched_tables

Made = TypeVar("Made")

MOST_KEPT = 2_000  # pages and pieces: some tens of megabytes
_READ_TOKEN = f"SELECT token FROM {Edition._meta.db_table} WHERE id = {Edition.ONLY}"  # noqa: S608 – constants
_TABLES = re.compile(r"(?:FROM|JOIN|INTO|UPDATE)\s+[\"`]?(\w+)", re.IGNORECASE)


class Kept:
    """What was made from one edition on one day, by key. Whoever takes it must not change it."""

    table = Edition._meta.db_table

    def __init__(self, token: str, day: date) -> None:
        self.token, self.day = token, day
        self.paths: set[str] = set()  # of pages, as Wagtail's address table gives them
        self.answers: dict[Hashable, Any] = {}  # whole ones, see `answers`
        self._made: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], Made], besides: frozenset[str] = frozenset()) -> Made:
        """What is kept under a key, else what `make` makes; it is kept if it was made of watched tables alone.

        `besides`: other tables, of which the key says all that was read. None is not kept.
        """
        try:
            return self._made[key]
        except KeyError:
            pass
        read: set[str] = set()
        with tables_read(read):
            made = make()
        if made is not None and self.token and read <= watched_tables() | besides:
            if len(self._made) >= MOST_KEPT:
                self._made.clear()
            self._made[key] = made
        return made


class _Reader:
    """Notes the tables of every statement; not those of a cache, which is not seen either where it is no table."""

    def __init__(self, read: set[str]) -> None:
        self.read, self.caches = read, _tables_of_caches()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self.read.update(table for table in _TABLES.findall(sql) if table not in self.caches)
        return execute(sql, params, many, context)


def _tables_of_caches() -> set[str]:
    return {one["LOCATION"] for one in settings.CACHES.values() if one["BACKEND"].endswith(".DatabaseCache")}


_latest = Kept("", date.min)
_stood_for: dict[str, Callable[[], Hashable]] = {}


def stand_for(table: str, facts: Callable[[], Hashable]) -> None:
    """Say that a table watched by nobody is told by some facts: what was made of it stands for as long as they do."""
    _stood_for[table] = facts


def stood_for() -> dict[str, Callable[[], Hashable]]:
    """The tables that are told by facts, and how to ask for them."""
    return _stood_for


def tables_read(read: set[str]) -> AbstractContextManager[None]:
    """Notes in `read` the tables of every statement."""
    return connection.execute_wrapper(_Reader(read))


def kind_of(request: HttpRequest) -> tuple[bool, bool]:
    """What a drawing may know of its reader: signed in or not, of the staff or not."""
    user = getattr(request, "user", None)
    return (user.is_authenticated, user.is_staff) if user else (False, False)


def circumstances(request: HttpRequest) -> tuple[Hashable, ...]:
    """What a drawing depends on besides the content: where it is asked for, the language, the kind of reader."""
    found = getattr(request, "courses_circumstances", None)
    if found is None:
        found = request.courses_circumstances = (request.scheme, request.get_host(), get_language(), *kind_of(request))
    return found


def is_plain_visit(request: HttpRequest) -> bool:
    """A visitor of whom nothing is known, who asks for nothing but the page."""
    known = {settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    asks = request.META.get("QUERY_STRING") or "HTTP_HX_REQUEST" in request.META
    return request.method == "GET" and not known and not asks and conf.get("DRAW_ONCE")


def kept_for(request: HttpRequest) -> Kept:
    """What is kept of the edition that is current now; asked once per request."""
    kept = getattr(request, "courses_kept", None)
    if kept is None:
        kept = request.courses_kept = _current()
    return kept


def know_site(request: HttpRequest) -> Kept:
    """Leave the site and the roots of all on the request, where Wagtail looks before it asks; what is kept."""
    kept, host = kept_for(request), request.get_host()
    request._wagtail_site = kept.get(("site", host), lambda: Site._find_for_request(request))
    request._wagtail_cached_site_root_paths = kept.get("roots", Site.get_site_root_paths)
    return kept


def forget() -> None:
    """Throw away all that this process keeps."""
    global _latest
    _latest = Kept("", date.min)


def is_known(path: str) -> bool:
    """Whether a page was found at a path: a guess, made without asking the database, and right or followed by a 404."""
    return path in _latest.paths


def _current() -> Kept:
    global _latest
    token, day = _token(), timezone.localdate()
    if (token, day) != (_latest.token, _latest.day):
        _latest = Kept(token, day)
    return _latest


def _token() -> str:
    """Asked at every visit: a constant statement, for a tenth of what composing it anew would cost."""
    with connection.cursor() as cursor:
        cursor.execute(_READ_TOKEN)
        found = cursor.fetchone()
    return found[0] if found else ""
