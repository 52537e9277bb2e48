"""What a host site may listen to. All but the last are sent once the transaction is committed, with keyword arguments.

- `participant_enrolled`: `enrolment` (courses.enrolment.models.Enrolment), sent when it becomes active
- `activity_completed`: `completion` (courses.progress.models.Completion)
- `course_completed`: `enrolment`
- `ticked`: `now`; at the end of every `manage.py tick`, that is about once a minute, for what the host itself has to do
  in due time. A listener must bear to be called twice, and may return a line for the log
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal

participant_enrolled = Signal()
activity_completed = Signal()
course_completed = Signal()
ticked = Signal()


def send_on_commit(signal: Signal, **named: Any) -> None:
    """Tell the host after the commit; a listener that fails is logged by Django and stops nobody else."""
    transaction.on_commit(partial(signal.send_robust, sender=None, **named))
