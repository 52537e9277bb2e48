"""Many rows at once, for data made up to measure with: COPY on PostgreSQL, one prepared statement elsewhere."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, JSONField, Max, Model

Row = Sequence[Any]
BATCH = 5_000


def next_key(model: type[Model]) -> int:
    """The first identifier that is free."""
    return (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1


@transaction.atomic
def load(model: type[Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows of the named fields; every other field gets its default, the same for all."""
    given = [model._meta.get_field(name) for name in names]
    others = [field for field in model._meta.concrete_fields if field not in given and not field.primary_key]
    defaults = tuple(field.get_default() for field in others)
    fields = [*given, *others]
    whole = ((*row, *defaults) for row in rows)
    (_copy if connection.vendor == "postgresql" else _insert)(model, fields, whole)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


# The indexes that no constraint owns: built once at the end they cost a third of what row by row they do.
_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s AND NOT EXISTS
    (SELECT FROM pg_constraint WHERE conname = indexname AND conrelid = %s::regclass)
"""


def _copy(model: type[Model], fields: list[Field], rows: Iterable[Row]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [table, table])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        _stream(model, fields, rows)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no index is built while foreign keys wait to be looked at
        for _name, definition in indexes:
            cursor.execute(definition)


def _stream(model: type[Model], fields: list[Field], rows: Iterable[Row]) -> None:
    columns = ", ".join(f'"{field.column}"' for field in fields)
    dumped = [place for place, field in enumerate(fields) if isinstance(field, JSONField)]
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
        for row in _dumped(rows, dumped) if dumped else rows:
            copy.write_row(row)


def _dumped(rows: Iterable[Row], places: list[int]) -> Iterator[Row]:
    for row in rows:
        yield tuple(json.dumps(value) if place in places else value for place, value in enumerate(row))


def _insert(model: type[Model], fields: list[Field], rows: Iterable[Row]) -> None:
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})'  # noqa: S608 -- names of our own models
    prepare: list[Callable[..., Any]] = [field.get_db_prep_save for field in fields]
    with connection.cursor() as cursor:
        for batch in _batches(rows):
            cursor.executemany(
                statement, [[one(value, connection) for one, value in zip(prepare, row, strict=True)] for row in batch]
            )


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch
