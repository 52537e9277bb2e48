"""Writing the trail."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model

from courses.audit.models import Entry

Author = AbstractBaseUser | AnonymousUser | None


def record(*, author: Author, action: str, subject: Model, reason: str = "", **details: Any) -> Entry:
    """Write one entry in the caller's transaction: who did `action` to `subject`, why, with identifiers only."""
    return Entry.objects.create(
        author=author if author is not None and author.is_authenticated else None,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        reason=reason,
        details=details,
    )
