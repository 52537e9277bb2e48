"""Counting the figures: a few aggregates by the database for each measure, folded here into one number per key.

What the database hands over grows with places and months, not with rows.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, DateField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth

from courses.adhesion.models import Adhesion
from courses.agenda.models import Event
from courses.certificates.models import Certificate
from courses.figures import measures as m
from courses.figures.counting_bodies import Fact, count_bodies, month_of
from courses.figures.profiles import (
    ADMITTED,
    enrolled_profile,
    first_enrolments,
    keys_of,
    never_enrolled,
    present_profile,
    size_of,
)
from courses.progress.models import CourseCompletion, Credit
from courses.territory.models import Province

HELD = (Event.State.HELD, Event.State.CLOSED)

Tally = Counter[tuple[str, str, str, date]]  # measure, dimension, key, month


def count_all() -> Tally:
    """Every figure."""
    regions = dict(Province.objects.values_list("sigla", "region"))
    tally: Tally = Counter()
    for source in (count_adhesions, count_bodies, count_people, count_presences, count_events):
        for measure, month, value, keys in source():
            keys[m.REGION] = regions.get(keys[m.PROVINCE], "")
            for dimension, key in ((m.ALL, ""), *keys.items()):
                tally[measure, dimension, key, month] += value
    return tally


def count_adhesions() -> Iterator[Fact]:
    """By the state in which they are today."""
    sent = Adhesion.objects.exclude(state=Adhesion.State.DRAFT).filter(sent_at__isnull=False).order_by()
    rows = sent.values(
        at_state=F("state"),
        at_province=F("province"),
        at_size=size_of("population"),
        at_kind=F("body__kind"),
        month=_month("sent_at"),
    ).annotate(value=Count("pk"))
    for row in rows:
        keys = {name: row[f"at_{name}"] or "" for name in (m.STATE, m.PROVINCE, m.SIZE, m.KIND)}
        yield m.ADHESIONS.key, row["month"], row["value"], keys


def count_people() -> Iterator[Fact]:
    """Persons, each in the month of the first time."""
    everybody, admitted = first_enrolments(), first_enrolments().filter(state__in=ADMITTED)
    profile = enrolled_profile()
    yield from _persons(m.ENROLLED, admitted, profile, F("enrolled_at"))
    yield from _persons(m.TRAINED, everybody, profile, _first_presence("participant"))
    yield from _persons(m.TRAINED, never_enrolled(), present_profile(), _first_presence("pk"))
    yield from _persons(m.CERTIFIED, everybody, profile, _first_certificate("participant"))
    yield from _persons(m.CERTIFIED, never_enrolled(), present_profile(), _first_certificate("pk"))
    yield from _persons(m.COMPLETED, everybody, profile, _first_completion("participant"))


def count_presences() -> Iterator[Fact]:
    """Presences and minutes that were credited, and how many people were expected."""
    yield from _credits(first_enrolments(), enrolled_profile(), "participant__credits")
    yield from _credits(never_enrolled(), present_profile(), "credits")


def count_events() -> Iterator[Fact]:
    """What was held, and where; webinars have no place."""
    events = Event.objects.filter(state__in=HELD).prefetch_related("slots").order_by()
    for event in events.annotate(place=Coalesce(F("venue__municipality__province"), Value(""))):
        month, is_day = month_of(event.starts_at), event.kind == Event.Kind.DAY
        yield (m.DAYS if is_day else m.WEBINARS).key, month, 1, {m.PROVINCE: event.place}
        minutes = sum(slot.minutes for slot in event.slots.all())
        yield m.DELIVERED.key, month, minutes, {m.PROVINCE: event.place}


def _persons(measure: m.Measure, rows: QuerySet, profile: dict[str, Any], since: Any) -> Iterator[Fact]:
    found = rows.annotate(since=since).values(**profile, month=_month("since")).annotate(value=Count("pk"))
    for row in found:
        if row["month"] is not None:
            yield measure.key, row["month"], row["value"], keys_of(row)


def _credits(rows: QuerySet, profile: dict[str, Any], path: str) -> Iterator[Fact]:
    found = (
        rows.filter(**{f"{path}__isnull": False})
        .values(**profile, month=_month(f"{path}__credited_on"))
        .annotate(
            expected=Count(path),
            presences=Count(path, filter=Q(**{f"{path}__minutes__gt": 0})),
            minutes=Sum(f"{path}__minutes"),
        )
    )
    for row in found:
        for measure in (m.EXPECTED, m.PRESENCES, m.MINUTES):
            if row[measure.key]:
                yield measure.key, row["month"], row[measure.key], keys_of(row)


def _first_presence(participant: str) -> Subquery:
    present = Credit.objects.filter(participant=OuterRef(participant), minutes__gt=0).order_by("credited_on")
    return Subquery(present.values("credited_on")[:1])


def _first_completion(participant: str) -> Subquery:
    done = CourseCompletion.objects.filter(enrolment__participant=OuterRef(participant)).order_by("completed_at")
    return Subquery(done.values("completed_at")[:1])


def _first_certificate(participant: str) -> Subquery:
    valid = Certificate.objects.filter(participant=OuterRef(participant), state=Certificate.State.VALID)
    return Subquery(valid.order_by("issued_at").values("issued_at")[:1])


def _month(moment: str) -> TruncMonth:
    return TruncMonth(moment, output_field=DateField())
