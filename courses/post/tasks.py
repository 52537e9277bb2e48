"""The sender, woken on commit and at every tick."""

from datetime import datetime

from django_tasks import task

from courses.post.actions import send_due


@task()
def deliver() -> int:
    """Send what is due. A task that is lost loses nothing: the next tick sends."""
    return send_due()


def tick(now: datetime) -> str:
    """Send what is due; what to say in the log."""
    return f"letters sent: {send_due(now=now)}"
