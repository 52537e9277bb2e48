"""Wakes the sender when letters were written."""

from typing import Any

from django.dispatch import receiver

from courses import conf
from courses.post.signals import letters_written
from courses.post.tasks import deliver


@receiver(letters_written)
def wake_the_sender(**kwargs: Any) -> None:
    """The transaction is committed: the letters may go, unless the worker sends them."""
    if conf.get("WORK_AT_COMMIT"):
        deliver.enqueue()
