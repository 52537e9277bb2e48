"""The figures of a period divided by place, size, role, gender or kind of body, as one table with its total."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.figures import measures as m
from courses.figures.labels import heading_of, labels_of
from courses.figures.tallies import Figures, shares

DIVIDED_BY = (m.REGION, m.PROVINCE, m.SIZE, m.KIND, m.ROLE, m.GENDER)
_BODIES = (m.ADHESIONS, m.JOINED, m.BODIES_ENROLLED, m.BODIES_TRAINED, m.BODIES_CERTIFIED)
_RANGE = (m.IN_RANGE, m.RANGE_JOINED)
_PEOPLE = (m.ENROLLED, m.TRAINED, m.COMPLETED, m.CERTIFIED, m.PRESENCES)
_PLACES = (m.REGION, m.PROVINCE)
_MEASURES = dict.fromkeys((*_PLACES, m.SIZE), (*_RANGE, *_BODIES, *_PEOPLE))
_MEASURES |= {m.KIND: (*_BODIES, *_PEOPLE), m.ROLE: _PEOPLE, m.GENDER: _PEOPLE}


@dataclass(frozen=True)
class Column:
    """A number of each row."""

    label: str
    how: str
    values: dict[str, Any]
    total: Any


@dataclass(frozen=True)
class Breakdown:
    """Rows of one dimension; the last is the whole."""

    dimension: str
    heading: str
    labels: dict[str, str]
    columns: list[Column]

    @property
    def headings(self) -> list[str]:
        """Of all columns."""
        return [self.heading, *(column.label for column in self.columns)]

    @property
    def rows(self) -> list[list[Any]]:
        """One for each key that may have figures, with zeros."""
        return [[label, *(column.values.get(key, 0) for column in self.columns)] for key, label in self.labels.items()]

    @property
    def total(self) -> list[Any]:
        """The whole, counted by itself and not added up from the rows."""
        return [_("Whole programme"), *(column.total for column in self.columns)]


def breakdown_of(figures: Figures, dimension: str) -> Breakdown:
    """Which numbers make sense depends on the dimension: a body has no gender, a role no webinars."""
    columns = [_counted(measure, figures, dimension) for measure in _MEASURES[dimension]]
    trained = figures.by(dimension, m.TRAINED)
    share = _("Share of the officials trained (%)")
    columns.append(Column(share, str(m.TRAINED.how), shares(trained), 100.0 if trained else 0.0))
    columns.append(_counted(m.MINUTES, figures, dimension, hours))
    if dimension in _PLACES:
        columns += [_counted(m.DAYS, figures, dimension), _counted(m.DELIVERED, figures, dimension, hours)]
    found = {key for column in columns for key in column.values}
    labels = {key: label for key, label in labels_of(dimension).items() if key or "" in found}
    return Breakdown(dimension, heading_of(dimension), labels, columns)


def hours(minutes: int) -> float:
    """With one decimal."""
    return round(minutes / 60, 1)


def _counted(
    measure: m.Measure, figures: Figures, dimension: str, as_shown: Callable[[int], Any] = lambda value: value
) -> Column:
    values = {key: as_shown(value) for key, value in figures.by(dimension, measure).items()}
    return Column(str(measure.label), str(measure.how), values, as_shown(figures.total(measure)))
