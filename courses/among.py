"""Asking for the rows of many keys: Django takes longer to write a thousand of them than databases to read the rows."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup
from django.db.models.sql.compiler import SQLCompiler


class Among(Lookup):
    """`filter(Among("participant", keys))`: as `filter(participant__in=keys)`, for whole numbers, as one value."""

    lookup_name = "among"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Iterable[int]) -> None:
        super().__init__(F(lhs) if isinstance(lhs, str) else lhs, list(rhs))

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """An array of PostgreSQL; a table made of JSON on SQLite."""
        column, values = self.process_lhs(compiler, connection)
        text = json.dumps(self.rhs)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s::bigint[])", (*values, f"{{{text[1:-1]}}}")
        return f"{column} IN (SELECT value FROM json_each(%s))", (*values, text)  # noqa: S608 – a column
