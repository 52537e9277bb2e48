"""From what a page sent to an answer: fields named after the question's own parts, and nothing else is believed."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from courses.errors import CoursesError
from courses.quizzes import marking

FIELD = "answer"
CHOICES = (marking.SINGLE, marking.TRUE_FALSE)
Question = Mapping[str, Any]


class Mistyped(CoursesError):
    """Somebody typed what cannot be taken; the message says how to write it. What they typed is in `typed`."""

    def __init__(self, message: str, typed: str) -> None:
        super().__init__(message)
        self.typed = typed


def given_in(question: Question, data: QueryDict) -> Any:
    """The answer in a form that was sent; None where nothing was chosen or written.

    Raises Mistyped for a slip of the pen, `marking.Malformed` for what no form of ours sends.
    """
    kind = question["kind"]
    if kind == marking.MULTIPLE:
        given = data.getlist(FIELD) or None
    elif kind == marking.MATCHING:
        given = _chosen(question["stems"], data) or None
    elif kind == marking.ORDERING:
        given = {item: _place(question, value) for item, value in _chosen(question["items"], data).items()} or None
    else:
        given = _one(question, data)
    marking.check(question, given)
    return given


def field_of(part: str) -> str:
    """The name of the select of one stem or item."""
    return f"{FIELD}-{part}"


def _one(question: Question, data: QueryDict) -> str | None:
    values = data.getlist(FIELD)
    if len(values) > 1:
        raise marking.Malformed(question["id"])
    text = values[0] if values else ""
    if question["kind"] in CHOICES:
        return text or None
    text = text.replace("\r\n", "\n").strip()
    if "\0" in text:
        raise marking.Malformed(question["id"])
    longest = marking.LONGEST[question["kind"]]
    if len(text) > longest:
        raise Mistyped(_("Write at most %(longest)s characters.") % {"longest": longest}, text)
    if text and question["kind"] == marking.NUMERIC and marking.number_in(text) is None:
        raise Mistyped(_("Write a number in figures, for example 12 or 12,5."), text)
    return text or None


def _chosen(parts: list[Question], data: QueryDict) -> dict[str, str]:
    """What was chosen for each part; a select of something else is malformed."""
    known = {field_of(one["id"]): one["id"] for one in parts}
    sent = [name for name in data if name.startswith(FIELD)]
    if not set(sent) <= set(known) or any(len(data.getlist(name)) > 1 for name in sent):
        raise marking.Malformed(FIELD)
    return {known[name]: data[name] for name in sent if data[name]}


def _place(question: Question, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 3):
        raise marking.Malformed(question["id"])
    return int(value)
