"""Counting bodies: how many joined, have people enrolled, have people trained; and of the municipalities in range."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from courses.adhesion.models import Adhesion
from courses.certificates.models import Certificate
from courses.enrolment.models import Enrolment
from courses.figures import measures as m
from courses.figures.models import ALWAYS
from courses.figures.profiles import ADMITTED, first_enrolments, never_enrolled, size_class
from courses.figures.queries import municipalities_in_range
from courses.territory.models import Body

Fact = tuple[str, date, int, dict[str, str]]
First = Iterable[tuple[int | None, datetime | date | None]]


def count_bodies() -> Iterator[Fact]:
    """Each body in the month of its first time, where it stands today; the municipalities in range apart."""
    in_range = municipalities_in_range()
    for keys in in_range.keys.values():
        yield m.IN_RANGE.key, ALWAYS, 1, dict(keys)
    bodies = _bodies()
    for (measure, within), firsts in zip(
        m.STAGES_OF_BODIES, (_joined(), _enrolled(), _trained(), _certified()), strict=True
    ):
        first_of = _earliest(firsts)
        reached: list[tuple[str | None, date]] = []
        for pk, month in first_of.items():
            keys, municipality = bodies[pk]
            yield measure.key, month, 1, dict(keys)
            reached.append((in_range.standing(municipality), month))
        for code, month in _earliest(reached).items():
            yield within.key, month, 1, dict(in_range.keys[code])


def _bodies() -> dict[int, tuple[dict[str, str], str | None]]:
    rows = Body.objects.order_by().values_list("pk", "province", "kind", "municipality__population", "municipality")
    return {
        pk: ({m.PROVINCE: province or "", m.SIZE: size_class(population), m.KIND: kind}, municipality)
        for pk, province, kind, population, municipality in rows
    }


def _joined() -> First:
    when = Coalesce("decided_at", "sent_at", "started_at")
    accepted = Adhesion.objects.filter(state=Adhesion.State.ACCEPTED).order_by()
    return accepted.values_list("body").annotate(first=Min(when))


def _enrolled() -> First:
    admitted = Enrolment.objects.filter(state__in=ADMITTED).order_by()
    return admitted.values_list("body").annotate(first=Min("enrolled_at"))


def _trained() -> First:
    present = Q(participant__credits__minutes__gt=0)
    first = Min("participant__credits__credited_on")
    yield from first_enrolments().filter(present).values_list("body").annotate(first=first)
    walked_in = never_enrolled().filter(credits__minutes__gt=0)
    yield from walked_in.values_list("body").annotate(first=Min("credits__credited_on"))


def _certified() -> First:
    valid = Certificate.State.VALID
    first = Min("participant__certificates__issued_at")
    yield from (
        first_enrolments().filter(participant__certificates__state=valid).values_list("body").annotate(first=first)
    )
    walked_in = never_enrolled().filter(certificates__state=valid)
    yield from walked_in.values_list("body").annotate(first=Min("certificates__issued_at"))


def _earliest(firsts: First) -> dict:
    """The month of the first time of each; what is nothing is nobody's."""
    found: dict = {}
    for key, when in firsts:
        if key is not None and when is not None:
            month = month_of(when)
            found[key] = min(month, found.get(key, month))
    return found


def month_of(when: datetime | date) -> date:
    """The first day of its month, by the clocks of here."""
    day = timezone.localtime(when).date() if isinstance(when, datetime) else when
    return day.replace(day=1)
