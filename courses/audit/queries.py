"""Reading the trail."""

from django.db.models import Model, QuerySet

from courses.audit.models import Entry


def entries_about(subject: Model) -> QuerySet[Entry]:
    """All that was done to one record, newest first, with its author."""
    return Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).select_related(
        "author"
    )
