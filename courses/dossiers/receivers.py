"""Listens: a dossier that was asked for is made at the tick."""

from typing import IO, Any

from django.dispatch import receiver

from courses.dossiers.exports import write_dossiers
from courses.dossiers.queries import events_asked
from courses.dossiers.rules import ZIP
from courses.keeping.models import Export
from courses.keeping.signals import export_due


@receiver(export_due)
def write_the_dossier(export: Export, file: IO[bytes], **kwargs: Any) -> int | None:
    """The dossiers as things stand now; None for an export that is none of ours."""
    if export.file_format != ZIP:
        return None
    return write_dossiers(file, events_asked(export.question), export.author)
