"""Where a person counts: one profile (place, size, role, gender, kind of body) for everything that is counted.

It is that of the first enrolment that was admitted, or else of the first of all, or else today's. So nobody counts in
two regions, and the parts of every division add up to the whole.
"""

from typing import Any

from django.db.models import Case, CharField, F, Min, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from courses.enrolment.models import Enrolment, State
from courses.figures import measures as m
from courses.people.models import CLASS_OF_ROLE, Participant, Role

ADMITTED = (State.ACTIVE, State.SUSPENDED, State.COMPLETED)
DIMENSIONS = (m.PROVINCE, m.SIZE, m.ROLE, m.GENDER, m.KIND)
_BOUNDS = tuple(zip(m.SIZES, m.SIZES[1:], strict=False))


def first_enrolments() -> QuerySet[Enrolment]:
    """One enrolment for each person who has any: the first that was admitted, or else the first of all."""
    admitted = Q(enrolments__state__in=ADMITTED)
    first = Coalesce(Min("enrolments__pk", filter=admitted), Min("enrolments__pk"))
    people = Participant.objects.order_by().annotate(first=first).filter(first__isnull=False)
    return Enrolment.objects.filter(pk__in=people.values("first")).order_by()


def never_enrolled() -> QuerySet[Participant]:
    """Who came to a day without ever being enrolled."""
    return Participant.objects.filter(enrolments=None).order_by()


def size_of(population: str) -> Case:
    """The size class of a number of inhabitants; empty where it is not known, or no municipality's."""
    classes = [When(**{f"{population}__lt": upper}, then=Value(str(lower))) for lower, upper in _BOUNDS]
    unknown = When(**{f"{population}__isnull": True}, then=Value(""))
    return Case(unknown, *classes, default=Value(str(m.SIZES[-1])), output_field=CharField())


def size_class(population: int | None) -> str:
    """The same for a number at hand."""
    if population is None:
        return ""
    return str(max(lower for lower in m.SIZES if lower <= population))


def enrolled_profile() -> dict[str, Any]:
    """The columns of a profile, for `first_enrolments`."""
    return {
        "at_province": F("province"),
        "at_size": size_of("population"),
        "at_role": F("role"),
        "at_gender": F("participant__gender"),
        "at_kind": F("body__kind"),
    }


def present_profile() -> dict[str, Any]:
    """The columns of a profile, for `never_enrolled`."""
    return {
        "at_province": F("body__province"),
        "at_size": size_of("body__municipality__population"),
        "at_role": F("role"),
        "at_gender": F("gender"),
        "at_kind": F("body__kind"),
    }


def keys_of(row: dict[str, Any]) -> dict[str, str]:
    """The key of each dimension, from a row with the columns of a profile."""
    keys = {dimension: row[f"at_{dimension}"] or "" for dimension in DIMENSIONS}
    return keys | {m.ROLE: str(CLASS_OF_ROLE[Role(keys[m.ROLE])])}
