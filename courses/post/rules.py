"""What a template may hold, and when a letter that failed is tried again."""

import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from string import Template

from django.utils.translation import gettext as _

from courses.post.letters import Words
from courses.post.models import Letter

LONGEST_SUBJECT = 250
_LINK = re.compile(r"(?:https?|webcal)://\S+", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:]+@[^\s<>()\[\],;:]+\.[^\s<>()\[\],;:.]+")


def fill(words: Words, values: Mapping[str, str]) -> str:
    """The words with each ${placeholder} replaced by its value; one without a value stays as written."""
    return Template(str(words)).safe_substitute(values)


def filled(subject: Words, text: Words, values: Mapping[str, str]) -> dict[str, str]:
    """Subject and text of a letter; the subject is one line, whatever the values hold."""
    clean = {name: " ".join(value.split()) for name, value in values.items()}
    return {"subject": " ".join(fill(subject, clean).split())[:LONGEST_SUBJECT], "text": fill(text, values)}


def misused_placeholders(known: Collection[str], words: str) -> list[str]:
    """What a text says that nobody can fill: names that are not `known`, and signs that are no placeholder."""
    template = Template(words)
    unknown = [f"${{{name}}}" for name in template.get_identifiers() if name not in known]
    return unknown if template.is_valid() else [*unknown, _("a «$» that stands alone (write it twice: $$)")]


def fault_in_words(known: Collection[str], words: str) -> str:
    """Why a text cannot be used, with what it may hold; empty when it can. The one check of all that is filled in."""
    wrong = misused_placeholders(known, words)
    if not wrong:
        return ""
    message = _("Here you cannot use %(wrong)s. You can use: %(known)s.")
    return message % {"wrong": ", ".join(wrong), "known": ", ".join(f"${{{name}}}" for name in known)}


# How long after each failed attempt the next one comes: the tenth failure is the last.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440)]
LEASE = timedelta(minutes=2)
SENDABLE_AGAIN = (Letter.State.FAILED, Letter.State.DOUBTFUL)


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; None when it is time to give up."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def is_sendable_again(letter: Letter) -> bool:
    """The secretariat may send again what did not leave, or perhaps did; never what was sent or is about to be."""
    return letter.state in SENDABLE_AGAIN


def without_links(text: str) -> str:
    """A letter as somebody else may read it: its links, which act for the person, and its addresses are left out."""
    return _ADDRESS.sub(_("[address left out]"), _LINK.sub(_("[link left out]"), text))
