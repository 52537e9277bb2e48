"""Listens to lower rooms: a long list waits, and only the tracking screens know how to write it."""

from typing import IO, Any

from django.dispatch import receiver
from django.http import QueryDict

from courses.keeping.models import Export
from courses.keeping.signals import export_due
from courses.reports.admin.asking import LIST_FORMATS, Question, exported_cells, headings_of, rows_asked
from courses.reports.exports import write_spreadsheet
from courses.reports.views.exports import admin_of


@receiver(export_due)
def write_the_list(export: Export, file: IO[bytes], **kwargs: Any) -> int | None:
    """The rows as they are now, into the file; None for a list that is none of ours."""
    admin = admin_of(export.source)
    if admin is None or export.file_format not in LIST_FORMATS:
        return None
    question = Question(admin, QueryDict(export.question))
    rows = rows_asked(admin, question, None)
    name = export.name.rpartition(".")[0]
    headings, cells = headings_of(admin, question.exported), exported_cells(admin, rows, question.exported)
    return write_spreadsheet(file, export.file_format, name, headings, cells)
