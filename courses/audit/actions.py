"""Writing the trail."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model

from courses.audit.models import Entry

Author = AbstractBaseUser | AnonymousUser | None


def record(*, author: Author, action: str, subject: Model | type[Model], reason: str = "", **details: Any) -> Entry:
    """Write one entry in the caller's transaction: who did `action` to `subject`, why, with identifiers only.

    A model instead of a record, when the action was done to a whole list: an export.
    """
    return Entry.objects.create(
        author=author if author is not None and author.is_authenticated else None,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id="" if isinstance(subject, type) else str(subject.pk),
        reason=reason,
        details=details,
    )
