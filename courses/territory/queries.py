"""Reading the territory."""

import re
from functools import reduce
from operator import and_

from django.db.models import Case, Count, Prefetch, Q, QuerySet, Value, When

from courses import conf
from courses.territory.models import Body, Municipality, Province, Region, fold
from courses.territory.shapes import FRAME, Shape, province_shapes, region_shapes

SEARCH_LIMIT = 20
# The longest name ISTAT has is 36 letters; whoever pastes a page is not looking for a municipality.
LONGEST_QUESTION = 120

__all__ = [
    "FRAME",
    "Gazetteer",
    "Shape",
    "body_of_the_day",
    "fold",
    "heirs",
    "homonyms",
    "live_municipalities",
    "municipalities_in_range",
    "municipalities_of",
    "municipalities_of_unknown_range",
    "neighbours_of_kind",
    "province_shapes",
    "region_shapes",
    "regions_with_provinces",
    "resolve",
    "search_municipalities",
]


def live_municipalities() -> QuerySet[Municipality]:
    """Those that exist today, with their province and region."""
    return Municipality.objects.filter(suppressed_on__isnull=True).select_related("province__region")


def municipalities_in_range() -> QuerySet[Municipality]:
    """Those of today that `rules.is_in_range` says yes to, for all at once."""
    bounds = conf.get("POPULATION_RANGE")
    found = Municipality.objects.filter(suppressed_on__isnull=True)
    return found if bounds is None else found.filter(population__range=bounds)


def municipalities_of_unknown_range() -> QuerySet[Municipality]:
    """Those of today that are neither in nor out, as nobody knows how many live there."""
    found = Municipality.objects.filter(suppressed_on__isnull=True, population__isnull=True)
    return found.none() if conf.get("POPULATION_RANGE") is None else found


def heirs() -> dict[str, str]:
    """What each suppressed municipality is today: the last of its successors, by their keys."""
    gone = Municipality.objects.filter(successor__isnull=False).order_by()
    successors = dict(gone.values_list("pk", "successor"))
    return {code: _last(code, successors) for code in successors}


def _last(code: str, successors: dict[str, str]) -> str:
    while code in successors:
        code = successors[code]
    return code


def search_municipalities(text: str, limit: int = SEARCH_LIMIT) -> list[Municipality]:
    """Up to `limit` municipalities whose name, in any of its languages, has words that start as those typed.

    A whole name comes first («Ne», «Re»), then the names that start so, then those that do in another language or
    did in the past, then the rest, each in alphabetical order.
    «Castro (BG)» and «castro bg» look in one province.
    """
    words, sigla = _question(text)
    if not words:
        return []
    name = "".join(words)
    found = Q(search_text__contains=f" {name}") | _word_starts(words)
    if sigla:
        found &= Q(province=sigla)
    elif len(words) > 1 and len(words[-1]) == 2:
        found |= _word_starts(words[:-1]) & Q(province=words[-1].upper())
    rank = Case(
        When(search_text__contains=f"  {name} ", then=Value(0)),
        When(search_text__startswith=f"  {name}", then=Value(1)),
        When(Q(search_text__contains=f"  {name}") | Q(search_text__startswith=f"  {words[0]}"), then=Value(2)),
        default=Value(3),
    )
    return list(live_municipalities().filter(found).order_by(rank, "search_text", "province")[:limit])


def resolve(text: str) -> Municipality | None:
    """The one municipality that «Nome» or «Nome (SIGLA)» names today; None when there is none or more than one."""
    words, sigla = _question(text)
    if not words:
        return None
    name = "".join(words)
    found = live_municipalities().filter(search_text__contains=f"  {name} ")
    if sigla:
        found = found.filter(province=sigla)
    # A name of the past is searched for, never taken for granted: the person confirms what the place is called now.
    named = [municipality for municipality in found if name in _names_today(municipality)]
    return named[0] if len(named) == 1 else None


def homonyms() -> QuerySet[Municipality]:
    """The municipalities that share their name with another."""
    shared = (
        Municipality.objects.filter(suppressed_on__isnull=True)
        .values("name")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .values("name")
    )
    return live_municipalities().filter(name__in=shared).order_by("name", "province")


class Gazetteer:
    """Every municipality of today by what people call it, read once: for the thousands of rows of a file."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Municipality]] = {}
        self._by_former_name: dict[str, list[Municipality]] = {}
        self._siglas: dict[str, str] = {}
        for municipality in live_municipalities().order_by("province"):
            for name in _names_today(municipality):
                self._by_name.setdefault(name, []).append(municipality)
            for name in municipality.former_names.splitlines():
                self._by_former_name.setdefault("".join(fold(name).split()), []).append(municipality)
        for province in Province.objects.all():
            for name in (province.sigla, province.name, *province.name.split("/")):
                self._siglas[fold(name)] = province.sigla

    def sigla(self, text: str) -> str:
        """The two letters of the province that a sigla or a name means; empty for what is no province."""
        return self._siglas.get(fold(text), "")

    def named(self, text: str) -> list[Municipality]:
        """The municipalities that «Nome» or «Nome (SIGLA)» names today: none, one, or more of one name."""
        words, sigla = _question(text)
        found = self._by_name.get("".join(words), [])
        return [one for one in found if not sigla or one.province_id == sigla]

    def once_named(self, text: str) -> list[Municipality]:
        """Those that were called so in the past, or took in one that was."""
        return self._by_former_name.get("".join(_question(text)[0]), [])


def regions_with_provinces() -> list[Region]:
    """The regions in alphabetical order, each with the provinces that have municipalities today, in two queries."""
    inhabited = Municipality.objects.filter(suppressed_on__isnull=True).values("province")
    provinces = Province.objects.filter(pk__in=inhabited).order_by("name")
    regions = Region.objects.filter(provinces__in=inhabited).distinct()
    return list(regions.prefetch_related(Prefetch("provinces", provinces)))


def municipalities_of(province: Province | str) -> QuerySet[Municipality]:
    """The municipalities of a province (or of its two letters), in alphabetical order whatever their accents."""
    return live_municipalities().filter(province=province).order_by("search_text")


def neighbours_of_kind(kind: str, province: Province) -> QuerySet[Body]:
    """The supra-municipal bodies of a kind in a province."""
    return Body.objects.filter(kind=kind, province=province).order_by("name", "pk")


def _question(text: str) -> tuple[list[str], str]:
    """The words typed, and the two letters of a province when they stand in brackets at the end."""
    if len(text) > LONGEST_QUESTION:
        return [], ""
    sigla = re.search(r"\(\s*([A-Za-z]{2})\s*\)\s*$", text)
    if sigla:
        return fold(text[: sigla.start()]).split(), sigla[1].upper()
    return fold(text).split(), ""


def _word_starts(words: list[str]) -> Q:
    return reduce(and_, (Q(search_text__contains=f" {word}") for word in words))


def _names_today(municipality: Municipality) -> set[str]:
    names = (municipality.name, municipality.other_name, municipality.full_name)
    return {fold(name).replace(" ", "") for name in names if name}


def body_of_the_day(body: Body | None) -> dict[str, str | int | None]:
    """The columns of `BodyOfTheDay` for a body as it is now; empty without one."""
    municipality = body.municipality if body else None
    return {
        "body_name": body.name if body else "",
        "province": body.province_id or "" if body else "",
        "region": body.province.region.name if body and body.province else "",
        "population": municipality.population if municipality else None,
        "population_year": municipality.population_year if municipality else None,
    }
