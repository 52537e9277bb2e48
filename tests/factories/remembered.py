"""A factory's rows, put back as rows: making eight published pages takes half a second, inserting them 2 ms.

Each test still has rows of its own, in a transaction of its own; outside of one, rows would be checked one by one.
Only SQLite is spared the work: the sequences of PostgreSQL would not know of the keys.
"""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.utils import timezone

Made = TypeVar("Made")
Rows = dict[Any, tuple]
Statements = list[tuple[str, list[tuple]]]
SIMPLE = (int, str, bool, type(None))

_tables: dict[str, list[str]] = {}
_memory: dict[tuple, tuple[Statements, Callable[[], Any]]] = {}


def remembered(factory: Callable[..., Made]) -> Callable[..., Made]:
    """The factory, which from the second call with the same arguments over the same database only copies rows.

    Called with anything but numbers, texts and None, it works as if undecorated. "The same database" is told by the
    last row of every table: for what reads nothing but its own rows.
    """
    return _remembering(factory, _state)


def remembered_exactly(factory: Callable[..., Made]) -> Callable[..., Made]:
    """The same for what reads whatever is there, and settings: all rows must be the same. It costs 6 ms."""
    return _remembering(factory, _everything)


def _remembering(factory: Callable[..., Made], situation: Callable[[], Hashable]) -> Callable[..., Made]:
    @wraps(factory)
    def make(*args: Any, **over: Any) -> Made:
        simple = all(isinstance(value, SIMPLE) for value in (*args, *over.values()))
        if not (simple and connection.vendor == "sqlite" and connection.in_atomic_block):
            return factory(*args, **over)
        key = (factory, args, tuple(sorted(over.items())), timezone.localdate(), situation())
        if key not in _memory:
            before = rows_by_table()
            made = factory(*args, **over)
            _memory[key] = (changes(before, rows_by_table()), _fetcher(made))
            return made
        statements, fetch = _memory[key]
        put_back(statements)
        return fetch()

    return make


def _fetcher(made: Any) -> Callable[[], Any]:
    """How to get from the database what a factory gave back: a record, or a dataclass of records."""
    kind = type(made)
    if is_dataclass(made):
        parts = {field.name: _fetcher(getattr(made, field.name)) for field in fields(made)}
        return lambda: kind(**{name: fetch() for name, fetch in parts.items()})
    key = made.pk
    return lambda: kind._default_manager.get(pk=key)


def _known() -> dict[str, list[str]]:
    """Every table with its columns, the key first; what the search keeps beside its tables is written by triggers."""
    if not _tables:
        with connection.cursor() as cursor:
            for name in connection.introspection.table_names(cursor):
                if "_fts" not in name:
                    found = cursor.execute(f'PRAGMA table_info("{name}")').fetchall()
                    _tables[name] = [column for _id, column, *_rest in sorted(found, key=lambda one: not one[-1])]
    return _tables


def _state() -> tuple:
    """What the database looks like from outside: the last row of every table."""
    asked = ", ".join(f'(SELECT MAX(rowid) FROM "{name}")' for name in _known())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return cursor.fetchone()


def _everything() -> str:
    """All rows, and the plug-in's settings."""
    chosen = {name: getattr(settings, name) for name in dir(settings) if name.startswith("COURSES_")}
    chosen.pop("COURSES_PRIVATE_ROOT", None)  # a folder of each test's own
    return hashlib.sha256(repr((sorted(chosen.items()), rows_by_table())).encode()).hexdigest()


def rows_by_table() -> dict[str, Rows]:
    """All rows by table and key."""
    found: dict[str, Rows] = {}
    with connection.cursor() as cursor:
        for name, columns in _known().items():
            cursor.execute("SELECT {} FROM {}".format(", ".join(f'"{column}"' for column in columns), f'"{name}"'))
            found[name] = {row[0]: row for row in cursor.fetchall()}
    return found


def put_back(statements: Statements) -> None:
    """Insert and change rows as a factory did once."""
    with connection.cursor() as cursor:
        for statement, rows in statements:
            cursor.executemany(statement, rows)


def changes(before: dict[str, Rows], after: dict[str, Rows]) -> Statements:
    """What turns the one into the other."""
    made = []
    for name, columns in _known().items():
        new = [row for key, row in after[name].items() if before[name].get(key) != row]
        if new:
            quoted = [f'"{column}"' for column in columns]
            values = ", ".join(["%s"] * len(columns))
            changes = ", ".join(f"{column} = excluded.{column}" for column in quoted)
            upsert = f"ON CONFLICT ({quoted[0]}) DO UPDATE SET {changes}"
            made.append((f'INSERT INTO "{name}" ({", ".join(quoted)}) VALUES ({values}) {upsert}', new))
    return made
