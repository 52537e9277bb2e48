"""The municipalities of the programme: all those in its range, with the keys they are counted under."""

from dataclasses import dataclass

from courses.figures import measures as m
from courses.figures.profiles import size_class
from courses.territory import queries


@dataclass(frozen=True)
class Range:
    """The municipalities in range by their keys, and what the suppressed ones are today."""

    keys: dict[str, dict[str, str]]
    successors: dict[str, str]

    def standing(self, municipality: str | None) -> str | None:
        """The municipality in range that one is today; None for one that is not in range."""
        municipality = self.successors.get(municipality, municipality)
        return municipality if municipality in self.keys else None


def municipalities_in_range() -> Range:
    """With the keys that figures are counted under."""
    found = queries.municipalities_in_range().order_by()
    keys = {
        code: {m.PROVINCE: province, m.SIZE: size_class(population)}
        for code, province, population in found.values_list("cadastral_code", "province", "population")
    }
    return Range(keys, queries.heirs())
