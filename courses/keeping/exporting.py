"""Lists that are made into files in the background: asked for, made once, handed to who asked, deleted in time."""

import logging
from datetime import datetime, timedelta
from functools import partial
from tempfile import TemporaryFile

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import conf
from courses.audit.actions import record
from courses.errors import NotAllowed
from courses.keeping.models import Export
from courses.keeping.queries import due_exports
from courses.keeping.signals import export_due

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)  # far more than the longest list takes
State = Export.State


@transaction.atomic
def ask_for_export(
    *, source: type[Model], question: str, file_format: str, name: str, rows: int, author: AbstractBaseUser
) -> Export:
    """Write down who asks for which list; the file is made by the next tick.

    The same list asked twice while it is being made is one.
    """
    known = {"author": author, "source": source._meta.label_lower, "question": question, "file_format": file_format}
    waiting = Export.objects.filter(**known, state=State.WAITING).first()
    if waiting is not None:
        return waiting
    export = Export.objects.create(**known, name=name, rows=rows)
    record(author=author, action="export.ask", subject=export, list=export.source, format=file_format, rows=rows)
    return export


def make_due_exports(*, now: datetime | None = None) -> int:
    """Make the lists that wait. Any number of workers may run at once: each list is taken by a conditional update."""
    return sum(make_export(export) for export in due_exports(now or timezone.now()))


def make_export(export: Export) -> bool:
    """Make one list into a file, outside any transaction; False when another worker has it, or it cannot be made."""
    now = timezone.now()
    taken = due_exports(now).filter(pk=export.pk).update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    if not taken:
        return False
    export.refresh_from_db()
    with TemporaryFile() as file:
        try:
            told = [rows for _who, rows in export_due.send(sender=Export, export=export, file=file) if rows is not None]
        # whatever stops a list must stop neither the tick nor the next list
        except Exception:
            logger.exception("Export %s was not made.", export.pk)
            told = []
        if not told:
            _put_back(export)
            return False
        file.seek(0)
        export.file.save(export.name, File(file), save=False)
    done = timezone.now()
    Export.objects.filter(pk=export.pk).update(
        state=State.READY,
        rows=told[0],
        file=export.file.name,
        ready_at=done,
        expires_at=done + timedelta(days=conf.get("EXPORT_DAYS")),
        lease_until=None,
    )
    return True


def hand_out(*, export: Export, author: AbstractBaseUser) -> File:
    """Open the file for who asked for it, and write down that they took it. Raises NotAllowed when it is gone."""
    try:
        if not export.is_there:
            raise FileNotFoundError
        file = export.file.open("rb")
    except (OSError, ValueError) as error:
        raise NotAllowed(_("This file is no longer there: ask for the list again.")) from error
    record(author=author, action="export.download", subject=export, list=export.source, rows=export.rows)
    return file


def throw_exports_away(now: datetime, dry_run: bool) -> int:
    """Files whose days are over, and lists nobody could make, with their records."""
    old = Export.objects.filter(asked_at__lt=now - timedelta(days=conf.get("EXPORT_DAYS")))
    due = [one for one in old if one.state != State.READY or one.expires_at <= now]
    if not dry_run:
        for export in due:
            with transaction.atomic():
                if export.file:
                    transaction.on_commit(partial(export.file.storage.delete, export.file.name), robust=True)
                export.delete()
    return len(due)


def _put_back(export: Export) -> None:
    """Tried again by the next tick, a few times."""
    state = State.FAILED if export.attempts >= Export.MOST_ATTEMPTS else State.WAITING
    Export.objects.filter(pk=export.pk).update(state=state, lease_until=None)
