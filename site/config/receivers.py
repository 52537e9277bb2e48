"""What the site does when the plug-in rings."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from config.turns import beat
from courses.signals import ticked


@receiver(ticked, dispatch_uid="config.worker")
def note_work(now: datetime, **_named: Any) -> None:
    """A round of `tick` has ended: the worker lives, and `/readyz` may say so."""
    beat("worker", now=now)
