"""`manage.py tick`: do all that is due now. To be run every minute by cron or systemd, or for ever by `make worker`."""

import logging
import time
from argparse import ArgumentParser
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import ROOMS
from courses.signals import ticked

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Asks each room in turn, then the host. May run twice at once, or be killed: the next tick does what was left."""

    help = "Do all that is due now: letters and, room by room, whatever else has its hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One round, or a round every so many seconds for ever."""
        parser.add_argument("--every", type=float, default=0, metavar="SECONDS", help="go on for ever, with this pause")

    def handle(self, *args: Any, **options: Any) -> None:
        """One round, or rounds until the process is stopped: a database that is away for a while stops none."""
        if not options["every"]:
            self._round(options)
            if self.failed:
                raise CommandError(_("Not all that is due was done: the log says why."))
            return
        while True:
            close_old_connections()
            try:
                self._round(options)
            except Error:
                logger.exception("This round was not finished: the next one does what was left.")
            time.sleep(options["every"])

    def _round(self, options: dict[str, Any]) -> None:
        now, self.failed = timezone.now(), False
        for room in ROOMS:
            if find_spec(f"courses.{room}.tasks"):
                self._do(import_module(f"courses.{room}.tasks"), now, options)
        for _listener, answer in ticked.send_robust(sender=None, now=now):
            if isinstance(answer, str):  # an exception is in Django's log
                self._say(answer, options)

    def _do(self, tasks: ModuleType, now: datetime, options: dict[str, Any]) -> None:
        """One room's part: what goes wrong there keeps no other room from its own."""
        try:
            self._say(tasks.tick(now), options)
        except Exception:
            logger.exception("%s was not finished: the next round does what was left.", tasks.__name__)
            self.failed = True

    def _say(self, said: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(said)
