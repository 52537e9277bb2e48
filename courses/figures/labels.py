"""The keys of the figures in words, in the order in which they are shown."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.adhesion.models import Adhesion
from courses.figures import measures as m
from courses.people.models import Gender, RoleClass
from courses.territory.models import Body, Province, Region
from courses.territory.rules import grouped

Labels = dict[str, str]


def labels_of(dimension: str) -> Labels:
    """Every key of a dimension that may have figures, with its words; what is not known stands last, under «»."""
    return {key: str(label) for key, label in _KNOWN[dimension]()} | {"": _unknown(dimension)}


def heading_of(dimension: str) -> str:
    """What the keys of a dimension are."""
    return _HEADINGS[dimension]()


def _unknown(dimension: str) -> str:
    if dimension == m.SIZE:
        return _("No municipality, or population not known")
    if dimension in (m.REGION, m.PROVINCE):
        return pgettext("place", "No place")
    return _("Not said")


def _sizes() -> Iterable[tuple[str, str]]:
    yield "0", _("Under %(number)s inhabitants") % {"number": grouped(m.SIZES[1])}
    for lower, upper in zip(m.SIZES[1:], m.SIZES[2:], strict=False):
        words = {"lower": grouped(lower), "upper": grouped(upper - 1)}
        yield str(lower), _("From %(lower)s to %(upper)s inhabitants") % words
    yield str(m.SIZES[-1]), _("%(number)s inhabitants and more") % {"number": grouped(m.SIZES[-1])}


def _provinces() -> Iterable[tuple[str, str]]:
    return ((one.sigla, str(one)) for one in Province.objects.all())


def _adhesions() -> Iterable[tuple[str, Any]]:
    return [(value, label) for value, label in Adhesion.State.choices if value != Adhesion.State.DRAFT]


_KNOWN: dict[str, Any] = {
    m.STATE: _adhesions,
    m.REGION: lambda: Region.objects.values_list("code", "name"),
    m.PROVINCE: _provinces,
    m.SIZE: _sizes,
    m.ROLE: lambda: RoleClass.choices,
    m.GENDER: lambda: Gender.choices,
    m.KIND: lambda: Body.Kind.choices,
}

_HEADINGS: dict[str, Any] = {
    m.STATE: lambda: pgettext("heading", "State"),
    m.SIZE: lambda: _("Inhabitants"),
    m.KIND: lambda: _("Kind of body"),
    m.ROLE: lambda: pgettext("heading", "Role"),
    m.GENDER: lambda: pgettext("heading", "Gender"),
    m.REGION: lambda: _("Region"),
    m.PROVINCE: lambda: _("Province"),
}
