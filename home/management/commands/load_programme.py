"""Load the programme's starting content: pages, course, figures, documents, menus, editorial groups."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from home.loading.course import load_course
from home.loading.editorial import set_up_editing
from home.loading.files import ContentError
from home.loading.pages import PageLoader
from home.loading.site import load_home, load_home_sections, load_standard_pages, load_surroundings


class Command(BaseCommand):
    """Running it again is quick and changes nothing: what is missing is created, what is there is never touched."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, showing each page as it is published."""
        start = time.monotonic()
        self.stdout.write(_("Loading the programme…"))
        loader = PageLoader(say=self._say)
        try:
            home = load_home(loader)
            load_standard_pages(loader, home)
            load_course(loader, home)
            load_home_sections(loader, home)
        except ContentError as error:
            raise CommandError(_("The content cannot be loaded: %(error)s") % {"error": error}) from error
        load_surroundings(home)
        set_up_editing(home)
        self.stdout.write(
            _("%(created)d pages created, %(found)d already there, in %(seconds).1f seconds.")
            % {"created": loader.created, "found": loader.found, "seconds": time.monotonic() - start}
        )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
