"""What is due is issued, woken on commit and at every tick."""

from datetime import datetime, timedelta

from django_tasks import task

from courses.certificates.actions import issue_due

AT_COMMIT = timedelta(seconds=3)  # where tasks run inside the request, a person waits for them


@task()
def issue() -> int:
    """Issue what is due. A task that is lost loses nothing: the next tick issues."""
    return issue_due(within=AT_COMMIT)


def tick(now: datetime) -> str:
    """Issue what is due; what to say in the log."""
    return f"certificates issued: {issue_due(now=now)}"
