"""Which municipalities the programme addresses, and what became of those that are no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from courses import conf
from courses.territory.models import Body, Municipality, Province, fold

# Law 56/2014, article 1, paragraph 5; regional laws 15/2015 of Sicily, 2/2016 and 7/2021 of Sardinia.
METROPOLITAN_CITIES = frozenset(
    ("BA", "BO", "CA", "CT", "FI", "GE", "ME", "MI", "NA", "PA", "RC", "RM", "SS", "TO", "VE")
)
# No body of its own: Valle d'Aosta is region and province in one; Friuli-Venezia Giulia's were abolished (law 20/2016).
WITHOUT_PROVINCE = frozenset(("AO", "GO", "PN", "TS", "UD"))
AUTONOMOUS = frozenset(("BZ", "TN"))
FREE_CONSORTIA = frozenset(("AG", "CL", "EN", "RG", "SR", "TP"))  # regional law 15/2015 of Sicily
# What the names of unions and areas have in common tells none of them from another.
EMPTY_WORDS = (
    "a ai al alla alle ambito area associazione azienda comune comuni comunita consorzio d da dei del dell della delle"
    " di distretto e ente i il in intercomunale la le lo montana montane n sociale sociali territoriale territorio"
    " unione valle zona"
)


class Range(StrEnum):
    """Where a body stands against the population range."""

    IN = "in"
    OUT = "out"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """Yes, or no with the reason in words."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


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
            "population": grouped(municipality.population),
            "year": municipality.population_year,
            "lowest": grouped(lowest),
            "highest": grouped(highest),
        },
    )


def body_is_in_range(body: Body) -> RangeVerdict:
    """Supra-municipal bodies have no population limit; a municipality follows its own population."""
    if body.municipality is None:
        return RangeVerdict(Range.IN)
    return is_in_range(body.municipality)


def may_take_part_through(body: Body, municipality: Municipality) -> Verdict:
    """Officials of a municipality take part through the union or social area it belongs to.

    Those of a municipality out of range only where the programme says so (COURSES_THROUGH_UNIONS).
    """
    if body.municipality_id:
        return Verdict(
            False, _("%(body)s is a municipality: only the people of a union or area work elsewhere.") % {"body": body}
        )
    verdict = is_in_range(municipality)
    if verdict or conf.get("THROUGH_UNIONS"):
        return Verdict(True)
    return Verdict(False, _("%(why)s They cannot take part through %(body)s.") % {"why": verdict.reason, "body": body})


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


def grouped(number: int) -> str:
    """Thousands as Italians write them, whatever the thread's locale: 5.000."""
    return f"{number:,}".replace(",", ".")


def kind_of_province(province: Province) -> str:
    """Whether a province is a body of the kind province, metropolitan city, or none (empty)."""
    if province.pk in METROPOLITAN_CITIES:
        return Body.Kind.METROPOLITAN_CITY
    return "" if province.pk in WITHOUT_PROVINCE else Body.Kind.PROVINCE


def name_of_province(province: Province) -> str:
    """What the body of a province is called, in Italian as it calls itself."""
    if province.pk in METROPOLITAN_CITIES:
        return f"Città metropolitana di {province.name}"
    if province.pk in FREE_CONSORTIA:
        return f"Libero consorzio comunale di {province.name}"
    return f"{'Provincia autonoma' if province.pk in AUTONOMOUS else 'Provincia'} di {province.name}"


def may_be_the_same(one: str, other: str) -> bool:
    """Whether two names of supra-municipal bodies may be of the same body: «Unione Valle Savio», «Unione del Savio»."""
    first, second = (set(fold(name).split()) for name in (one, other))
    empty = set(EMPTY_WORDS.split())
    return first == second or bool(first - empty and first - empty == second - empty)
