"""Which municipalities and bodies the programme has reached: in its range and adhered, or still to reach."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.adhesion.queries import joined_bodies
from courses.territory.models import Body, Municipality
from courses.territory.queries import heirs, municipalities_in_range, municipalities_of_unknown_range
from courses.territory.rules import Range, body_is_in_range

REACHED, TO_REACH, OUT, UNKNOWN = "yes", "no", "out", "unknown"
OF_BODIES = {
    REACHED: _("In range, adhered"),
    TO_REACH: _("In range, not adhered"),
    OUT: _("Out of range"),
    UNKNOWN: _("Range to be checked"),
}
OF_MUNICIPALITIES = {
    REACHED: pgettext_lazy("municipality", "Reached"),
    TO_REACH: pgettext_lazy("municipality", "Not reached"),
}


def bodies_where(reached: str) -> QuerySet[Body]:
    """The bodies of one of the four answers: together they are all bodies, each once."""
    where = {OUT: Range.OUT, UNKNOWN: Range.UNKNOWN}.get(reached, Range.IN)
    bodies = Body.objects.filter(_stands(where)).order_by()
    if where is not Range.IN:
        return bodies
    joined = Q(pk__in=joined_bodies())
    return bodies.filter(joined if reached == REACHED else ~joined)


def municipalities_where(reached: str) -> QuerySet[Municipality]:
    """The municipalities in range that a body of theirs, or of one merged into them, made take part; or the others."""
    joined = joined_bodies().exclude(body__municipality=None).values("body__municipality")
    successors = heirs()
    merged = joined.filter(body__municipality__in=list(successors)).values_list("body__municipality", flat=True)
    taken_part = Q(pk__in=joined) | Q(pk__in=[successors[code] for code in merged])
    return municipalities_in_range().filter(taken_part if reached == REACHED else ~taken_part).order_by()


def _stands(where: Range) -> Q:
    """As `body_is_in_range` says, for all at once: the few whose municipality is no more are asked one by one."""
    is_gone = Q(municipality__suppressed_on__isnull=False)
    gone = Body.objects.filter(is_gone).select_related("municipality__successor__successor", "municipality__province")
    told = Q(pk__in=[body.pk for body in gone if body_is_in_range(body).range is where])
    inside = Q(municipality__in=_codes(municipalities_in_range()))
    unknown = Q(municipality__in=_codes(municipalities_of_unknown_range()))
    if where is Range.IN:
        return told | Q(municipality=None) | inside
    if where is Range.UNKNOWN:
        return told | unknown
    return told | (Q(municipality__isnull=False) & ~is_gone & ~inside & ~unknown)


def _codes(rows: QuerySet[Municipality]) -> QuerySet:
    return rows.order_by().values("pk")
