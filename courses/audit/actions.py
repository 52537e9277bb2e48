"""Writing the trail."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model

from courses.audit.models import Entry
from courses.rows import put

LONGEST_PATH = 200
Author = AbstractBaseUser | AnonymousUser | None


def record(*, author: Author, action: str, subject: Model | type[Model], reason: str = "", **details: Any) -> Entry:
    """Write one entry in the caller's transaction: who did `action` to `subject`, why, with identifiers only.

    A model instead of a record, when the action was done to a whole list: an export.
    """
    entry = _entry(author, action, subject, reason, details)
    put(entry)
    return entry


def record_many(
    *, author: Author, action: str, subjects: Iterable[Model], reasons: Iterable[str] | None = None, **details: Any
) -> None:
    """One entry for each record to which the same was done, in one query; `reasons`, if any, in the same order."""
    told = list(subjects)
    why = list(reasons) if reasons is not None else [""] * len(told)
    entries = [_entry(author, action, one, reason, details) for one, reason in zip(told, why, strict=True)]
    Entry.objects.bulk_create(entries)


def _entry(author: Author, action: str, subject: Model | type[Model], reason: str, details: dict[str, Any]) -> Entry:
    return Entry(
        author=author if author is not None and author.is_authenticated else None,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id="" if isinstance(subject, type) else str(subject.pk),
        reason=reason,
        details=details,
    )


def record_refusal(*, user: AbstractBaseUser | AnonymousUser, path: str) -> None:
    """Somebody asked for a screen they have no right to. The host calls it for its own screens."""
    if user.is_authenticated:
        record(author=user, action="access.refused", subject=user, path=path[:LONGEST_PATH])


def record_access(*, user: AbstractBaseUser, action: str, author: Author = None, **details: Any) -> None:
    """What happened at the door to an account that works here; the host, whose accounts they are, calls it.

    `action` is one of «account.sign_in», «account.sign_in_failed», «account.sign_out», «account.change_groups» and
    «account.change_powers». Participants' own comings and goings are nobody's business, and are not written down.
    """
    if user.has_perm("wagtailadmin.access_admin") or action.startswith("account.change"):
        record(author=author, action=action, subject=user, **details)
