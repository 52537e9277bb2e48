"""Regions, provinces, municipalities and bodies."""

from itertools import count
from typing import Any

from courses.territory.models import Body, Municipality, Province, Region

_numbers = count(1)

# A few real provinces: sigla → name, region's code and name.
PROVINCES = {
    "BG": ("Bergamo", "03", "Lombardia"),
    "BZ": ("Bolzano/Bozen", "04", "Trentino-Alto Adige/Südtirol"),
    "CA": ("Cagliari", "20", "Sardegna"),
    "LE": ("Lecce", "16", "Puglia"),
    "LO": ("Lodi", "03", "Lombardia"),
    "NA": ("Napoli", "15", "Campania"),
    "PV": ("Pavia", "03", "Lombardia"),
    "RM": ("Roma", "12", "Lazio"),
    "SS": ("Sassari", "20", "Sardegna"),
    "SU": ("Sud Sardegna", "20", "Sardegna"),
    "VI": ("Vicenza", "05", "Veneto"),
}


def _code(number: int) -> str:
    """Four signs that no land registry uses, a different one for each of 46,656 municipalities."""
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "_" + "".join(signs[number // 36**place % 36] for place in (2, 1, 0))


def make_province(sigla: str = "LE") -> Province:
    """A province of the list above with its region; asked twice, the same one."""
    name, code, region_name = PROVINCES[sigla]
    region, _created = Region.objects.get_or_create(code=code, defaults={"name": region_name})
    province, _created = Province.objects.get_or_create(sigla=sigla, defaults={"name": name, "region": region})
    return province


def make_municipality(name: str = "Castro", sigla: str = "LE", **over: Any) -> Municipality:
    """A municipality of 12,000 inhabitants in 2025, unless said otherwise; codes are made up."""
    number = next(_numbers)
    values = {
        "cadastral_code": _code(number),
        "istat_code": f"{900000 + number}",
        "name": name,
        "province": make_province(sigla),
        "population": 12_000,
    } | over
    values.setdefault("population_year", None if values["population"] is None else 2025)
    return Municipality.objects.create(**values)


def make_body(municipality: Municipality | None = None, **over: Any) -> Body:
    """The body of a municipality; without one, a union of municipalities."""
    if municipality:
        values = {"kind": "municipality", "name": municipality.full_name, "municipality": municipality}
        return Body.objects.create(**values | {"province": municipality.province} | over)
    return Body.objects.create(**{"kind": "union", "name": "Unione dei Comuni del Sole"} | over)
