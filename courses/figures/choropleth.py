"""The map of Italy coloured by a figure: which areas, in which of five bands, and what the bands mean."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from courses.figures import measures as m
from courses.figures.labels import labels_of
from courses.figures.tallies import Figures
from courses.territory.queries import Shape, province_shapes, region_shapes

BANDS = 5
SHAPES = {m.REGION: region_shapes, m.PROVINCE: province_shapes}
LEVELS = {m.REGION: gettext_lazy("By region"), m.PROVINCE: gettext_lazy("By province")}
COVERAGE = "coverage"


@dataclass(frozen=True)
class Shown:
    """What a map may show."""

    label: Any
    how: Any
    measure: m.Measure


SHOWN = {
    "joined": Shown(m.JOINED.label, m.JOINED.how, m.JOINED),
    "adhesions": Shown(m.ADHESIONS.label, m.ADHESIONS.how, m.ADHESIONS),
    "enrolled": Shown(m.ENROLLED.label, m.ENROLLED.how, m.ENROLLED),
    "trained": Shown(m.TRAINED.label, m.TRAINED.how, m.TRAINED),
    COVERAGE: Shown(gettext_lazy("Coverage of the municipalities in range"), m.COVERAGE_HOW, m.RANGE_JOINED),
}


@dataclass(frozen=True)
class Area:
    """A region or province on the map and in the table beside it."""

    code: str
    name: str
    value: float
    shown: str  # the value in words
    band: int  # from 1; 0 for nothing
    shape: Shape | None = None


@dataclass(frozen=True)
class Band:
    """A colour and pattern of the map, and from what to what it stands for."""

    number: int
    label: str


@dataclass(frozen=True)
class ItalyMap:
    """All that is drawn, told and listed."""

    what: str
    level: str
    title: str
    how: str
    areas: list[Area]
    bands: list[Band]

    @property
    def drawn(self) -> list[Area]:
        """Those that have a shape."""
        return [area for area in self.areas if area.shape]


def map_of(figures: Figures, what: str, level: str) -> ItalyMap:
    """The map of one of SHOWN, by one of LEVELS."""
    shown, names = SHOWN[what], labels_of(level)
    values = _values(figures, what, level)
    bounds = bounds_of(values.values())
    shapes = {shape.code: shape for shape in SHAPES[level]()}
    areas = [
        Area(
            code=code,
            name=name,
            value=values.get(code, 0),
            shown=_in_words(values.get(code, 0), what),
            band=band_of(values.get(code, 0), bounds),
            shape=shapes.get(code),
        )
        for code, name in names.items()
        if code or values.get(code)
    ]
    bands = [Band(0, pgettext("figure", "None")), *_bands(values.values(), bounds, what)]
    return ItalyMap(what, level, str(shown.label), str(shown.how), areas, bands)


def bounds_of(values: Iterable[float]) -> list[float]:
    """Where the bands begin: each holds as many areas as the others, and equal values stand together."""
    found = sorted(value for value in values if value > 0)
    return sorted({found[place * len(found) // BANDS] for place in range(BANDS)}) if found else []


def band_of(value: float, bounds: list[float]) -> int:
    """The band of a value, from 1; 0 for nothing."""
    return bisect_right(bounds, value) if value > 0 else 0


def _values(figures: Figures, what: str, level: str) -> dict[str, float]:
    counted = figures.by(level, SHOWN[what].measure)
    if what != COVERAGE:
        return dict(counted)
    whole = figures.by(level, m.IN_RANGE)
    return {code: round(100 * counted.get(code, 0) / number, 1) for code, number in whole.items() if number}


def _bands(values: Iterable[float], bounds: list[float], what: str) -> list[Band]:
    found: dict[int, list[float]] = {}
    for value in values:
        found.setdefault(band_of(value, bounds), []).append(value)
    found.pop(0, None)
    return [Band(number, _span(min(inside), max(inside), what)) for number, inside in sorted(found.items())]


def _span(lowest: float, highest: float, what: str) -> str:
    if lowest == highest:
        return _in_words(lowest, what)
    words = {"lowest": _in_words(lowest, what), "highest": _in_words(highest, what)}
    return _("from %(lowest)s to %(highest)s") % words


def _in_words(value: float, what: str) -> str:
    if what == COVERAGE:
        return _("%(number)s%%") % {"number": f"{value:.1f}".replace(".", ",")}
    return f"{round(value):,}".replace(",", ".")
