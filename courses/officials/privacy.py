"""The personal data of officials' files in the privacy register, and who is forgotten when."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.officials.forgetting import forget_silent
from courses.officials.importing import delete_old_imports
from courses.officials.models import ImportRow, PeopleImport
from courses.officials.queries import old_imports
from courses.people.privacy import TASK
from courses.privacy import PersonalData, Retention, addresses_of, declare, delete, keep

FORGOTTEN = _("30 days from when the file was sent")


def _rows_of(participant: Any) -> QuerySet[ImportRow]:
    """The rows that became the person, or have their address."""
    own = Q(participant=participant.pk)
    for address in addresses_of(participant):
        own |= Q(email__iexact=address)
    return ImportRow.objects.filter(own)


def _delete_files(now: datetime, dry_run: bool) -> int:
    return old_imports(now).count() if dry_run else delete_old_imports(now=now)


def _forget(now: datetime, dry_run: bool) -> int:
    found = forget_silent(now=now, dry_run=dry_run)
    return found.people + found.drafts


declare(
    [
        PersonalData(PeopleImport, _("Knowing who sent a file of people, and when"), TASK, FORGOTTEN),
        PersonalData(
            ImportRow,
            _("Showing the result of each row of a file of people"),
            TASK,
            FORGOTTEN,
            about=_rows_of,
            erase=delete,
            withheld=("people_import",),
        ),
    ]
)

keep(
    [
        Retention("files", _("Files of people"), _("deleted"), _delete_files, period=FORGOTTEN),
        Retention(
            "silent",
            _("Named people who never answered, and forms of adhesion never sent"),
            _("deleted"),
            _forget,
            setting="FORGET_SILENT_DAYS",
        ),
    ]
)
