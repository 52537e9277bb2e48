"""The figures are counted every so many minutes, and when the secretariat asks."""

from datetime import datetime

from django_tasks import task

from courses.figures.tallies import recount


@task()
def count_now() -> int:
    """Count at once. Lost, it loses nothing: the next tick counts."""
    return recount(at_once=True) or 0


def tick(now: datetime) -> str:
    """Count when it is time; what to say in the log."""
    counted = recount(now=now)
    return "figures: not yet" if counted is None else f"figures counted: {counted}"
