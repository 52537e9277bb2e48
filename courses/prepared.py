"""Statements composed once per process, for what is asked at every visit: Django composes a query set anew each time.

The rule stays where it is, in a function that returns a query set; kept is only what Django makes of it. Asked with
stand-ins for its parameters, the function gives the statement; from then on values take the places of the stand-ins.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from types import UnionType
from typing import Any, Generic, NamedTuple, TypeVar, get_args, get_type_hints
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    Model,
    QuerySet,
    UUIDField,
    prefetch_related_objects,
)
from django.db.models.expressions import Value
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

try:
    from psycopg import Cursor
    from psycopg.errors import FeatureNotSupported
except ImportError:  # another database, or its driver of before
    Cursor = object

Row = TypeVar("Row")
Values = tuple[Any, ...]
Converter = Callable[[Any, Any, BaseDatabaseWrapper], Any]
Make = Callable[[list[Sequence[Any]]], list[Any]]

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
    int, str, UUID, date or datetime. None and lists change the statement, and cannot be values. Pass no number from an
    address: one larger than a column holds is no row to Django, and an error to a database.
    """
    return Prepared(function)


class _Composed(NamedTuple):
    """A statement, its values in order (constants, and places for others), and how rows become what they stand for."""

    statement: str
    values: Values
    converters: list[tuple[int, Converter, Any]]  # of which column, with its expression
    make: Make
    fetched_with: tuple[Any, ...]  # as `prefetch_related` has them
    locks: bool

    @classmethod
    def of(cls, queryset: QuerySet) -> "_Composed":
        compiler = queryset.query.get_compiler(connection=connection)
        statement, values = compiler.as_sql()
        by_column = compiler.get_converters([column for column, *_ in compiler.select])
        converters = [(place, convert, column) for place, (several, column) in by_column.items() for convert in several]
        lookups, locks = queryset._prefetch_related_lookups, queryset.query.select_for_update
        return cls(statement, tuple(values), converters, _make(queryset, compiler), lookups, locks)

    def bound(self, given: Values) -> Values:
        """The values of the statement."""
        return tuple(one.ready(given, connection) if isinstance(one, Place) else one for one in self.values)

    def rows(self, given: Values) -> list[Any]:
        """What the query set holds. Raises TransactionManagementError for rows to be locked outside a transaction."""
        if self.locks and connection.get_autocommit():
            raise TransactionManagementError("Rows are locked inside a transaction only.")
        with _cursor() as cursor:
            cursor.execute(self.statement, self.bound(given))
            rows = cursor.fetchall()
        found = self.make(self._converted(rows))
        if self.fetched_with:
            prefetch_related_objects(found, *self.fetched_with)
        return found

    def _converted(self, rows: list[Sequence[Any]]) -> list[Sequence[Any]]:
        if not self.converters or not rows:
            return rows
        found = [list(row) for row in rows]
        for place, convert, column in self.converters:
            for row in found:
                row[place] = convert(row[place], column, connection)
        return found


class Planning(Cursor):
    """Has the server bind the values, and keep the plan of each statement; Django lets its connections keep none."""

    def execute(self, query: str, params: Values = ()) -> "Planning":
        """Run the statement; planned anew where a migration changed the table meanwhile, which is an error at first."""
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params)
        except FeatureNotSupported:
            return super().execute(query, params, prepare=False)
        finally:
            self.connection.prepare_threshold = None


def _cursor() -> CursorWrapper:
    """On PostgreSQL one whose statements are planned once per connection: planning a join takes longer than its rows.

    Not within a transaction, of which the error of an outdated plan would undo all; nor where Django is told that a
    pooler hands connections on (`DISABLE_SERVER_SIDE_CURSORS`): plans would be missed.
    """
    if connection.vendor != "postgresql" or Cursor is object or not connection.get_autocommit():
        return connection.cursor()
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return connection.cursor()
    connection.cursor().close()  # which sees to it that there is a connection, and that it lives
    return connection._prepare_cursor(Planning(connection.connection))


def _make(queryset: QuerySet, compiler: SQLCompiler) -> Make:
    """As the three kinds of `__iter__` of Django's query sets make records, texts or tuples of rows."""
    kind = queryset._iterable_class
    if kind is FlatValuesListIterable:
        return lambda rows: [row[0] for row in rows]
    if kind is ValuesListIterable:
        return lambda rows: [tuple(row) for row in rows]
    if kind is not ModelIterable:
        raise TypeError("A prepared statement gives records or a `values_list`.")
    return _records(compiler, queryset.db)


def _records(compiler: SQLCompiler, database: str) -> Make:
    own = compiler.klass_info["select_fields"]
    model, columns = compiler.klass_info["model"], slice(own[0], own[-1] + 1)
    names = [column.target.attname for column, *_ in compiler.select[columns]]
    related = get_related_populators(compiler.klass_info, compiler.select, database)
    annotated = list((compiler.annotation_col_map or {}).items())

    def make(rows: list[Sequence[Any]]) -> list[Model]:
        found = []
        for row in rows:
            record = model.from_db(database, names, row[columns])
            for other in related:
                other.populate(row, record)
            for name, place in annotated:
                setattr(record, name, row[place])
            found.append(record)
        return found

    return make


def _names(hints: dict[str, Any]) -> list[str]:
    return [name for name in hints if name != "return"]


def _field_of(hint: Any) -> Field:
    for one in get_args(hint) if isinstance(hint, UnionType) else (hint,):
        if isinstance(one, type) and issubclass(one, Model):
            return one._meta.pk
        if one in _FIELDS:
            return _FIELDS[one]
    raise TypeError(f"{hint} is no value a statement can compare with.")
