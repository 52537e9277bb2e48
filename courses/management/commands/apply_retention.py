"""`manage.py apply_retention`: what is no longer to be kept goes, line by line of the table of retention."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courses.keeping.actions import apply_retention
from courses.privacy import RETENTION


class Command(BaseCommand):
    """Asks nothing; may be repeated, and run while the site runs. The tick does the same once a day."""

    help = "Delete, or make anonymous, what is no longer to be kept; with --dry-run only say how much that is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to write."""
        parser.add_argument("--dry-run", action="store_true", help="count what is due, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each line of the table."""
        counts = apply_retention(now=timezone.now(), dry_run=options["dry_run"])
        for key, entry in RETENTION.items():
            number = counts.get(key)
            said = "not applied, see the log" if number is None else f"{number} {entry.action}"
            self.stdout.write(f"{entry.what}: {said}")
