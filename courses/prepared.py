"""Statements composed once per process, for what is asked at every visit: Django composes a query set anew each time.

The rule stays where it is, in a function that returns a query set; kept is only what Django makes of it. Asked with
stand-ins for its parameters, the function gives the statement; from then on values take the places of the stand-ins.
"""

from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from types import UnionType
from typing import Any, Generic, NamedTuple, TypeVar, get_args, get_type_hints
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, CharField, DateField, DateTimeField, Field, Model, QuerySet, UUIDField
from django.db.models.expressions import Value
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
Values = tuple[Any, ...]

_FIELDS: dict[type, Field] = {
    int: BigIntegerField(),
    str: CharField(),
    UUID: UUIDField(),
    datetime: DateTimeField(),
    date: DateField(),
}


class Place(Value):
    """Where the value of a parameter will stand."""

    def __init__(self, number: int, field: Field) -> None:
        super().__init__(None, output_field=field)
        self.number = number

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list["Place"]]:
        """Itself, among the values of the statement."""
        return "%s", [self]

    def ready(self, given: Values, connection: BaseDatabaseWrapper) -> Any:
        """What stands there of the values given, as the database takes it. Raises ValueError for None."""
        value = given[self.number]
        if value is None:
            raise ValueError("None asks another question: a prepared statement compares with values.")
        return self.output_field.get_db_prep_value(value.pk if isinstance(value, Model) else value, connection)


class Prepared(Generic[Row]):
    """A function that returns a query set, as one that returns its rows: see `prepared`."""

    def __init__(self, function: Callable[..., QuerySet]) -> None:
        self.function = function
        self._composed: dict[str, _Composed] = {}  # by kind of database
        known.append(self)

    def __call__(self, *values: Any) -> list[Row]:
        """The rows for some values. Raises ValueError where one is None."""
        return self.composed().rows(values)

    def first(self, *values: Any) -> Row | None:
        """The first row, or None; that no more are read is for the function to say, by a slice."""
        return next(iter(self(*values)), None)

    def places(self) -> list[Place]:
        """The stand-ins. Raises TypeError for a parameter whose annotation is no column."""
        hints = get_type_hints(self.function)
        return [Place(number, _field_of(hint)) for number, hint in enumerate(hints[name] for name in _names(hints))]

    def composed(self) -> "_Composed":
        """The statement for the database in use, composed now if it was not yet."""
        kind = connection.vendor
        if kind not in self._composed:
            self._composed[kind] = _Composed.of(self.function(*self.places()))
        return self._composed[kind]


known: list[Prepared] = []  # all there are: tests compare each with what Django composes


def prepared(function: Callable[..., QuerySet]) -> Prepared:
    """Decorates or takes a function that returns a query set; calling what comes back gives the rows as a list.

    The function must be told by its parameters whatever its query set depends on, the clock, settings and language
    too: what it finds by itself stays as it was at the first call. Parameters are positional, annotated with a model,
    int, str, UUID, date or datetime. None and lists change the statement, and cannot be values.
    """
    return Prepared(function)


class _Composed(NamedTuple):
    """A statement, its values in order (constants, and places for others), and what Django knows of its columns."""

    queryset: QuerySet
    compiler: SQLCompiler
    converters: dict[int, Any]
    statement: str
    values: Values

    @classmethod
    def of(cls, queryset: QuerySet) -> "_Composed":
        compiler = queryset.query.get_compiler(connection=connection)
        statement, values = compiler.as_sql()
        return cls(queryset, compiler, compiler.get_converters([one[0] for one in compiler.select]), statement, values)

    def bound(self, given: Values) -> Values:
        """The values of the statement."""
        return tuple(one.ready(given, connection) if isinstance(one, Place) else one for one in self.values)

    def rows(self, given: Values) -> list[Any]:
        """As Django reads them, by a compiler that need not compose, on the connection of this thread.

        Raises TransactionManagementError for rows to be locked outside a transaction.
        """
        if self.queryset.query.select_for_update and connection.get_autocommit():
            raise TransactionManagementError("Rows are locked inside a transaction only.")
        values, compiler, query = self.bound(given), copy(self.compiler), copy(self.queryset.query)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_named: (self.statement, values)
        compiler.get_converters = lambda _columns: self.converters
        query.get_compiler = lambda *_args, **_named: compiler
        found = type(self.queryset)(self.queryset.model, query)
        found._iterable_class, found._fields = self.queryset._iterable_class, self.queryset._fields
        found._prefetch_related_lookups = self.queryset._prefetch_related_lookups
        return list(found)


def _names(hints: dict[str, Any]) -> list[str]:
    return [name for name in hints if name != "return"]


def _field_of(hint: Any) -> Field:
    for one in get_args(hint) if isinstance(hint, UnionType) else (hint,):
        if isinstance(one, type) and issubclass(one, Model):
            return one._meta.pk
        if one in _FIELDS:
            return _FIELDS[one]
    raise TypeError(f"{hint} is no value a statement can compare with.")
