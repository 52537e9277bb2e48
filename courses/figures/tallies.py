"""The figures: counting them anew, and reading them. The screens read what was counted, and say when."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min, Q, Sum
from django.utils import timezone

from courses import conf
from courses.figures import measures as m
from courses.figures.counting import Tally, count_all
from courses.figures.models import ALWAYS, Count, Figure

BATCH = 2_000
# A count that began so long ago was killed: another may begin.
GIVEN_UP_AFTER = timedelta(minutes=15)


def recount(*, now: datetime | None = None, at_once: bool = False) -> int | None:
    """Count everything and replace the figures; how many there are. None when it is too early, or somebody counts.

    Two at once: the one that writes its start first counts. Readers see the old figures until the new ones are whole.
    """
    now = now or timezone.now()
    if not _begin(now, at_once):
        return None
    start = time.monotonic()
    try:
        tally = count_all()  # outside the transaction: nobody who writes waits for it
        with transaction.atomic():
            _replace(tally)
            took = int((time.monotonic() - start) * 1000)
            Count.objects.filter(pk=Count.ONLY).update(counted_at=now, milliseconds=took)
    finally:
        Count.objects.filter(pk=Count.ONLY).update(started_at=None)
    return len(tally)


def _replace(tally: Tally) -> None:
    Figure.objects.all().delete()
    Figure.objects.bulk_create(
        (
            Figure(measure=measure, dimension=dimension, key=key, month=month, value=value)
            for (measure, dimension, key, month), value in tally.items()
        ),
        batch_size=BATCH,
    )


def _begin(now: datetime, at_once: bool) -> bool:
    Count.objects.get_or_create(pk=Count.ONLY)
    due = Q(counted_at=None) | Q(counted_at__lte=now - timedelta(minutes=conf.get("FIGURES_MINUTES")))
    free = Q(started_at=None) | Q(started_at__lte=now - GIVEN_UP_AFTER)
    waiting = Count.objects.filter(free, pk=Count.ONLY)
    return bool((waiting if at_once else waiting.filter(due)).update(started_at=now))


def counted_at() -> datetime | None:
    """When the figures were counted; None before the first time."""
    return Count.objects.filter(pk=Count.ONLY).values_list("counted_at", flat=True).first()


@dataclass(frozen=True)
class Figures:
    """The figures of a period."""

    values: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)  # (measure, dimension) → key → value
    by_month: dict[str, dict[date, int]] = field(default_factory=dict)  # measure → month → value

    def total(self, measure: m.Measure) -> int:
        """Of the whole programme."""
        return self.by(m.ALL, measure).get("", 0)

    def by(self, dimension: str, measure: m.Measure) -> dict[str, int]:
        """By the keys of a dimension; those without a value are left out."""
        return self.values.get((measure.key, dimension), {})

    def months(self, measure: m.Measure) -> dict[date, int]:
        """Month by month; those without a value are left out."""
        return self.by_month.get(measure.key, {})


def months_counted() -> tuple[date, date] | None:
    """The first and the last month that have figures."""
    found = (
        Figure.objects.filter(dimension=m.ALL).exclude(month=ALWAYS).aggregate(first=Min("month"), last=Max("month"))
    )
    return (found["first"], found["last"]) if found["first"] else None


def figures_of(since: date | None, until: date | None, dimensions: Iterable[str]) -> Figures:
    """The figures from one month to another, both included, for some dimensions: two queries."""
    within = Figure.objects.order_by()
    if since:
        within = within.filter(Q(month__gte=since) | Q(month=ALWAYS))
    if until:
        within = within.filter(month__lte=until)
    values: dict[tuple[str, str], dict[str, int]] = {}
    rows = within.filter(dimension__in=[m.ALL, *dimensions]).values_list("measure", "dimension", "key")
    for measure, dimension, key, value in rows.annotate(total=Sum("value")):
        values.setdefault((measure, dimension), {})[key] = value
    by_month: dict[str, dict[date, int]] = {}
    for measure, month, value in within.filter(dimension=m.ALL).values_list("measure", "month", "value"):
        by_month.setdefault(measure, {})[month] = value
    return Figures(values, by_month)


def shares(values: dict[str, int]) -> dict[str, float]:
    """Each value in per cent of their sum, with one decimal; together they make 100.0 (largest remainders)."""
    whole = sum(values.values())
    if not whole:
        return dict.fromkeys(values, 0.0)
    thousandths = {key: divmod(value * 1000, whole) for key, value in values.items()}
    missing = 1000 - sum(quotient for quotient, _rest in thousandths.values())
    up = Counter(sorted(thousandths, key=lambda key: -thousandths[key][1])[:missing])
    return {key: (quotient + up[key]) / 10 for key, (quotient, _rest) in thousandths.items()}
