"""Reading the lists of municipalities and of residents, in the layouts ISTAT publishes and in our own."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from re import fullmatch

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.errors import CoursesError
from courses.territory.actions import Figures, Listed
from courses.territory.models import fold

DATA = Path(__file__).parent / "data"

# How each column begins, folded, in SITUAS (from 2024), in the older "Elenco comuni italiani" and in our own file.
LIST_COLUMNS = {
    "istat_code": ("codice comune alfanumerico", "codice comune formato alfanumerico", "codice istat"),
    "cadastral_code": ("codice catasto", "codice catastale"),
    "name": ("comune dizione italiana", "denominazione in italiano", "nome"),
    "other_name": ("comune dizione straniera", "denominazione altra lingua", "nome altra lingua"),
    "sigla": ("sigla",),
    "province": ("provincia uts", "denominazione dell unita territoriale", "provincia"),
    "region": ("denominazione regione", "regione"),
}
OWN_COLUMNS = {"population": ("popolazione",), "population_year": ("anno popolazione",)}
POPULATION_COLUMNS = {
    "code": ("codice comune", "codice istat", "itter107", "ref area"),
    "residents": ("popolazione", "totale", "value", "obs value"),
}
# POSAS has a line for each age, and 999 for all of them.
POPULATION_OPTIONAL = {"year": ("anno", "time"), "age": ("eta",)}
EVERY_AGE = "999"
LONGEST_NAME = 80

# The twenty regions of article 131 of the Constitution, with their ISTAT codes: our own file has no such column.
REGION_CODES = {
    "piemonte": "01",
    "valle d aosta": "02",
    "lombardia": "03",
    "trentino alto adige": "04",
    "veneto": "05",
    "friuli venezia giulia": "06",
    "liguria": "07",
    "emilia romagna": "08",
    "toscana": "09",
    "umbria": "10",
    "marche": "11",
    "lazio": "12",
    "abruzzo": "13",
    "molise": "14",
    "campania": "15",
    "puglia": "16",
    "basilicata": "17",
    "calabria": "18",
    "sicilia": "19",
    "sardegna": "20",
}

Cells = dict[str, str]

# What may be wrong with a line, and the test it then does not pass.
FAULTS: dict[Promise, Callable[[Cells], object]] = {
    _("the ISTAT code must be six digits"): lambda cells: fullmatch("[0-9]{6}", cells["istat_code"]),
    _("the land-registry code must be a letter and three digits"): lambda cells: fullmatch(
        "[A-Z][0-9]{3}", cells["cadastral_code"]
    ),
    _("the province must be two letters"): lambda cells: fullmatch("[A-Z]{2}", cells["sigla"]),
    _("the name is missing or too long"): lambda cells: (
        0 < len(cells["name"]) <= LONGEST_NAME and len(cells["other_name"]) <= LONGEST_NAME
    ),
    _("the region is not one of the twenty"): lambda cells: _region_code(cells["region"]),
    _("residents and their year go together, in digits"): lambda cells: fullmatch(
        r"([0-9]+ [0-9]{4})?", f"{cells.get('population', '')} {cells.get('population_year', '')}".strip()
    ),
}


class UnreadableFile(CoursesError):
    """The file is not the one we expect; the message says what is wrong and where."""


Line = tuple[int, Cells]
Columns = dict[str, tuple[str, ...]]


def read_list(path: Path) -> list[Listed]:
    """The municipalities of a list, in any of the three layouts. Raises UnreadableFile."""
    _title, lines = _table(path, LIST_COLUMNS, OWN_COLUMNS)
    rows = [_listed(path, number, cells) for number, cells in lines if cells["istat_code"] or cells["cadastral_code"]]
    for key in ("istat_code", "cadastral_code"):
        codes = [getattr(row, key) for row in rows]
        twice = sorted({code for code in codes if codes.count(code) > 1}) if len(set(codes)) < len(codes) else []
        if twice:
            raise UnreadableFile(
                _("%(file)s: the code %(code)s stands there twice.") % {"file": path, "code": twice[0]}
            )
    if not rows:
        raise UnreadableFile(_("%(file)s has no municipalities.") % {"file": path})
    return rows


def read_population(path: Path) -> Figures:
    """The residents of the latest year in the file. Raises UnreadableFile."""
    title, lines = _table(path, POPULATION_COLUMNS, POPULATION_OPTIONAL)
    in_title = re.search(r"gennaio\D{0,3}(\d{4})", title)
    years: dict[int, dict[str, int]] = {}
    for number, cells in lines:
        if not cells["code"] or cells.get("age", EVERY_AGE) != EVERY_AGE or not cells["residents"]:
            continue
        year = cells.get("year") or (in_title[1] if in_title else "")
        values = (cells["code"].zfill(6), cells["residents"], year[:4])
        if not all(re.fullmatch("[0-9]+", value) for value in values):
            raise UnreadableFile(_where(path, number, _("code, residents and year must be whole numbers.")))
        years.setdefault(int(values[2]), {})[values[0]] = int(values[1])
    if not years:
        raise UnreadableFile(_("%(file)s has no residents.") % {"file": path})
    return Figures(year=max(years), by_code=years[max(years)])


def figures_in(rows: Sequence[Listed]) -> Figures | None:
    """The residents that our own layout has beside each municipality; None when the list has none."""
    year = max((row.population_year or 0 for row in rows), default=0)
    by_code = {row.istat_code: row.population for row in rows if row.population_year == year and row.population}
    return Figures(year=year, by_code=by_code) if by_code else None


def known_mergers() -> dict[str, str]:
    """What suppressed municipalities became, as far as we were told, by land-registry code."""
    with (DATA / "mergers.csv").open(encoding="utf-8", newline="") as file:
        return {row["codice_catastale_soppresso"]: row["codice_catastale_nuovo"] for row in csv.DictReader(file)}


def _listed(path: Path, number: int, cells: Cells) -> Listed:
    for fault, passes in FAULTS.items():
        if not passes(cells):
            raise UnreadableFile(_where(path, number, str(fault)))
    known = {key: cells[key] for key in LIST_COLUMNS}
    counted = {key: int(cells[key]) for key in OWN_COLUMNS if cells.get(key)}
    return Listed(**known, region_code=_region_code(cells["region"]), **counted)


@cache
def _region_code(name: str) -> str:
    """Of a region in any of its languages; empty for none of the twenty."""
    return REGION_CODES.get(fold(name.split("/")[0]), "")


def _table(path: Path, columns: Columns, optional: Columns) -> tuple[str, Iterator[Line]]:
    """The title above the header, and the lines below it as named cells with their numbers."""
    text = _text(path)
    header = next((line for line in text.splitlines()[:10] if line.count(";") + line.count(",") > 1), "")
    rows = csv.reader(text.splitlines(keepends=True), delimiter=";" if ";" in header else ",")
    try:
        before = []
        for row in rows:
            places = _places(row, columns | optional)
            if places.keys() >= columns.keys():
                return fold(" ".join(before)), _lines(rows, places)
            before += row
            if rows.line_num > 20:
                break
    except csv.Error as error:
        raise UnreadableFile(_("%(file)s is not a CSV file: %(error)s") % {"file": path, "error": error}) from error
    missing = ", ".join(f"«{starts[0]}»" for starts in columns.values())
    raise UnreadableFile(
        _("%(file)s does not have the columns expected: %(names)s.") % {"file": path, "names": missing}
    )


def _text(path: Path) -> str:
    """The file's text: UTF-8, or Windows-1252 as ISTAT used to write."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            _("%(file)s cannot be read: %(error)s") % {"file": path, "error": error.strerror}
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _places(header: list[str], columns: Columns) -> dict[str, int]:
    """In which column each field stands: the one called so, or else the first whose name begins so."""
    names = [fold(name) for name in header]
    places = {}
    for field, starts in columns.items():
        called = [place for place, name in enumerate(names) if name in starts]
        begun = [place for place, name in enumerate(names) if name.startswith(starts)]
        if called or begun:
            places[field] = (called or begun)[0]
    return places


def _lines(rows: Iterator[list[str]], places: dict[str, int]) -> Iterator[Line]:
    for row in rows:
        if len(row) > max(places.values()):  # shorter ones are ISTAT's notes at the foot
            yield rows.line_num, {field: row[place].strip() for field, place in places.items()}


def _where(path: Path, number: int, fault: str) -> str:
    return _("%(file)s, line %(number)s: %(fault)s") % {"file": path, "number": number, "fault": fault}
