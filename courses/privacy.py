"""The privacy register: which models hold personal data, why, on what basis, for how long, and what is done with them.

Each room declares its own in its `privacy` module; a model with a path to a person and no entry fails the tests. One
declaration serves the register of processing, a person's copy of their data, their erasure and the table of retention.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from courses import conf

Text = str | Promise
Paper = tuple[str, bytes]  # the name of a file, and what is in it
Erase = Callable[[QuerySet, Any, Any], object]  # the rows, the participant, the author


def leave(rows: QuerySet, participant: Any, author: Any) -> None:
    """The rows hold nothing that tells who it was once the person's own record is anonymous."""


def delete(rows: QuerySet, participant: Any, author: Any) -> None:
    """The rows go."""
    rows.delete()


def blank(*names: str) -> Erase:
    """The rows stay, what was written in these fields goes."""

    def erase(rows: QuerySet, participant: Any, author: Any) -> None:
        rows.update(**dict.fromkeys(names, ""))

    return erase


@dataclass(frozen=True)
class PersonalData:
    """One row of the register of processing (GDPR, art. 30), and what a person's rights mean for its records.

    - `about`: how the rows about one person are found: a look-up from the model to the participant, or a function of
      the participant; empty where the model is about nobody in particular
    - `erase`: what erasing a person does to those rows; rooms are asked from the top of the house down
    - `keeps`: what stays of them nevertheless, and why
    - `duty`: the accounts need these rows by name: while they do, the person is limited instead of erased
    - `withheld`: fields that are not handed out with a person's copy, since they say something of others; of a row, or
      always. Inner workings (fields nobody edits that are no date) and accounts are never handed out
    - `handed`: which of the rows are handed out, where some were written to others
    - `papers`: the person's documents that go with the copy
    """

    model: type[Model]
    purpose: Text
    basis: Text
    retention: Text
    about: str | Callable[[Any], QuerySet] = ""
    erase: Erase = leave
    keeps: Text = ""
    duty: bool = False
    withheld: tuple[str, ...] | Callable[[Any, Any], Iterable[str]] = ()
    handed: Callable[[QuerySet, Any], QuerySet] | None = None
    papers: Callable[[Any], Iterable[Paper]] | None = None

    def rows_of(self, participant: Any) -> QuerySet:
        """The rows about one person."""
        if callable(self.about):
            return self.about(participant)
        rows = self.model._base_manager.all()
        return rows.filter(**{self.about: participant.pk}) if self.about else rows.none()

    def handed_to(self, participant: Any) -> QuerySet:
        """Those of them that go into the person's copy."""
        rows = self.rows_of(participant)
        return self.handed(rows, participant) if self.handed else rows


REGISTER: dict[type[Model], PersonalData] = {}


def declare(entries: Iterable[PersonalData]) -> None:
    """Enter a room's models into the register: those that others hang on first."""
    REGISTER.update({entry.model: entry for entry in entries})


def subjects_of(participant: Any) -> dict[str, list[str]]:
    """The identifiers of all rows that hang on a person, by model: what a letter or an audit entry may be about."""
    hang = [entry for entry in REGISTER.values() if isinstance(entry.about, str) and entry.about]
    return {
        entry.model._meta.label_lower: [str(key) for key in entry.rows_of(participant).values_list("pk", flat=True)]
        for entry in hang
    }


def addresses_of(participant: Any) -> list[str]:
    """The e-mail addresses a person is known by, in small letters."""
    known = (participant.email, participant.user.email if participant.user else "")
    return sorted({address.strip().lower() for address in known if address})


@dataclass(frozen=True)
class Retention:
    """One line of the table of retention: what is kept for how long, and what becomes of it then.

    `run(now, dry_run)` does what is due, or only counts it, and says how many; it may be asked again at any time. How
    long is the setting `COURSES_<setting>`, in `unit`, or `period` where no setting says it.
    """

    key: str
    what: Text
    action: Text
    run: Callable[[datetime, bool], int]
    setting: str = ""
    unit: str = "days"  # or "months", "end" (the day on which the duty of keeping the accounts ends)
    period: Text = ""


RETENTION: dict[str, Retention] = {}


def keep(entries: Iterable[Retention]) -> None:
    """Enter a room's lines into the table of retention."""
    RETENTION.update({entry.key: entry for entry in entries})


def deletes(due: Callable[[datetime], QuerySet], file_field: str = "") -> Callable[[datetime, bool], int]:
    """A line that deletes rows: `due` says which, at a moment. With a `file_field` their files go too, on commit."""

    def run(now: datetime, dry_run: bool) -> int:
        rows = due(now)
        if dry_run:
            return rows.count()
        files = [getattr(row, file_field) for row in rows] if file_field else []
        with transaction.atomic():
            _all, by_model = rows.delete()
            for file in filter(None, files):
                transaction.on_commit(partial(file.storage.delete, file.name), robust=True)
        return by_model.get(rows.model._meta.label, 0)

    return run


NEVER = datetime(1900, 1, 1, tzinfo=UTC)  # nothing of ours is older


def days_ago(setting: str, now: datetime) -> datetime:
    """The moment so many days ago as a setting says; where it says None, one before everything."""
    days = conf.get(setting)
    return NEVER if days is None else now - timedelta(days=days)


def months_ago(setting: str, now: datetime) -> datetime:
    """The same day so many months ago as a setting says, or the last of that month."""
    months = conf.get(setting)
    if months is None:
        return NEVER
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


def duty_ends() -> date | None:
    """The day from which the accounts need no names any more; None while nobody knows it."""
    day = conf.get("DUTY_ENDS")
    return date.fromisoformat(day) if isinstance(day, str) and day else day or None


def duty_is_over(now: datetime) -> bool:
    """Whether that day has come."""
    day = duty_ends()
    return day is not None and timezone.localdate(now) >= day
