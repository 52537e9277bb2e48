"""Columns made of fields: declared once, read from a record on the screen and from plain values, in blocks, for a file.

A record costs Django ten times what its values cost: a list of a hundred thousand rows is made into a file without any.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Choices, Field, Model, QuerySet
from django.utils.functional import Promise

from courses.reports.admin.columns import name_of, words_of
from courses.reports.admin.reading import blocks_of

MOST_SHARED = 5000  # bodies and the like that are kept for the rows to come

Key = Hashable


class FieldColumn:
    """A column made of the fields at some `paths`, as a query names them.

    `say` makes the cell of their values; of one alone, `words` may hold the words instead. A path that ends at a
    relation gives the record there, or None; `say` is then asked once for each record, however many rows share it.
    """

    def __init__(
        self,
        label: str | Promise,
        *paths: str,
        say: Callable[..., Any] | None = None,
        words: type[Choices] | Callable[[], Mapping[Any, str]] | None = None,
        ordering: str = "",
    ) -> None:
        self.short_description, self.admin_order_field = label, ordering
        self.paths, self.say = paths, say
        self.words = partial(words_of, words) if isinstance(words, type) else words

    def __call__(self, row: Model) -> Any:
        """The cell of a record's row."""
        values = [_follow(row, path) for path in self.paths]
        if self.words:
            return self.words().get(values[0], "")
        return self.say(*values) if self.say else values[0]

    def cells(self, block: "Block") -> Iterable[Any]:
        """The cells of the rows of a block."""
        if self.words:
            words = self.words()
            return [words.get(value, "") for value in block.values[self.paths[0]]]
        if self.say and len(self.paths) == 1 and self.paths[0] in block.shared:
            return block.shared[self.paths[0]].said(self.say, block.values[self.paths[0]])
        found = [block.records(path) for path in self.paths]
        return map(self.say, *found) if self.say else found[0]


def column_of(field: Field) -> FieldColumn:
    """A field of the list's own model as a column: choices in words, records by their names."""
    if field.choices:
        return FieldColumn(
            field.verbose_name, field.name, words=lambda: {key: str(label) for key, label in field.flatchoices}
        )
    return FieldColumn(field.verbose_name, field.name, say=name_of if field.is_relation else None)


class Shared:
    """The records that a path leads to, each read once for all the rows that share it."""

    def __init__(self, model: type[Model], further: Sequence[str]) -> None:
        self.found = model._base_manager.select_related(*further) if further else model._base_manager.all()
        self.known: dict[Key, Model | None] = {}
        self.words: dict[Callable[..., Any], dict[Key, Any]] = {}

    def learn(self, keys: Iterable[Key]) -> None:
        """Read those that are not known yet, in one query."""
        if len(self.known) > MOST_SHARED:
            self.known.clear()
            self.words.clear()
        missing = {*keys} - self.known.keys()
        if missing:
            self.known |= dict.fromkeys(missing) | self.found.in_bulk(missing - {None})

    def said(self, say: Callable[[Model | None], Any], keys: Sequence[Key]) -> Iterable[Any]:
        """What is said of the records of some keys, worked out once for each."""
        words = self.words.setdefault(say, {})
        words |= {key: say(self.known[key]) for key in {*keys} - words.keys()}
        return map(words.__getitem__, keys)


class Block:
    """The values of some rows, path by path."""

    def __init__(self, values: Mapping[str, Sequence[Any]], shared: Mapping[str, Shared]) -> None:
        self.values, self.shared = values, shared
        for path, records in shared.items():
            records.learn(values[path])

    def records(self, path: str) -> Iterable[Any]:
        """The values of a path; of one that ends at a relation, the records."""
        if path in self.shared:
            return map(self.shared[path].known.__getitem__, self.values[path])
        return self.values[path]

    def rows(self, paths: Sequence[str]) -> list[SimpleNamespace]:
        """What each row is for the columns that are worked out: these values by their names, and nothing else."""
        columns = zip(*(self.records(path) for path in paths), strict=True)
        return [SimpleNamespace(**dict(zip(paths, values, strict=True))) for values in columns]


def plain_cells(admin: Any, rows: QuerySet, columns: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The cells of all rows, block by block: the memory used does not grow with their number.

    Columns that are no FieldColumn are asked of rows that have the fields named by `admin.needs`, prepared by the list.
    """
    are_fields = [isinstance(one, FieldColumn) for one in columns]
    needs = [] if all(are_fields) else ["pk", *admin.needs]
    named = (path for one in columns if isinstance(one, FieldColumn) for path in one.paths)
    paths = list(dict.fromkeys([*needs, *named]))
    shared = {path: Shared(model, _beyond(admin, path)) for path in paths if (model := _leads_to(admin.model, path))}
    for some in blocks_of(rows, paths):
        block = Block(dict(zip(paths, zip(*some, strict=True), strict=True)), shared)
        prepared = admin.prepare(block.rows(needs)) if needs else []
        yield from zip(
            *(
                one.cells(block) if is_field else map(one, prepared)
                for one, is_field in zip(columns, are_fields, strict=True)
            ),
            strict=True,
        )


def _follow(row: Any, path: str) -> Any:
    """The value at the end of a path; None where it breaks off."""
    for step in path.split("__"):
        row = getattr(row, step, None)
    return row


def _leads_to(model: type[Model], path: str) -> type[Model] | None:
    """The model of the records at the end of a path, if it ends at a relation."""
    end: type[Model] | None = model
    for step in path.split("__"):
        try:
            field = end._meta.get_field(step)
        except (FieldDoesNotExist, AttributeError):  # a number that the query adds, or the key
            return None
        end = field.related_model if field.name == step and field.is_relation else None
    return end


def _beyond(admin: Any, path: str) -> list[str]:
    """What of those records the list reads along with them."""
    return [one.removeprefix(f"{path}__") for one in admin.list_select_related if one.startswith(f"{path}__")]
