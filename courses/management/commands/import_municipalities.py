"""Load the municipalities that come with the product, or bring them up to date from ISTAT's own files."""

import re
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.errors import CoursesError
from courses.territory import imports
from courses.territory.actions import (
    Changes,
    Counted,
    load_municipalities,
    state_mergers,
    update_municipalities,
    update_populations,
)
from courses.territory.imports import figures_in, known_mergers, read_list, read_population
from courses.territory.models import Municipality

Content = TypeVar("Content")


def _merger(text: str) -> tuple[str, str]:
    codes = re.fullmatch("([A-Z][0-9]{3})=([A-Z][0-9]{3})", text.strip().upper())
    if not codes:
        raise ArgumentTypeError(_("«%(text)s» is not OLD=NEW, two land-registry codes") % {"text": text})
    return codes[1], codes[2]


class Command(BaseCommand):
    """All in one transaction: a file that is wrong leaves everything as it was."""

    help = "Loads the municipalities; with ISTAT's files, brings them up to date. Never deletes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Without arguments, the files that come with the product."""
        parser.add_argument("--istat-list", type=Path, metavar="FILE", help="ISTAT's list of municipalities (CSV)")
        parser.add_argument("--population", type=Path, metavar="FILE", help="residents by ISTAT code (CSV)")
        parser.add_argument(
            "--merged",
            type=_merger,
            metavar="OLD=NEW",
            action="append",
            default=[],
            help="what a suppressed municipality became, by land-registry codes; may be repeated",
        )
        parser.add_argument(
            "--date", type=date.fromisoformat, help="the day the list is of (YYYY-MM-DD); today when missing"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, write, say."""
        try:
            with transaction.atomic():
                changed = self._work(options)
                transaction.set_rollback(options["dry_run"])
        except CoursesError as error:
            raise CommandError(str(error)) from error
        if not changed:
            self.stdout.write(_("Nothing to change."))
        elif options["dry_run"]:
            self.stdout.write(self.style.WARNING(_("Nothing was written: this was a trial.")))

    def _work(self, options: dict[str, Any]) -> bool:
        """Whether anything changed."""
        by_hand = dict(options["merged"])
        if not (options["istat_list"] or options["population"] or by_hand):
            return self._load()
        changed, figures = False, None
        if options["istat_list"]:
            rows = self._reading(read_list, options["istat_list"])
            figures = figures_in(rows)
            changes = update_municipalities(
                rows=rows, merged=known_mergers() | by_hand, on=options["date"] or timezone.localdate()
            )
            changed = self._say_changes(changes)
        elif by_hand:
            changed = self._list(_("Merged municipalities"), self._pairs(state_mergers(merged=by_hand)))
        self._refuse_unheard(by_hand)
        if options["population"]:
            figures = self._reading(read_population, options["population"])
        if figures:
            changed |= self._say_counted(update_populations(figures=figures), figures.year)
        return changed

    def _load(self) -> bool:
        rows = self._reading(read_list, imports.DATA / "municipalities.csv")
        added = load_municipalities(rows=rows)
        if added:
            words = ngettext("%(n)s municipality loaded.", "%(n)s municipalities loaded.", added)
            self.stdout.write(self.style.SUCCESS(words % {"n": added}))
        return bool(added)

    def _reading(self, read: Callable[[Path], Content], path: Path) -> Content:
        self.stdout.write(_("Reading %(file)s…") % {"file": path.name})
        return read(path)

    def _say_changes(self, changes: Changes) -> bool:
        """One section for each kind of change; what is left to the secretariat comes last, to be seen."""
        said = self._list(_("New municipalities"), changes.created)
        said |= self._list(_("Renamed municipalities"), self._pairs(changes.renamed))
        said |= self._list(_("Merged municipalities"), self._pairs(changes.merged))
        for words, number in (
            (_("Municipalities with a new ISTAT code: %(n)s"), changes.recoded),
            (_("Municipalities in another province: %(n)s"), changes.moved),
        ):
            if number:
                self.stdout.write(words % {"n": number})
                said = True
        if changes.without_successor:
            self._list(_("Suppressed municipalities whose successor is not known"), changes.without_successor)
            self.stdout.write(
                self.style.WARNING(
                    _("Ask ISTAT's list of changes what they became and run again with --merged OLD=NEW.")
                )
            )
        return said or bool(changes.without_successor)

    def _say_counted(self, counted: Counted, year: int) -> bool:
        if counted.unknown_codes:
            codes = ", ".join(counted.unknown_codes[:10])
            words = _("%(n)s codes in the population file belong to no municipality, or to two: %(codes)s")
            self.stdout.write(self.style.WARNING(words % {"n": len(counted.unknown_codes), "codes": codes}))
        if counted.updated:
            self.stdout.write(_("Residents of %(year)s written: %(n)s") % {"year": year, "n": counted.updated})
        return bool(counted.updated)

    def _list(self, title: str, lines: Iterable[str]) -> bool:
        lines = list(lines)
        if lines:
            self.stdout.write(f"{title}: {len(lines)}")
            for line in lines:
                self.stdout.write(f"  {line}")
        return bool(lines)

    @staticmethod
    def _pairs(pairs: Iterable[tuple[str, str]]) -> list[str]:
        return [f"{old} → {new}" for old, new in pairs]

    @staticmethod
    def _refuse_unheard(by_hand: dict[str, str]) -> None:
        """A merger stated by hand that could not be written is a mistake of whoever typed it."""
        for old, new in by_hand.items():
            if not Municipality.objects.filter(pk=old, successor=new).exists():
                raise CommandError(
                    _("%(old)s=%(new)s cannot be: the first must be suppressed, and the second must exist today.")
                    % {"old": old, "new": new}
                )
