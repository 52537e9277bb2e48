"""The filters of the lists: each has a finite set of values, so that no query string reaches the database as it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.agenda.models import Event
from courses.agenda.rules import name_of
from courses.enrolment.models import Enrolment, State
from courses.people.models import Role
from courses.progress.models import Completion
from courses.reports.queries import course_choices
from courses.territory.models import Body, Province, Region

Choice = tuple[str, Any]
LONGEST_IDENTIFIER = 18  # digits that every database's integers hold


def _regions() -> list[Choice]:
    return list(Region.objects.values_list("code", "name"))


def region_names() -> list[Choice]:
    """The regions by name, for records that keep the name of their day."""
    return [(name, name) for _code, name in _regions()]


def provinces() -> list[Choice]:
    """The provinces by their two letters."""
    return [(sigla, f"{name} ({sigla})") for sigla, name in Province.objects.values_list("sigla", "name")]


@dataclass(frozen=True)
class Filter:
    """A list to choose one value from. `lookup` says what the value is compared with."""

    name: str
    label: str | Promise
    lookup: str
    choices: Callable[[], Iterable[Choice]]

    def options(self, value: str) -> list[Choice]:
        """What may be chosen; any other value is refused."""
        return list(self.choices())

    def condition(self, value: str) -> dict[str, Any]:
        """The chosen value as a lookup."""
        return {self.lookup: value}


@dataclass(frozen=True)
class OneOfMany(Filter):
    """One record, reached by a link: thousands do not fit a list."""

    choices: Callable[[], Iterable[Choice]] = field(default=list)

    def find(self, pk: int) -> Any:
        """The words for the record of that key; empty when there is none."""
        raise NotImplementedError

    def options(self, value: str) -> list[Choice]:
        """The one that was asked for, if there is one."""
        if not value.isascii() or not value.isdigit() or len(value) > LONGEST_IDENTIFIER:
            return []
        found = self.find(int(value))
        return [(value, found)] if found else []


class BodyFilter(OneOfMany):
    """A body."""

    def find(self, pk: int) -> str:
        """By its name."""
        body = Body.objects.filter(pk=pk).first()
        return str(body) if body else ""


class EventFilter(OneOfMany):
    """An event."""

    def find(self, pk: int) -> str:
        """Its place and day."""
        event = Event.objects.select_related("venue__municipality").filter(pk=pk).first()
        return name_of(event) if event else ""


PERIODS = {"7": _("The last 7 days"), "30": _("The last 30 days"), "365": _("The last 12 months")}


@dataclass(frozen=True)
class PeriodFilter(Filter):
    """From so many days ago until now."""

    choices: Callable[[], Iterable[Choice]] = field(default=PERIODS.items)

    def condition(self, value: str) -> dict[str, Any]:
        """The first day, from its beginning."""
        start = timezone.localtime() - timedelta(days=int(value))
        return {f"{self.lookup}__gte": start.replace(hour=0, minute=0, second=0, microsecond=0)}


def choice(name: str, label: str | Promise, lookup: str, choices: Callable[[], Iterable[Choice]]) -> Filter:
    """By any finite list of values."""
    return Filter(name, label, lookup, choices)


@dataclass(frozen=True)
class EmptyFilter(Filter):
    """Choices of which one, the first, stands for an empty field: «» in a query string means all."""

    def condition(self, value: str) -> dict[str, Any]:
        """The first of the choices is the empty value."""
        first, _label = next(iter(self.choices()))
        return {self.lookup: "" if value == first else value}


@dataclass(frozen=True)
class YesFilter(Filter):
    """All rows, or only those for which a condition holds: `lookup` is compared with True."""

    def condition(self, value: str) -> dict[str, Any]:
        """There is one value."""
        return {self.lookup: True}


def course(lookup: str) -> Filter:
    """By course."""
    return Filter("course", _("Course"), lookup, course_choices)


def state(lookup: str) -> Filter:
    """By state of the enrolment."""
    return Filter("state", _("State"), lookup, lambda: State.choices)


def region(lookup: str, *, by_name: bool = False) -> Filter:
    """By region: by its name where a record keeps the name of its day."""
    return Filter("region", _("Region"), lookup, region_names if by_name else _regions)


def province(lookup: str) -> Filter:
    """By province."""
    return Filter("province", _("Province"), lookup, provinces)


def role(lookup: str) -> Filter:
    """By role."""
    return Filter("role", _("Role"), lookup, lambda: Role.choices)


def kind(lookup: str) -> Filter:
    """By kind of body."""
    return Filter("kind", _("Kind of body"), lookup, lambda: Body.Kind.choices)


def body(lookup: str) -> Filter:
    """By body."""
    return BodyFilter("body", _("Body"), lookup)


def event(lookup: str) -> Filter:
    """By event."""
    return EventFilter("event", _("Event"), lookup)


def event_kind(lookup: str) -> Filter:
    """By where people meet."""
    return Filter("meeting", _("Kind"), lookup, lambda: Event.Kind.choices)


def method(lookup: str) -> Filter:
    """By how a completion came about."""
    return Filter("method", _("How"), lookup, lambda: Completion.Method.choices)


def period(label: str | Promise, lookup: str) -> Filter:
    """By time."""
    return PeriodFilter("period", label, lookup)


def enrolled_people(values: dict[str, str]) -> dict[str, Any]:
    """Who has an enrolment in this course and in this state: one and the same enrolment."""
    wanted = {
        lookup: values[name] for name, lookup in {"course": "course_key", "state": "state"}.items() if name in values
    }
    return {"pk__in": Enrolment.objects.filter(**wanted).values("participant")} if wanted else {}


def narrow(rows: QuerySet, filters: Iterable[Filter], values: dict[str, str]) -> QuerySet:
    """The rows for which every chosen value holds."""
    for one in filters:
        if one.name in values and one.lookup:
            rows = rows.filter(**one.condition(values[one.name]))
    return rows
