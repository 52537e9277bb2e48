"""Questions and answers in words, as they were frozen: for pages, a person's copy and spreadsheets."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.quizzes import marking

KINDS = {
    marking.SINGLE: gettext_lazy("One right answer"),
    marking.MULTIPLE: gettext_lazy("Several right answers"),
    marking.TRUE_FALSE: gettext_lazy("True or false"),
    marking.MATCHING: gettext_lazy("Matching"),
    marking.ORDERING: gettext_lazy("Ordering"),
    marking.NUMERIC: gettext_lazy("Number"),
    marking.SHORT: gettext_lazy("Short answer"),
    marking.OPEN: gettext_lazy("Open answer"),
}
Question = Mapping[str, Any]


def text_of(question: Question) -> str:
    """The question as plain text, on one line."""
    return " ".join(strip_tags(question["text"].replace("</p>", " ").replace("</li>", "; ")).split())


def given_words(question: Question, given: Any) -> list[str]:
    """What somebody answered, a line for each piece; empty without an answer."""
    kind = question["kind"]
    if given is None:
        return []
    if kind in (marking.SINGLE, marking.TRUE_FALSE):
        return [_names(question["options"])[given]]
    if kind == marking.MULTIPLE:
        return [one["text"] for one in question["options"] if one["id"] in given]
    if kind == marking.MATCHING:
        return _pairs(question, given)
    if kind == marking.ORDERING:
        names = _names(question["items"])
        return [f"{place}. {names[item]}" for item, place in sorted(given.items(), key=lambda one: one[1])]
    return [f"{given} {question.get('unit', '')}".strip()]


def right_words(question: Question) -> list[str]:
    """What was right, a line for each piece; of an open question, nothing: its model answer is the explanation."""
    kind = question["kind"]
    if "options" in question and kind != marking.MATCHING:
        return [one["text"] for one in question["options"] if one["right"]]
    if kind == marking.MATCHING:
        return _pairs(question, question["answer"])
    if kind == marking.ORDERING:
        names = _names(question["items"])
        return [f"{place}. {names[item]}" for place, item in enumerate(question["answer"], start=1)]
    if kind == marking.NUMERIC:
        return [_number(question)]
    return [question["accepted"][0]] if kind == marking.SHORT else []


def said_to(question: Question, given: Any) -> list[str]:
    """What the editor says to whoever chose the options that were chosen."""
    chosen = given if isinstance(given, list) else [given]
    options = question.get("options", []) if question["kind"] in (marking.SINGLE, marking.MULTIPLE) else []
    return [one["feedback"] for one in options if one["id"] in chosen and one["feedback"]]


def _pairs(question: Question, answer: Mapping[str, str]) -> list[str]:
    names = _names(question["options"])
    return [f"{one['text']}: {names[answer[one['id']]]}" for one in question["stems"] if one["id"] in answer]


def _names(parts: list[Question]) -> dict[str, str]:
    return {one["id"]: one["text"] for one in parts}


def _number(question: Question) -> str:
    value, tolerance = (_localised(question[name]) for name in ("value", "tolerance"))
    words = f"{value} {question['unit']}".strip()
    return (
        words
        if tolerance == "0"
        else _("%(number)s, give or take %(tolerance)s")
        % {
            "number": words,
            "tolerance": tolerance,
        }
    )


def _localised(number: str) -> str:
    plain = number.rstrip("0").rstrip(".") if "." in number else number
    return number_format(plain or "0", use_l10n=True, force_grouping=False)
