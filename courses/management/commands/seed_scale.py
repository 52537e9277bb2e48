"""`manage.py seed_scale`: a whole programme made up to measure with. Refused unless the settings allow it."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import conf
from courses.figures.tallies import recount
from courses.scale import courses, people
from courses.territory.models import Municipality

SIZES = {"full": 1.0, "tenth": 0.1, "hundredth": 0.01}
PARTS = (
    ("bodies", people.make_bodies),
    ("adhesions", people.make_adhesions),
    ("officials", people.make_people),
    ("letters", people.make_letters),
    ("enrolments", courses.make_enrolments),
    ("completions", courses.make_completions),
    ("events, with their places and presences", courses.make_events),
)


class Command(BaseCommand):
    """The same data for the same day. All or nothing; adds to what is there."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, and which day is today."""
        parser.add_argument("--size", choices=list(SIZES), default="hundredth")
        parser.add_argument("--today", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it part by part, then count."""
        if not conf.get("ALLOW_MADE_UP_DATA"):
            raise CommandError(_("Made-up data are for measuring: these settings allow none."))
        if not Municipality.objects.exists():
            call_command("import_municipalities", verbosity=0)
        world = people.World(SIZES[options["size"]], options["today"] or timezone.localdate())
        with transaction.atomic():
            for name, make in PARTS:
                start = time.monotonic()
                number = make(world)
                self._say(f"{name}: {number} ({time.monotonic() - start:.1f} s)", options)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self._say(f"figures: {recount(at_once=True)}", options)

    def _say(self, said: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(said)
