"""The municipalities of the programme: all those in its range, with the keys they are counted under."""

from dataclasses import dataclass

from courses import conf
from courses.figures import measures as m
from courses.figures.profiles import size_class
from courses.territory.models import Municipality


@dataclass(frozen=True)
class Range:
    """The municipalities in range by their keys, and what the suppressed ones became."""

    keys: dict[str, dict[str, str]]
    successors: dict[str, str]

    def standing(self, municipality: str | None) -> str | None:
        """The municipality in range that one is today; None for one that is not in range."""
        while municipality in self.successors:
            municipality = self.successors[municipality]
        return municipality if municipality in self.keys else None


def municipalities_in_range() -> Range:
    """As `territory.rules.is_in_range` says, for all at once."""
    found = Municipality.objects.filter(suppressed_on__isnull=True).order_by()
    bounds = conf.get("POPULATION_RANGE")
    if bounds is not None:
        found = found.filter(population__range=bounds)
    keys = {
        code: {m.PROVINCE: province, m.SIZE: size_class(population)}
        for code, province, population in found.values_list("cadastral_code", "province", "population")
    }
    gone = Municipality.objects.filter(successor__isnull=False).values_list("cadastral_code", "successor")
    return Range(keys, dict(gone))
