"""`manage.py tick`: do all that is due now. To be run every minute by cron, systemd or `make worker`."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courses import ROOMS
from courses.signals import ticked


class Command(BaseCommand):
    """Asks each room in turn, then the host. May run twice at once, or be killed: the next tick does what was left."""

    help = "Do all that is due now: letters and, room by room, whatever else has its hour."

    def handle(self, *args: Any, **options: Any) -> None:
        """One round."""
        now = timezone.now()
        for room in ROOMS:
            if find_spec(f"courses.{room}.tasks"):
                self._say(import_module(f"courses.{room}.tasks").tick(now), options)
        for _listener, answer in ticked.send_robust(sender=None, now=now):
            if isinstance(answer, str):  # an exception is in Django's log
                self._say(answer, options)

    def _say(self, said: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(said)
