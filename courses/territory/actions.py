"""Writing bodies, and keeping the territory as ISTAT publishes it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from courses.audit.actions import record
from courses.editions.actions import move_on
from courses.errors import NotAllowed
from courses.territory.models import Body, Municipality, Province, Region
from courses.territory.rules import kind_of_province, name_of_province, successor_of

# In no year since 1946 did so many go: a list that would suppress more is a list that was cut short.
SUPPRESSED_AT_MOST = 200


@dataclass(frozen=True)
class Listed:
    """A municipality as a list has it. `population` is None where the list has none."""

    cadastral_code: str
    istat_code: str
    name: str
    other_name: str
    sigla: str
    province: str
    region_code: str
    region: str
    population: int | None = None
    population_year: int | None = None


@dataclass(frozen=True)
class Figures:
    """Residents at 1 January of `year`, by ISTAT code."""

    year: int
    by_code: Mapping[str, int]


@dataclass
class Changes:
    """What an update of the list changed: names as people read them, old beside new; the last two only counted."""

    created: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    merged: list[tuple[str, str]] = field(default_factory=list)
    without_successor: list[str] = field(default_factory=list)
    moved: int = 0
    recoded: int = 0


@dataclass
class Counted:
    """What a population file changed: municipalities with a new figure, codes in the file that nobody has."""

    updated: int = 0
    unknown_codes: list[str] = field(default_factory=list)


@transaction.atomic
def body_of_municipality(*, municipality: Municipality) -> Body:
    """The body of a municipality, made when the first of its people arrives; two at once get the same one."""
    body, _created = Body.objects.get_or_create(municipality=municipality, defaults=_as_a_body(municipality))
    return body


@transaction.atomic
def bodies_of_municipalities(*, municipalities: Iterable[Municipality]) -> None:
    """See that each municipality has its body, in one query."""
    bodies = (Body(municipality=one, **_as_a_body(one)) for one in municipalities)
    Body.objects.bulk_create(bodies, ignore_conflicts=True)


def _as_a_body(municipality: Municipality) -> dict[str, Any]:
    return {"kind": Body.Kind.MUNICIPALITY, "name": municipality.full_name, "province": municipality.province}


@transaction.atomic
def body_of_province(*, province: Province) -> Body:
    """The body of a province or metropolitan city, made when it is chosen. Raises NotAllowed where there is none."""
    if not kind_of_province(province):
        raise NotAllowed(_("%(province)s has no province as a body of its own.") % {"province": province})
    return supra_municipal_body(kind=kind_of_province(province), name=name_of_province(province), province=province)


@transaction.atomic
def supra_municipal_body(*, kind: str, name: str, province: Province) -> Body:
    """A union, a mountain community, a social area or another body, by name and seat; named twice, the same one."""
    body, _created = Body.objects.get_or_create(kind=kind, name=" ".join(name.split()), province=province)
    return body


@transaction.atomic
def load_municipalities(*, rows: Iterable[Listed]) -> int:
    """Add the municipalities that are missing and touch no other: a newer list is never undone. How many were added."""
    known = set(Municipality.objects.values_list("pk", flat=True))
    taken = set(Municipality.objects.filter(suppressed_on__isnull=True).values_list("istat_code", flat=True))
    missing = [row for row in rows if row.cadastral_code not in known and row.istat_code not in taken]
    if missing:
        _write_provinces(missing, update=False)
        Municipality.objects.bulk_create([_new(row) for row in missing])
        move_on()
    return len(missing)


@transaction.atomic
def update_municipalities(*, rows: Sequence[Listed], merged: Mapping[str, str], on: date) -> Changes:
    """Make the territory what a list published by ISTAT says it is on a day; what is gone stays, marked as suppressed.

    `merged` says which land-registry code became which other; where it does not, a name may. Raises NotAllowed when
    the list is plainly cut short.
    """
    known = Municipality.objects.in_bulk()
    gone = _gone(known.values(), rows)
    _write_provinces(rows, update=True)
    Municipality.objects.filter(pk__in=[one.pk for one in gone]).update(suppressed_on=on)
    created = [_new(row) for row in rows if row.cadastral_code not in known]
    changed = [one for row in rows if (one := known.get(row.cadastral_code)) and _differs(one, row)]
    names = {one.pk: one.name for one in changed}
    changes = _take({row.cadastral_code: row for row in rows}, changed)
    _write(changed)
    Municipality.objects.bulk_create(created)
    renamed = [one for one in changed if one.name != names[one.pk]]
    heirs = {one.pk: heir.pk for one in gone if (heir := successor_of(one, [*created, *renamed]))}
    changes.created = [str(one) for one in created]
    changes.merged = state_mergers(merged=heirs | dict(merged))
    changes.without_successor = [
        str(one) for one in Municipality.objects.filter(pk__in=[one.pk for one in gone], successor__isnull=True)
    ]
    for action, ones in {"create": created, "rename": renamed, "suppress": gone}.items():
        for one in ones:
            record(author=None, action=f"municipality.{action}", subject=one)
    move_on()
    return changes


@transaction.atomic
def state_mergers(*, merged: Mapping[str, str]) -> list[tuple[str, str]]:
    """Point suppressed municipalities at what they became; answers the names of those not already pointing there.

    Passes over a pair whose first is not suppressed or whose second does not exist today: the list decides who is gone.
    """
    ones = Municipality.objects.select_for_update().in_bulk({*merged.keys(), *merged.values()})
    stated = []
    for old_code, new_code in merged.items():
        old, new = ones.get(old_code), ones.get(new_code)
        if not old or not new or not old.suppressed_on or new.suppressed_on or old.successor_id == new.pk:
            continue
        old.successor = new
        old.save(update_fields=["successor"])
        new.remember_name(old.name)
        new.save(update_fields=["former_names"])
        record(author=None, action="municipality.merge", subject=old, into=new.pk)
        stated.append((str(old), str(new)))
    return stated


@transaction.atomic
def update_populations(*, figures: Figures) -> Counted:
    """Write the residents of a year; an older year never replaces a newer one.

    A file may still have the codes and the municipalities of before a reform: old codes are recognised, and the
    residents of those merged count for their successor. A territory without a figure in the file keeps what it had.
    """
    ones = list(Municipality.objects.all())
    owners = _owners_of_codes(ones)
    residents = {
        one.pk: figures.by_code[code]
        for one in ones
        for code in (*one.former_istat_codes.split(), one.istat_code)
        if owners.get(code) == one.pk and code in figures.by_code
    }
    merged: dict[str, list[str]] = {}
    for one in ones:
        merged.setdefault(one.successor_id or "", []).append(one.pk)
    changed = []
    for one in ones:
        if one.suppressed_on or (one.population_year or 0) > figures.year:
            continue
        total = _residents(one, merged, residents)
        if total is not None and (one.population, one.population_year) != (total, figures.year):
            one.population, one.population_year = total, figures.year
            changed.append(one)
    Municipality.objects.bulk_update(changed, ["population", "population_year"], batch_size=300)
    move_on()
    return Counted(updated=len(changed), unknown_codes=sorted(set(figures.by_code) - set(owners)))


def _gone(known: Iterable[Municipality], rows: Iterable[Listed]) -> list[Municipality]:
    listed = {row.cadastral_code for row in rows}
    gone = [one for one in known if one.suppressed_on is None and one.pk not in listed]
    if len(gone) > SUPPRESSED_AT_MOST:
        raise NotAllowed(
            _("The list lacks %(number)s municipalities that exist today: it looks cut short. Nothing was written.")
            % {"number": len(gone)}
        )
    return gone


def _write_provinces(rows: Sequence[Listed], *, update: bool) -> None:
    """Regions and provinces of the rows; `update` also takes over their names (SU was Sud Sardegna until 2025)."""
    regions = {row.region_code: row for row in rows}.values()
    provinces = {row.sigla: row for row in rows}.values()
    made_regions = [Region(code=row.region_code, name=row.region) for row in regions]
    made_provinces = [Province(sigla=row.sigla, name=row.province, region_id=row.region_code) for row in provinces]
    for model, objects, key, fields in (
        (Region, made_regions, "code", ["name"]),
        (Province, made_provinces, "sigla", ["name", "region"]),
    ):
        how = {"ignore_conflicts": True}
        if update:
            how = {"update_conflicts": True, "unique_fields": [key], "update_fields": fields}
        model.objects.bulk_create(objects, **how)


def _new(row: Listed) -> Municipality:
    one = Municipality(
        cadastral_code=row.cadastral_code,
        istat_code=row.istat_code,
        name=row.name,
        other_name=row.other_name,
        province_id=row.sigla,
        population=row.population,
        population_year=row.population_year,
    )
    one.refresh_search_text()
    return one


def _differs(one: Municipality, row: Listed) -> bool:
    """Whether the list says anything but what we hold; one listed again after its suppression counts too."""
    held = (one.istat_code, one.name, one.other_name, one.province_id, one.suppressed_on)
    return held != (row.istat_code, row.name, row.other_name, row.sigla, None)


def _take(rows: Mapping[str, Listed], changed: Iterable[Municipality]) -> Changes:
    """Give the municipalities what the list says of them, keeping former names and codes, and note what changed."""
    changes = Changes()
    for one in changed:
        row, before, old_name = rows[one.pk], str(one), one.name
        if one.istat_code != row.istat_code:
            one.remember_istat_code(one.istat_code)
            changes.recoded += 1
        changes.moved += one.province_id != row.sigla
        one.istat_code, one.name, one.other_name = row.istat_code, row.name, row.other_name
        one.province_id, one.suppressed_on, one.successor = row.sigla, None, None
        if one.name != old_name:
            one.remember_name(old_name)
            changes.renamed.append((before, str(one)))
        one.refresh_search_text()
    return changes


def _write(changed: list[Municipality]) -> None:
    """Save what a list changed, and the names of the bodies that follow their municipality's."""
    codes = [one.pk for one in changed]
    # Two municipalities may swap codes: every code is freed before any is taken.
    Municipality.objects.filter(pk__in=codes).update(istat_code=Concat(Value("#"), "cadastral_code"))
    fields = ["istat_code", "name", "other_name", "province", "suppressed_on", "successor"]
    kept = ["former_names", "former_istat_codes", "search_text"]
    Municipality.objects.bulk_update(changed, [*fields, *kept], batch_size=100)
    bodies = list(Body.objects.filter(municipality__in=codes).select_related("municipality"))
    for body in bodies:
        body.name, body.province_id = body.municipality.full_name, body.municipality.province_id
    Body.objects.bulk_update(bodies, ["name", "province"], batch_size=100)


def _owners_of_codes(ones: Iterable[Municipality]) -> dict[str, str]:
    """Whose each ISTAT code is or was: who exists today first; a code that two of them claim is nobody's."""
    today: dict[str, set[str]] = {}
    past: dict[str, set[str]] = {}
    for one in ones:
        claims = past if one.suppressed_on else today
        for code in {one.istat_code, *one.former_istat_codes.split()}:
            claims.setdefault(code, set()).add(one.pk)
    return {code: min(owners) for code, owners in (past | today).items() if len(owners) == 1}


def _residents(one: Municipality, merged: Mapping[str, list[str]], residents: Mapping[str, int]) -> int | None:
    """The residents of a territory: its own figure and those of the municipalities merged into it.

    One founded by a merger and not in the file yet has the sum of its parts, when all are there.
    """
    own, parts = residents.get(one.pk), [residents.get(code) for code in merged.get(one.pk, [])]
    if own is not None:
        return own + sum(part for part in parts if part is not None)
    if parts and one.population is None and None not in parts:
        return sum(parts)
    return None
