"""The kinds of letter: each room declares its own in its `letters` module."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter: its name for the secretariat, its words, and its placeholders with a sample of each.

    Placeholders are written ${so} (string.Template, PEP 292): names only, so that no text can reach into an object.
    """

    key: str
    name: Words
    subject: Words
    text: Words
    placeholders: Mapping[str, str]


@dataclass(frozen=True)
class Calendar:
    """An invitation for the reader's calendar: its text (RFC 5545) and its method (RFC 5546), the same as inside it."""

    text: str
    method: str


@dataclass(frozen=True)
class NewLetter:
    """A letter to be written: to whom, for which fact, with what in the places of its kind, about which record.

    `not_before` holds one of many back, so that a letter somebody waits for need not stand behind thousands.
    """

    recipient: str
    cause: str
    values: Mapping[str, str]
    about: Model | None = None
    calendar: Calendar | None = None
    not_before: datetime | None = None


KINDS: dict[str, LetterKind] = {}


def declare(kinds: Iterable[LetterKind]) -> None:
    """Make a room's letters known; called by each room's `letters` module when the app starts."""
    KINDS.update({kind.key: kind for kind in kinds})
