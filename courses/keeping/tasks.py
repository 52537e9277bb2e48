"""Lists that wait are made into files at every tick, so that no request waits for one; retention once a day."""

from datetime import datetime

from courses.keeping.actions import make_due_exports, run_daily


def tick(now: datetime) -> str:
    """Make what waits, apply what is due; what to say in the log."""
    made, done = make_due_exports(now=now), run_daily(now)
    forgotten = "" if done is None else f", retention: {sum(done.values())}"
    return f"lists made into files: {made}{forgotten}"
