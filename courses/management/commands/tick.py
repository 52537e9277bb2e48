"""`manage.py tick`: do all that is due now. To be run every minute by cron, systemd or `make worker`."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courses import ROOMS


class Command(BaseCommand):
    """Asks each room in turn. May run twice at once, or be killed: what was left is done at the next tick."""

    help = "Do all that is due now: letters and, room by room, whatever else has its hour."

    def handle(self, *args: Any, **options: Any) -> None:
        """One round."""
        now = timezone.now()
        for room in ROOMS:
            if find_spec(f"courses.{room}.tasks"):
                said = import_module(f"courses.{room}.tasks").tick(now)
                if options["verbosity"]:
                    self.stdout.write(said)
