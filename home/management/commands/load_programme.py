"""Load the programme's starting content: pages, course, dates, figures, documents, questions, menus, groups."""

import time
from argparse import ArgumentTypeError
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.actions import open_teachers_photos
from courses.surveys.actions import create_default_questionnaires
from home.loading.course import load_course
from home.loading.editorial import set_up_editing
from home.loading.events import load_events, load_rule
from home.loading.files import ContentError
from home.loading.pages import PageLoader
from home.loading.simulations import load_simulations
from home.loading.site import load_home, load_home_sections, load_standard_pages, load_surroundings


class Command(BaseCommand):
    """Running it again is quick and changes nothing: what is missing is created, what is there is never touched."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """When the dates begin."""
        parser.add_argument(
            "--from",
            dest="first_day",
            type=_month,
            metavar="YYYY-MM",
            help=_("the first of the twelve months of dates; by default the next month"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, showing each page as it is published."""
        start = time.monotonic()
        self.stdout.write(_("Loading the programme…"))
        loader = PageLoader(say=self._say)
        try:
            home = load_home(loader)
            load_standard_pages(loader, home)
            course = load_course(loader, home)
            load_simulations(loader)
            load_home_sections(loader, home)
        except ContentError as error:
            raise CommandError(_("The content cannot be loaded: %(error)s") % {"error": error}) from error
        load_surroundings(home)
        set_up_editing(home)
        open_teachers_photos()
        if course is not None:
            load_rule(course)
            create_default_questionnaires(course=course, author=None)
            dates = load_events(options["first_day"] or _next_month())
            self.stdout.write(_("%(number)d dates of days and webinars created.") % {"number": dates})
        self.stdout.write(
            _("%(created)d pages created, %(found)d already there, in %(seconds).1f seconds.")
            % {"created": loader.created, "found": loader.found, "seconds": time.monotonic() - start}
        )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _month(text: str) -> date:
    """The first day of a month written as 2027-03. Raises ArgumentTypeError for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise ArgumentTypeError(_("write the month as in 2027-03")) from error


def _next_month() -> date:
    return (timezone.localdate().replace(day=1) + timedelta(days=31)).replace(day=1)
