"""Listens to `courses`: what this app has to do in due time is done at every tick."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from courses.signals import ticked
from home.actions import forget_reports


@receiver(ticked)
def forget_in_time(now: datetime, **kwargs: Any) -> str:
    """Retention: what to say in the log."""
    return f"reports of barriers deleted: {forget_reports(now=now)}"
