"""How questions go. Pure: numbers in, numbers out.

Counted over each person's first attempt, since later ones are learnt from the first. Of a question:

- **facility**: the mean of the shares earned, in per cent; no answer counts as nothing. 100: everybody was right
- **discrimination**: Pearson's correlation between the share earned in the question and in the rest of the same
  attempt, from -100 to 100. Near 0 the question says little of what people know; below 0 those who know more get it
  wrong, and its key or its words want looking at. None where either never varies
- **non-answers**: attempts that showed it and got no answer
- **distractor choice**: how often each answer was chosen

Source: Moodle, «Quiz statistics calculations» (facility index; discrimination index), after F. M. Lord and M. R.
Novick, «Statistical Theories of Mental Test Scores», 1968 (item–rest correlation). Below FEWEST people nothing is told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt
from typing import Any

FEWEST = 5  # people

Results = Mapping[str, Mapping[str, Any]]  # as `Attempt.results`


@dataclass(frozen=True)
class Figures:
    """What is known of one question."""

    people: int
    facility: float
    discrimination: float | None
    non_answers: int


@dataclass
class _Seen:
    shares: list[Fraction] = field(default_factory=list)
    rests: list[Fraction | None] = field(default_factory=list)
    empty: int = 0


def figures_of(attempts: Iterable[Results]) -> dict[str, Figures | None]:
    """The figures of each question that any of these attempts showed; None where too few people saw it."""
    seen: dict[str, _Seen] = {}
    for results in attempts:
        earned = {key: one["marks"] * Fraction(one["share"] or 0) for key, one in results.items()}
        all_earned, all_marks = sum(earned.values()), sum(one["marks"] for one in results.values())
        for key, one in results.items():
            question, rest = seen.setdefault(key, _Seen()), all_marks - one["marks"]
            question.shares.append(Fraction(one["share"] or 0))
            question.rests.append((all_earned - earned[key]) / rest if rest else None)
            question.empty += one["share"] is None
    return {key: _figures(one) if len(one.shares) >= FEWEST else None for key, one in seen.items()}


def chosen(answers: Iterable[Any]) -> Counter[str]:
    """How often each option was chosen, of answers with one or with several."""
    return Counter(option for given in answers for option in (given if isinstance(given, list) else [given]))


def _figures(question: _Seen) -> Figures:
    number = len(question.shares)
    return Figures(
        people=number,
        facility=round(float(100 * sum(question.shares) / number), 1),
        discrimination=_correlation(question.shares, question.rests),
        non_answers=question.empty,
    )


def _correlation(shares: list[Fraction], rests: list[Fraction | None]) -> float | None:
    exact = [(share, rest) for share, rest in zip(shares, rests, strict=True) if rest is not None]
    # asked of the fractions: thirds as floats seem to vary by their last digit
    if len(exact) < FEWEST or any(len(set(column)) == 1 for column in zip(*exact, strict=True)):
        return None
    pairs = [(float(share), float(rest)) for share, rest in exact]
    means = [sum(column) / len(pairs) for column in zip(*pairs, strict=True)]
    apart = [(share - means[0], rest - means[1]) for share, rest in pairs]
    spread = sqrt(sum(one * one for one, _rest in apart) * sum(rest * rest for _one, rest in apart))
    return round(100 * sum(one * rest for one, rest in apart) / spread, 1) if spread > 1e-12 else None
