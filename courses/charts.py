"""A chart, and the table that says the same: one thing to show, made by whoever has the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Text = str | Promise
Number = int | float | None


@dataclass(frozen=True)
class Series:
    """One row of bars, or one line: a value for each label of its chart; None where there is none."""

    name: Text
    values: Sequence[Number]


@dataclass(frozen=True)
class Chart:
    """What `{% chart %}` draws. `key` tells it from the others of the page; letters, digits and hyphens.

    `kind` is «bar» (lying, one bar for each label), «column» (standing), «stacked» (lying, parts of a whole) or «line»
    (labels in time). `heading` is what the labels are; `lowest` and `highest` fix the scale.
    """

    key: str
    title: Text
    heading: Text
    labels: Sequence[Text]
    series: Sequence[Series]
    kind: str = "bar"
    lowest: Number = 0
    highest: Number = None

    @property
    def rows(self) -> list[tuple[str, list[Number]]]:
        """The table: each label with the value of every series."""
        return [(str(label), [one.values[place] for one in self.series]) for place, label in enumerate(self.labels)]

    @property
    def data(self) -> dict[str, Any]:
        """What the script reads."""
        return {
            "title": str(self.title),
            "kind": self.kind,
            "labels": [str(label) for label in self.labels],
            "series": [{"name": str(one.name), "values": list(one.values)} for one in self.series],
            "lowest": self.lowest,
            "highest": self.highest,
        }
