"""Which municipalities the programme addresses, and what became of those that are no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from courses import conf
from courses.territory.models import Body, Municipality, fold


class Range(StrEnum):
    """Where a body stands against the population range."""

    IN = "in"
    OUT = "out"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class RangeVerdict:
    """The answer and, when it is not yes, the reason in words for the person and the secretariat."""

    range: Range
    reason: str = ""

    def __bool__(self) -> bool:
        return self.range is Range.IN


def is_in_range(municipality: Municipality) -> RangeVerdict:
    """A municipality is in range when its inhabitants stand between the two bounds, both included.

    A population that is not known is neither in nor out: it goes to the secretariat. A suppressed municipality
    stands where its successor stands.
    """
    bounds = conf.get("POPULATION_RANGE")
    if bounds is None:
        return RangeVerdict(Range.IN)
    if municipality.suppressed_on and municipality.successor:
        return is_in_range(municipality.successor)
    if municipality.suppressed_on:
        reason = _("%(name)s was suppressed and its successor is not known: to be checked.") % {"name": municipality}
        return RangeVerdict(Range.UNKNOWN, reason)
    if municipality.population is None:
        return RangeVerdict(
            Range.UNKNOWN, _("The population of %(name)s is not known: to be checked.") % {"name": municipality}
        )
    lowest, highest = bounds
    if lowest <= municipality.population <= highest:
        return RangeVerdict(Range.IN)
    return RangeVerdict(
        Range.OUT,
        _(
            "%(name)s has %(population)s inhabitants (%(year)s): the programme addresses municipalities"
            " between %(lowest)s and %(highest)s inhabitants."
        )
        % {
            "name": municipality,
            "population": _grouped(municipality.population),
            "year": municipality.population_year,
            "lowest": _grouped(lowest),
            "highest": _grouped(highest),
        },
    )


def body_is_in_range(body: Body) -> RangeVerdict:
    """Supra-municipal bodies have no population limit; a municipality follows its own population."""
    if body.municipality is None:
        return RangeVerdict(Range.IN)
    return is_in_range(body.municipality)


def successor_of(gone: Municipality, arrived: Iterable[Municipality]) -> Municipality | None:
    """A suppressed municipality became the new or renamed one of its province whose name holds its own.

    Castegnero and Nanto became Castegnero Nanto. None when no name, or more than one, tells.
    """
    words = set(fold(gone.name).split())
    heirs = [
        municipality
        for municipality in arrived
        if municipality.province_id == gone.province_id and words <= set(fold(municipality.name).split())
    ]
    return heirs[0] if len(heirs) == 1 else None


def _grouped(number: int) -> str:
    """Thousands as Italians write them, whatever the thread's locale: 5.000."""
    return f"{number:,}".replace(",", ".")
