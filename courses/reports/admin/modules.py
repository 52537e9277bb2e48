"""The columns that say how far an enrolment is in each module of its course."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.admin import display
from django.utils.text import format_lazy
from django.utils.translation import pgettext_lazy

from courses.enrolment.models import Enrolment
from courses.progress.queries import Progress, minutes_by_enrolment, progress_by_module

MOST = 20  # modules with a column of their own


class Block:
    """What columns may ask of the rows of one page, or of those of an export that are prepared together: read once."""

    def __init__(self, rows: Sequence[Enrolment]) -> None:
        self.rows = rows

    @cached_property
    def modules(self) -> dict[int, list[Progress]]:
        """Progress in each module, by the keys of the enrolments."""
        return progress_by_module(self.rows)

    @cached_property
    def minutes(self) -> dict[tuple[int, UUID], int]:
        """Those attended, by person and course."""
        return minutes_by_enrolment(self.rows)


def names_of_modules(number: int) -> list[str]:
    """The columns for so many modules."""
    return [f"module_{place}" for place in range(1, min(number, MOST) + 1)]


def column(place: int) -> Callable[[Any, Enrolment], int | None]:
    """The column of the module in a place, from 1."""

    @display(description=format_lazy("{module} {place} (%)", module=pgettext_lazy("column", "Module"), place=place))
    def percent(self: Any, row: Enrolment) -> int | None:
        """From 0 to 100; empty where the course has no such module, or the module asks for nothing."""
        modules = row.block.modules[row.pk]
        if place > len(modules) or not (modules[place - 1].required or modules[place - 1].completed):
            return None
        return modules[place - 1].percent

    return percent


class ModuleColumns:
    """One column for each place."""


for _place in range(1, MOST + 1):
    setattr(ModuleColumns, f"module_{_place}", column(_place))
