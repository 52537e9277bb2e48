"""Letters, requests about personal data, and the changes that only the trail tells of."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from courses.audit.models import Entry
from courses.keeping.models import DataRequest
from courses.people.models import Participant
from courses.post.models import Letter
from courses.post.rules import without_links
from courses.stories.reaching import find_people, named
from courses.stories.telling import Kind, Source, Told
from courses.stories.trail import in_words, kind_of_subject

# Whoever may see a person may know what was written to them: here a letter shows neither address nor link. The letter
# itself, whose links act for the person, has a permission of its own.
LETTERS = "courses.view_participant"
REQUESTS, TRAIL = "courses.view_datarequest", "courses.view_entry"


def _give_people(kind: str, identifier: str) -> Callable[[list[Any]], None]:
    """Write on each row of a page, as `person`, whom the record it names is about."""

    def prepare(rows: list[Any]) -> None:
        pairs = {row.pk: (getattr(row, kind), getattr(row, identifier)) for row in rows}
        people = find_people(pairs.values())
        for row in rows:
            row.person = people.get(pairs[row.pk])

    return prepare


def _letter(row: Letter) -> Told:
    words = _("Letter: %(subject)s") % {"subject": row.subject}
    return Told(words, row.get_state_display(), row.person, text=without_links(row.text))


def _request(row: DataRequest) -> Told:
    words = _("Request about personal data: %(kind)s") % {"kind": row.get_kind_display()}
    return Told(words, row.get_channel_display(), row.participant, row.recorded_by)


def _answered(row: DataRequest) -> Told:
    words = _("Request about personal data: %(state)s") % {"state": row.get_state_display().lower()}
    return Told(words, row.get_kind_display(), row.participant, row.decided_by, row.reason)


def _entry(row: Entry) -> Told:
    return Told(in_words(row), kind_of_subject(row.subject_type), row.person, row.author, row.reason)


FACTS = (
    Source(
        *(Kind.LETTER, Letter, "written_at", LETTERS, named("about_type", "about_id"), _letter),
        prepare=_give_people("about_type", "about_id"),
    ),
    Source(
        *(Kind.PRIVACY, DataRequest, "recorded_at", REQUESTS, {Participant: "participant"}, _request),
        joined=("participant", "recorded_by"),
        told_by=("datarequest.record",),
    ),
    Source(
        *(Kind.PRIVACY, DataRequest, "decided_at", REQUESTS, {Participant: "participant"}, _answered),
        joined=("participant", "decided_by"),
        told_by=("datarequest.done", "datarequest.limited", "datarequest.refused"),
    ),
)


def changes_beyond(facts: Iterable[Source]) -> Source:
    """What was done and by whom, but for what another source tells already."""
    told = [action for source in facts for action in source.told_by]
    return Source(
        *(Kind.CHANGE, Entry, "at", TRAIL, named("subject_type", "subject_id"), _entry),
        joined=("author",),
        where=~Q(action__in=told),
        prepare=_give_people("subject_type", "subject_id"),
    )
