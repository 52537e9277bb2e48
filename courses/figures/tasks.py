"""The figures are counted every so many minutes, and when the secretariat asks; reports that wait are frozen."""

from datetime import datetime

from django_tasks import task

from courses.figures.actions import freeze_due
from courses.figures.tallies import recount


@task()
def count_now() -> int:
    """Count at once. Lost, it loses nothing: the next tick counts."""
    return recount(at_once=True) or 0


def tick(now: datetime) -> str:
    """Count when it is time, and freeze what was asked for; what to say in the log."""
    counted, frozen = recount(now=now), freeze_due(now=now)
    said = "figures: not yet" if counted is None else f"figures counted: {counted}"
    return f"{said}, period reports frozen: {frozen}"
