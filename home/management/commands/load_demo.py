"""Create the accounts and the people of the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from courses.figures.tallies import recount
from home.loading.days import load_days
from home.loading.demo import load_accounts, load_adhesions, load_past, load_people
from home.loading.files import ContentError
from home.loading.surveys import load_surveys
from home.queries import main_course


class Command(BaseCommand):
    """Running it again changes nothing. Refuses where no demo password is set: in production there is none."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """With the teacher's days, or without: then everybody is free to book."""
        parser.add_argument("--without-days", action="store_false", dest="days", help="no training days of the teacher")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create what is missing, then say where to go and how to enter."""
        password = getattr(settings, "DEMO_PASSWORD", "")
        if not password:
            raise CommandError(_("Demo accounts are for trying the site out: these settings allow none."))
        try:
            accounts = list(load_accounts(password))
            people = list(load_people(password))
            adhesions = list(load_adhesions())
            load_past()
            load_surveys(main_course())
            if options["days"]:
                load_days()
            recount(at_once=True)  # the first who opens the dashboard finds its figures
        except ContentError as error:
            raise CommandError(str(error)) from error
        if not options["verbosity"]:
            return
        self.stdout.write(_("%(number)d people of the demonstration created.") % {"number": len(people)})
        self.stdout.write(_("%(number)d bodies of the demonstration joined.") % {"number": len(adhesions)})
        self._show(accounts, password)

    def _show(self, accounts: list[tuple[str, str]], password: str) -> None:
        address = {"address": settings.WAGTAILADMIN_BASE_URL}
        self.stdout.write("\n  " + _("Site: %(address)s/") % address)
        self.stdout.write("  " + _("Administration: %(address)s/admin/") % address + "\n")
        self.stdout.write("  " + _("Accounts, all with the password «%(password)s»:") % {"password": password})
        width = max(len(email) for email, _what in accounts)
        for email, what in accounts:
            self.stdout.write(f"    {email:<{width}}  {what}")
