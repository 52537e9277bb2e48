"""`manage.py verify_certificates`: says of every certificate whether it is as it was issued."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.certificates.actions import verify_certificate, verify_numbers
from courses.certificates.models import Certificate


class Command(BaseCommand):
    """Reads, never writes. Ends with 1 when something was changed, so that a timer can raise an alarm."""

    help = "Check that no certificate was changed since it was issued, also in the database itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each thing that is wrong, and one that says how many were looked at."""
        checked = wrong = 0
        found = Certificate.objects.select_related("replaced_by__replaced_by").order_by("year", "number")
        for certificate in found.iterator(chunk_size=200):
            findings = verify_certificate(certificate)
            checked, wrong = checked + 1, wrong + bool(findings)
            self._say(findings)
        numbers = list(verify_numbers())
        self._say(numbers)
        words = ngettext("%(number)s certificate looked at.", "%(number)s certificates looked at.", checked)
        self.stdout.write(words % {"number": checked})
        if wrong or numbers:
            raise CommandError(_("Certificates were changed since they were issued."), returncode=1)

    def _say(self, findings: Any) -> None:
        for finding in findings:
            self.stdout.write(f"{finding.label}: {finding.what}")
