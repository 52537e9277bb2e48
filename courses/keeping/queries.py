"""Reading requests, lines of retention and lists made into files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import conf
from courses.keeping.models import DataRequest, Export, RetentionRun
from courses.people.models import Participant
from courses.people.queries import search_people_in
from courses.privacy import REGISTER, RETENTION, PersonalData, Retention, duty_ends

OPEN, LIMITED = DataRequest.State.OPEN, DataRequest.State.LIMITED


def requests() -> QuerySet[DataRequest]:
    """All requests, with the person."""
    return DataRequest.objects.select_related("participant__body", "participant__user", "decided_by")


def search_requests(rows: QuerySet[DataRequest], text: str) -> QuerySet[DataRequest]:
    """By the person."""
    return search_people_in(rows, text)


def is_limited(participant: Participant) -> bool:
    """Whether the person's data are kept for the accounts alone (GDPR, art. 18)."""
    return participant.data_requests.filter(state=LIMITED).exists()


def with_limited(people: QuerySet[Participant]) -> QuerySet[Participant]:
    """People with `limited`, as `is_limited` says of one, in the same query."""
    return people.annotate(limited=Exists(DataRequest.objects.filter(participant=OuterRef("pk"), state=LIMITED)))


def limited_people() -> QuerySet[Participant]:
    """Who waits for the end of the accounts to be erased."""
    return Participant.objects.filter(data_requests__state=LIMITED, data_requests__kind=DataRequest.Kind.ERASURE)


def due_exports(now: datetime) -> QuerySet[Export]:
    """The lists to make: asked, and in nobody's hands."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return Export.objects.filter(free, state=Export.State.WAITING).order_by("pk")


@dataclass(frozen=True)
class Held:
    """What is held about one person, of one model."""

    entry: PersonalData
    number: int


def held_about(participant: Participant) -> list[Held]:
    """How many rows of what: of models that hold none, nothing is said."""
    found = [Held(entry, entry.rows_of(participant).count()) for entry in REGISTER.values() if entry.about]
    return [one for one in found if one.number]


def name_of(model: type[Model]) -> str:
    """What a model holds, in words."""
    return capfirst(str(model._meta.verbose_name_plural))


def register_rows() -> Iterator[list[str]]:
    """The register of processing: what, for which purpose, on what basis, for how long, what stays after an erasure."""
    for entry in REGISTER.values():
        yield [
            name_of(entry.model),
            str(entry.purpose),
            str(entry.basis),
            str(entry.retention),
            str(entry.keeps),
        ]


@dataclass(frozen=True)
class RetentionLine:
    """A line of the table of retention, in words."""

    entry: Retention
    period: str
    last: int | None  # how many, the last time


def retention_lines() -> list[RetentionLine]:
    """The whole table, with what the last finished round did."""
    last = RetentionRun.objects.filter(finished_at__isnull=False).first()
    counts: dict[str, Any] = last.counts if last else {}
    return [RetentionLine(entry, period_of(entry), counts.get(key)) for key, entry in RETENTION.items()]


def last_round() -> RetentionRun | None:
    """The last round that was finished."""
    return RetentionRun.objects.filter(finished_at__isnull=False).first()


def period_of(entry: Retention) -> str:
    """For how long, in words, as the setting says now."""
    if entry.unit == "end":
        day = duty_ends()
        if day is None:
            return _("until the accounts are closed: the day is not set yet")
        return _("until %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}
    if not entry.setting:
        return str(entry.period)
    number = conf.get(entry.setting)
    if number is None:
        return _("for ever: no period is set")
    if entry.unit == "months":
        return ngettext("%(number)s month", "%(number)s months", number) % {"number": number}
    return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}


def is_late(request: DataRequest) -> bool:
    """Whether an answer is overdue."""
    return request.state == OPEN and request.due_on < timezone.localdate()
