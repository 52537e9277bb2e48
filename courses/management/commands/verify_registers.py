"""`manage.py verify_registers`: says of every register whether it is as it was sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.agenda.rules import name_of
from courses.attendance.actions import verify_register
from courses.attendance.models import Register
from courses.attendance.queries import closed_without_register, registers


class Command(BaseCommand):
    """Reads, never writes. Ends with 1 when something was changed since a seal, so that a timer can raise an alarm."""

    help = "Check that no register was changed since it was sealed, also in the database itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """One event, or all."""
        parser.add_argument("--event", type=int, help="the number of one event (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each register, and one for each thing that is wrong with it."""
        found = registers().order_by("event__starts_at", "pk")
        if options["event"] is not None:
            found = found.filter(event=options["event"])
            if not found:
                raise CommandError(_("This event has no register."))
        changed = sum(not self._is_whole(register) for register in found)
        changed += 0 if options["event"] is not None else self._missing()
        if changed:
            words = ngettext("%(number)s register was changed.", "%(number)s registers were changed.", changed)
            raise CommandError(words % {"number": changed}, returncode=1)

    def _missing(self) -> int:
        """Events whose register was closed, and is gone."""
        gone = closed_without_register()
        for event in gone:
            self.stdout.write(f"{event.pk} {name_of(event)}: {_('the register is gone')}")
        return len(gone)

    def _is_whole(self, register: Register) -> bool:
        findings = verify_register(register)
        state = _("changed") if findings else _("whole") if register.closed_at else _("open")
        self.stdout.write(f"{register.event_id} {name_of(register.event)}: {state}")
        for finding in findings:
            self.stdout.write(f"  {finding.what}")
        return not findings
