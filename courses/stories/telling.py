"""How a story is put together: sources of dated rows, and the lines they are told in.

A source says where the rows about a subject are found, which field dates them, who may read them and how one is told.
`queries.story` merges the sources by time in one query, and reads in full the rows of one page only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Model, Q, QuerySet
from django.utils.translation import pgettext_lazy

from courses.people.models import Participant

Subject = Model  # a participant, a body, an event
# For each kind of subject: the lookup that leads to it, or the conditions of rows found in several ways (each is asked
# apart, so that each has its index).
About = Mapping[type[Model], str | Callable[[Any], Iterable[Q]]]


class Kind(models.TextChoices):
    """What a story may be narrowed to."""

    RECORD = "record", pgettext_lazy("kind of entry", "Record and contacts")
    ADHESION = "adhesion", pgettext_lazy("kind of entry", "Adhesion")
    INVITATION = "invitation", pgettext_lazy("kind of entry", "Invitations")
    ENROLMENT = "enrolment", pgettext_lazy("kind of entry", "Enrolments")
    BOOKING = "booking", pgettext_lazy("kind of entry", "Places at events")
    PRESENCE = "presence", pgettext_lazy("kind of entry", "Registers and presences")
    COMPLETION = "completion", pgettext_lazy("kind of entry", "Completions")
    QUIZ = "quiz", pgettext_lazy("kind of entry", "Quizzes")
    QUESTIONNAIRE = "questionnaire", pgettext_lazy("kind of entry", "Questionnaires")
    CERTIFICATE = "certificate", pgettext_lazy("kind of entry", "Certificates")
    LETTER = "letter", pgettext_lazy("kind of entry", "Letters")
    PRIVACY = "privacy", pgettext_lazy("kind of entry", "Requests about personal data")
    CHANGE = "change", pgettext_lazy("kind of entry", "Changes")


@dataclass(frozen=True)
class Told:
    """What a row says. What it leaves out, the entry of the trail that tells of it may add: author and reason."""

    what: Any
    more: Any = ""
    person: Participant | None = None
    author: Any = None  # an account
    reason: str = ""
    text: str = ""  # a letter's, as others may read it


@dataclass(frozen=True)
class Line:
    """One line of a story."""

    at: datetime
    kind: Kind
    told: Told
    author: Any = None
    by_system: bool = False  # nobody's account did it, and that is known
    reason: str = ""
    letter: int | None = None  # the letter's own page, for who may open it


@dataclass(frozen=True)
class Source:
    """Rows of one model, dated by one of its moments. One home for each kind of entry, whoever the story is about."""

    kind: Kind
    model: type[Model]
    at: str  # a DateTimeField; rows without it have not come so far
    permission: str
    about: About
    tell: Callable[[Any], Told]
    joined: tuple[str, ...] = ()
    # The actions of the trail that tell of the same thing: author and reason come from there, and it is told once.
    told_by: tuple[str, ...] = ()
    where: Q = field(default_factory=Q)
    full: Callable[[QuerySet], QuerySet] | None = None  # what telling a row needs besides
    prepare: Callable[[list[Any]], None] | None = None  # for all rows of a page at once

    @property
    def label(self) -> str:
        """By which the merged query knows whose a row is."""
        return f"{self.model._meta.model_name}.{self.at}"

    def rows_about(self, subject: Subject) -> Iterator[QuerySet]:
        """The rows of a subject, way by way; none where such rows are not about such subjects."""
        way = self.about.get(type(subject))
        ways = () if way is None else [Q(**{way: subject.pk})] if isinstance(way, str) else way(subject)
        dated = Q(**{f"{self.at}__isnull": False}) & self.where
        for condition in ways:
            yield self.model._base_manager.filter(condition, dated)

    def read(self, keys: Iterable[str]) -> dict[str, Any]:
        """The rows of some keys with all that telling them needs, by key."""
        rows = self.model._base_manager.filter(pk__in=list(keys)).select_related(*self.joined)
        found = list(self.full(rows) if self.full else rows)
        if self.prepare:
            self.prepare(found)
        return {str(row.pk): row for row in found}
