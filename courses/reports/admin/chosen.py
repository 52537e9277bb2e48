"""Which columns of a list are shown: those it has by itself, or the ones that were chosen, in the order of the list."""

from collections.abc import Iterable, Sequence
from typing import Any

APART = ","  # between the names in an address


def choosable(admin: Any, *, exported: bool) -> list[str]:
    """What may be chosen: the columns of the list, further ones, and those of its export that say something more.

    The last only where the reader may take the list away (`exported`): elsewhere they are seen by nobody new.
    """
    shown = [*admin.list_display, *admin.more_columns()]
    said = {*shown, *(name for names in admin.exported_as.values() for name in names)}
    return shown + [name for name in admin.list_export if exported and name not in said]


def as_written(admin: Any, names: Sequence[str], values: Iterable[str]) -> str:
    """What was asked for as an address keeps it: known columns, each once, in order; empty when it is the list's own.

    The first column names the row and leads to its record: it is never chosen, and always there.
    """
    asked = {name for value in values for name in value.split(APART)}
    known = [name for name in names if name in asked and name != admin.list_display[0]]
    return "" if known == list(admin.list_display[1:]) else APART.join(known)


def shown_columns(admin: Any, written: str) -> list[str]:
    """The columns of the table."""
    return [admin.list_display[0], *written.split(APART)] if written else list(admin.list_display)


def exported_columns(admin: Any, written: str) -> list[str]:
    """The columns of a file: all there are, or those that say what was chosen, as numbers and plain words."""
    if not written:
        return list(admin.list_export)
    found = (name for shown in shown_columns(admin, written) for name in admin.exported_as.get(shown, (shown,)))
    return list(dict.fromkeys(found))
