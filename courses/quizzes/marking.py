"""Marking: how right an answer is. Pure: it knows neither the database nor the web, only what an attempt froze.

A question is a mapping with `id`, `kind`, `marks` and, by kind:

- `single`, `truefalse`, `multiple`: `options`, each with `id` and `right`
- `matching`: `stems` (`id`), `options` (`id`), `answer`: the option of each stem
- `ordering`: `items` (`id`), `answer`: the ids in the right order
- `numeric`: `value` and `tolerance`, decimal numbers written with a point
- `short`: `accepted`, the texts that are right
- `open`: never scored

`rule` says whether an answer in part right earns a part of the marks (PART) or none (WHOLE).
An answer (`given`) is an option's id; a list of ids; a mapping stem → option, or item → place from 1; a text. None: no
answer.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

SINGLE, TRUE_FALSE, MULTIPLE, MATCHING = "single", "truefalse", "multiple", "matching"
ORDERING, NUMERIC, SHORT, OPEN = "ordering", "numeric", "short", "open"
WHOLE, PART = "whole", "part"
LONGEST = {NUMERIC: 40, SHORT: 200, OPEN: 4000}  # characters of a typed answer

Question = Mapping[str, Any]
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")


class Malformed(ValueError):
    """An answer that no page of ours can have sent: another question's option, a place that is none, a wrong shape."""


@dataclass(frozen=True)
class Score:
    """Points earned out of those that could be."""

    points: Fraction
    out_of: int

    @property
    def percent(self) -> Decimal:
        """From 0 to 100 with two decimals, rounded down: what is just short of the pass mark never looks like it."""
        if not self.out_of:
            return Decimal(0)
        exact = 100 * self.points / self.out_of
        return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), ROUND_DOWN)

    def reaches(self, pass_mark: int) -> bool:
        """Whether the exact share is at least so many per cent; where nothing is scored, nothing is missing."""
        return self.points * 100 >= pass_mark * self.out_of


def check(question: Question, given: Any) -> None:
    """Raise Malformed for what cannot be an answer to this question; None always can."""
    if given is not None and not _CHECKS[question["kind"]](question, given):
        raise Malformed(question["id"])


def share_of(question: Question, given: Any) -> Fraction:
    """How right an answer is, from 0 to 1; 0 without one. Raises KeyError for a question that is not scored."""
    if given is None:
        return Fraction(0)
    share = _SHARES[question["kind"]](question, given)
    return share if question.get("rule") == PART or share == 1 else Fraction(0)


def is_scored(question: Question) -> bool:
    """Open answers are for oneself: nobody marks them."""
    return question["kind"] != OPEN


def score_of(questions: Iterable[Question], answers: Mapping[str, Any]) -> Score:
    """The points of all scored questions together; `answers` by the id of the question."""
    scored = [one for one in questions if is_scored(one)]
    points = sum((one["marks"] * share_of(one, answers.get(one["id"])) for one in scored), Fraction(0))
    return Score(points, sum(one["marks"] for one in scored))


def number_in(text: str) -> Decimal | None:
    """The number somebody typed the Italian way («1.250», «3,5») or with a decimal point («3.5»); None for none."""
    text = "".join(text.split()).replace("−", "-")
    if _THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:  # digits of other scripts that Decimal does not know
        return None


def plain(text: str) -> str:
    """A short answer without what nobody should lose marks for: case, accents, spaces, apostrophes, a full stop."""
    marks = unicodedata.normalize("NFKD", text.replace("’", "'"))
    letters = "".join(sign for sign in marks if not unicodedata.combining(sign))
    return " ".join(letters.casefold().replace("'", " ").split()).rstrip(" .")


def _right(question: Question) -> set[str]:
    return {one["id"] for one in question["options"] if one["right"]}


def _ids(parts: Iterable[Mapping[str, Any]]) -> set[str]:
    return {one["id"] for one in parts}


def _is_option(question: Question, given: Any) -> bool:
    return isinstance(given, str) and given in _ids(question["options"])


def _are_options(question: Question, given: Any) -> bool:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        return False
    return 0 < len(given) == len(set(given)) and set(given) <= _ids(question["options"])


def _matches_stems(question: Question, given: Any) -> bool:
    stems, options = _ids(question["stems"]), _ids(question["options"])
    return _is_filled(given) and all(
        stem in stems and isinstance(option, str) and option in options for stem, option in given.items()
    )


def _places_items(question: Question, given: Any) -> bool:
    items = _ids(question["items"])
    return _is_filled(given) and all(
        item in items and type(place) is int and 1 <= place <= len(items) for item, place in given.items()
    )


def _is_filled(given: Any) -> bool:
    return isinstance(given, dict) and bool(given)


def _is_text(question: Question, given: Any) -> bool:
    if not isinstance(given, str) or "\0" in given or not 0 < len(given) <= LONGEST[question["kind"]]:
        return False
    return question["kind"] != NUMERIC or number_in(given) is not None


def _share_of_one(question: Question, given: str) -> Fraction:
    return Fraction(given in _right(question))


def _share_of_many(question: Question, given: list[str]) -> Fraction:
    """Each wrong choice takes back a right one; never less than nothing."""
    right = _right(question)
    hits = len(right & set(given))
    return Fraction(max(0, 2 * hits - len(given)), len(right))


def _share_of_matches(question: Question, given: dict[str, str]) -> Fraction:
    return Fraction(
        sum(given.get(stem) == option for stem, option in question["answer"].items()), len(question["stems"])
    )


def _share_of_places(question: Question, given: dict[str, int]) -> Fraction:
    there = sum(given.get(item) == place for place, item in enumerate(question["answer"], start=1))
    return Fraction(there, len(question["items"]))


def _share_of_number(question: Question, given: str) -> Fraction:
    number = number_in(given)
    off = None if number is None else abs(number - Decimal(question["value"]))
    return Fraction(off is not None and off <= Decimal(question["tolerance"]))


def _share_of_text(question: Question, given: str) -> Fraction:
    return Fraction(plain(given) in {plain(one) for one in question["accepted"]})


_CHECKS = {
    **{SINGLE: _is_option, TRUE_FALSE: _is_option, MULTIPLE: _are_options, MATCHING: _matches_stems},
    **{ORDERING: _places_items, NUMERIC: _is_text, SHORT: _is_text, OPEN: _is_text},
}
_SHARES = {
    **{SINGLE: _share_of_one, TRUE_FALSE: _share_of_one, MULTIPLE: _share_of_many, MATCHING: _share_of_matches},
    **{ORDERING: _share_of_places, NUMERIC: _share_of_number, SHORT: _share_of_text},
}
