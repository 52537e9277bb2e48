"""What a question needs before anybody can answer it: said to the editor who publishes it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from courses.quizzes import marking


def mistakes_in(kind: str, question: Any) -> list[str]:
    """What is wrong with a question as it was written, in the order in which one would mend it."""
    return _CHECKS[kind](question) if kind in _CHECKS else []


def _are_alike(texts: Iterable[str]) -> bool:
    folded = [marking.plain(text) for text in texts]
    return len(set(folded)) < len(folded)


def _of_options(question: Any, is_one_right: bool) -> list[str]:
    options = question["options"]
    right = sum(bool(one["right"]) for one in options)
    found = []
    if is_one_right and right != 1:
        found.append(_("Mark one answer as right, and one alone."))
    elif not right:
        found.append(_("Mark at least one answer as right."))
    if _are_alike(one["text"] for one in options):
        found.append(_("Two answers say the same: change or remove one."))
    return found


def _of_single(question: Any) -> list[str]:
    return _of_options(question, is_one_right=True)


def _of_multiple(question: Any) -> list[str]:
    return _of_options(question, is_one_right=False)


def _of_pairs(question: Any) -> list[str]:
    found = []
    if _are_alike(pair["left"] for pair in question["pairs"]):
        found.append(_("Two pairs ask about the same thing: change or remove one."))
    belonging = {marking.plain(pair["right"]) for pair in question["pairs"]}
    if belonging & {marking.plain(one) for one in question["others"]}:
        found.append(_("What belongs to none belongs to a pair too: change or remove it."))
    return found


def _of_items(question: Any) -> list[str]:
    return [_("Two steps say the same: nobody could tell their order.")] if _are_alike(question["items"]) else []


def _of_short(question: Any) -> list[str]:
    return [] if all(marking.plain(one) for one in question["accepted"]) else [_("An accepted answer has no letters.")]


_CHECKS = {
    marking.SINGLE: _of_single,
    marking.MULTIPLE: _of_multiple,
    marking.MATCHING: _of_pairs,
    marking.ORDERING: _of_items,
    marking.SHORT: _of_short,
}
