"""Reading the trail."""

from collections.abc import Iterable

from django.db.models import Model, QuerySet

from courses.audit.models import Entry


def entries_about(subject: Model) -> QuerySet[Entry]:
    """All that was done to one record, newest first, with its author."""
    return Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).select_related(
        "author"
    )


def entries_about_many(model: type[Model], subjects: Iterable[Model], action: str) -> QuerySet[Entry]:
    """One kind of thing that was done to several records of a model, newest first, with its author."""
    identifiers = [str(subject.pk) for subject in subjects]
    return Entry.objects.filter(
        subject_type=model._meta.label_lower, subject_id__in=identifiers, action=action
    ).select_related("author")
