"""`manage.py scheduler`: what has its hour. Any number may run, on any machine: each piece of work is done by one."""

import logging
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from io import StringIO
from typing import Any, NamedTuple

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from config.turns import give_back, take

logger = logging.getLogger(__name__)


class Work(NamedTuple):
    """What is done again and again: `every` so long, at night alone when it is heavy."""

    name: str
    every: timedelta
    do: Callable[[], object]
    at_night: bool = False


NIGHT = range(3, 6)  # hours, local time
A_NIGHT = timedelta(hours=20)


def run(command: str) -> None:
    """A command without its report; what it refuses is raised."""
    call_command(command, verbosity=0, stdout=StringIO())


WORKS = (
    Work("publish", timedelta(minutes=2), partial(run, "publish_scheduled")),
    Work("sessions", A_NIGHT, partial(run, "clearsessions"), at_night=True),
    Work("registers", A_NIGHT, partial(run, "verify_registers"), at_night=True),
    Work("certificates", A_NIGHT, partial(run, "verify_certificates"), at_night=True),
)


class Command(BaseCommand):
    """A round, or rounds for ever. What fails is in the log as an error, and is tried again when its hour comes."""

    help = "Publish what is planned, clear old sessions, verify seals: each in its hour, by one process of all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One round, or a round every so many seconds for ever."""
        parser.add_argument("--every", type=float, default=0, metavar="SECONDS", help="go on for ever, with this pause")

    def handle(self, *args: Any, **options: Any) -> None:
        """A database that is away for a while stops no scheduler."""
        while True:
            close_old_connections()
            try:
                failed = run_due(timezone.now())
            except Error:
                logger.exception("This round was not finished: the next one does what was left.")
                failed = True
            if not options["every"]:
                break
            time.sleep(options["every"])
        if failed:
            raise CommandError(_("Not all that is due was done: the log says why."))


def run_due(now: datetime) -> bool:
    """Do what is due and nobody else does; whether something failed."""
    failed = False
    for work in WORKS:
        if work.at_night and timezone.localtime(now).hour not in NIGHT:
            continue
        if not take(work.name, every=work.every, now=now):
            continue
        try:
            work.do()
        except Error:
            raise
        except CommandError as refusal:  # a seal that does not hold, said in words
            logger.error("%s: %s", work.name, refusal)
            failed = True
        except Exception:
            logger.exception("%s failed: look into it.", work.name)
            failed = True
        give_back(work.name, now=timezone.now())
        logger.info("%s: done by this process", work.name)
    return failed
