"""Lists are made into files as soon as they are asked for, and by every tick; retention is applied once a day."""

from datetime import datetime

from django_tasks import task

from courses.keeping.actions import make_due_exports, make_export, run_daily
from courses.keeping.models import Export


@task()
def make_one(key: int) -> bool:
    """Make one list. A task that is lost loses nothing: the next tick makes it."""
    export = Export.objects.filter(pk=key).first()
    return make_export(export) if export else False


def tick(now: datetime) -> str:
    """Make what waits, apply what is due; what to say in the log."""
    made, done = make_due_exports(now=now), run_daily(now)
    forgotten = "" if done is None else f", retention: {sum(done.values())}"
    return f"lists made into files: {made}{forgotten}"
