"""Reading stories: one page of one, its lines in time order; and the words of the trail."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from courses.audit.models import Entry
from courses.people.models import Participant
from courses.stories.sources import SOURCES
from courses.stories.telling import Kind, Line, Source, Subject
from courses.stories.trail import action_choices, in_words, kind_of_subject, subject_choices
from courses.surveys.models import Invited, Round

__all__ = [
    "Asked",
    "action_choices",
    "asked_of",
    "in_words",
    "kind_of_subject",
    "kinds_for",
    "letters_in",
    "story",
    "subject_choices",
]
ON_A_PAGE = 50
_BY_LABEL = {source.label: source for source in SOURCES}
Key = tuple[Any, str, str]  # when, which source, which row


@dataclass(frozen=True)
class Asked:
    """A questionnaire that somebody is asked now, and whether they have answered: never what, and never when."""

    title: str
    has_answered: bool


def story(
    subject: Subject, user: AbstractBaseUser, *, kind: str = "", oldest_first: bool = False, page: str | int = 1
) -> Page:
    """A page of lines (`Line`) about a participant, a body or an event, of what the account may see.

    The keys of all sources are merged by time in one query; rows are read in full for one page, model by model: the
    number of queries grows neither with the story nor with the page.
    """
    sources = [source for source in sources_for(subject, user) if kind in ("", source.kind)]
    found = Paginator(_merged(subject, sources, oldest_first), ON_A_PAGE).get_page(page)
    found.object_list = _lines_of(list(found.object_list), subject)
    return found


def sources_for(subject: Subject, user: AbstractBaseUser) -> list[Source]:
    """Those that know something of such a subject, and that the account may read."""
    return [source for source in SOURCES if type(subject) in source.about and user.has_perm(source.permission)]


def kinds_for(subject: Subject, user: AbstractBaseUser) -> list[tuple[str, Any]]:
    """What the account may narrow such a story to, in words."""
    known = {source.kind for source in sources_for(subject, user)}
    return [(kind.value, kind.label) for kind in Kind if kind in known]


def asked_of(participant: Participant) -> list[Asked]:
    """The open questionnaires a person is asked; when one closes, who answered is forgotten."""
    found = Invited.objects.filter(participant=participant, round__state=Round.State.OPEN)
    rows = found.select_related("round__questionnaire").order_by("round__questionnaire__title", "round")
    return [Asked(str(one.round), one.has_answered) for one in rows]


def letters_in(subject: Subject) -> list[Any]:
    """The letters of a story, the oldest first, each with `person` and, as others may read it, `told`."""
    source = next(source for source in SOURCES if source.kind == Kind.LETTER)
    keys = {str(pk) for rows in source.rows_about(subject) for pk in rows.order_by().values_list("pk", flat=True)}
    letters = sorted(source.read(keys).values(), key=lambda one: (one.written_at, one.pk))
    for letter in letters:
        letter.told = source.tell(letter)
    return letters


def _merged(subject: Subject, sources: Iterable[Source], oldest_first: bool) -> QuerySet | list[Key]:
    parts = [
        rows.order_by()
        .annotate(told_at=F(source.at), told_in=Value(source.label, CharField()), told_key=Cast("pk", CharField()))
        .values_list("told_at", "told_in", "told_key")
        for source in sources
        for rows in source.rows_about(subject)
    ]
    if not parts:
        return []
    # two ways may lead to one row: a union that keeps no doubles
    sign = "" if oldest_first else "-"
    return parts[0].union(*parts[1:]).order_by(*(f"{sign}told_{column}" for column in ("at", "in", "key")))


def _lines_of(keys: list[Key], subject: Subject) -> list[Line]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for _at, label, key in keys:
        wanted[label].add(key)
    rows = {label: _BY_LABEL[label].read(found) for label, found in wanted.items()}
    entries = _entries_for(wanted)
    lines = []
    for at, label, key in keys:
        if key in rows[label]:  # unless it went meanwhile
            lines.append(_line(at, _BY_LABEL[label], rows[label][key], entries, subject))
    return lines


def _line(at: Any, source: Source, row: Any, entries: dict[Any, Entry], subject: Subject) -> Line:
    told = source.tell(row)
    pairs = ((row._meta.label_lower, str(row.pk), action) for action in source.told_by)
    entry = row if isinstance(row, Entry) else next((entries[pair] for pair in pairs if pair in entries), None)
    author = told.author or (entry.author if entry else None)
    reason = told.reason or (entry.reason if entry else "")
    letter = row.pk if source.kind == Kind.LETTER else None
    by_system = author is None and (entry is not None or hasattr(row, "author_id"))
    return Line(at, source.kind, told, author, by_system, reason, letter)


def _entries_for(wanted: dict[str, set[str]]) -> dict[tuple[str, str, str], Entry]:
    """The entries of the trail that tell of the rows of a page, the first of each kind, in one query."""
    found = Q()
    for label, keys in wanted.items():
        source = _BY_LABEL[label]
        if source.told_by:
            found |= Q(subject_type=source.model._meta.label_lower, subject_id__in=keys, action__in=source.told_by)
    if not found:
        return {}
    rows = Entry.objects.filter(found).select_related("author").order_by("-at", "-pk")
    return {(row.subject_type, row.subject_id, row.action): row for row in rows}
