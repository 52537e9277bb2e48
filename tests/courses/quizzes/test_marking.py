"""Marks by rule, and by an independent computation over any question and any answer."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.quizzes.marking import Malformed, check, is_scored, number_in, plain, score_of, share_of


def choice(kind: str, rights: list[bool], rule: str = "whole", marks: int = 1) -> dict[str, Any]:
    options = [{"id": f"o{place}", "right": right} for place, right in enumerate(rights)]
    return {"id": f"{kind}-{len(rights)}", "kind": kind, "marks": marks, "rule": rule, "options": options}


def matching(answer: list[int], options: int, rule: str = "whole", marks: int = 1) -> dict[str, Any]:
    stems = [{"id": f"s{place}"} for place in range(len(answer))]
    right = {f"s{place}": f"o{option}" for place, option in enumerate(answer)}
    all_options = [{"id": f"o{place}"} for place in range(options)]
    return {
        **{"id": "matching", "kind": "matching", "marks": marks, "rule": rule},
        **{"stems": stems, "options": all_options, "answer": right},
    }


def ordering(order: list[int], rule: str = "whole", marks: int = 1) -> dict[str, Any]:
    items = [{"id": f"i{place}"} for place in range(len(order))]
    answer = [f"i{place}" for place in order]
    return {"id": "ordering", "kind": "ordering", "marks": marks, "rule": rule, "items": items, "answer": answer}


NUMBER = {"id": "n", "kind": "numeric", "marks": 2, "value": "12.5", "tolerance": "0.5"}
WORD = {"id": "w", "kind": "short", "marks": 1, "accepted": ["Città metropolitana", "l’ente locale"]}
OPEN = {"id": "p", "kind": "open", "marks": 3}


@st.composite
def asked(draw: Any) -> tuple[dict[str, Any], Any, Fraction]:
    """A question, an answer to it and what it earns, computed by other ways than the product's."""
    kind = draw(st.sampled_from(["single", "truefalse", "multiple", "matching", "ordering"]))
    rule, marks = draw(st.sampled_from(["whole", "part"])), draw(st.integers(1, 10))
    size = 2 if kind == "truefalse" else draw(st.integers(2, 6))
    if kind in ("single", "truefalse"):
        right, picked = draw(st.integers(0, size - 1)), draw(st.none() | st.integers(0, size - 1))
        question = choice(kind, [place == right for place in range(size)], rule, marks)
        return question, None if picked is None else f"o{picked}", Fraction(marks if right == picked else 0)
    if kind == "multiple":
        rights = draw(st.lists(st.booleans(), min_size=size, max_size=size).filter(any))
        picks = draw(st.lists(st.booleans(), min_size=size, max_size=size))
        hits, wrong = sum(a and b for a, b in zip(rights, picks, strict=True)), 0
        wrong = sum(b and not a for a, b in zip(rights, picks, strict=True))
        part = Fraction(hits - wrong, sum(rights)) if hits > wrong else Fraction(0)
        given_ids = [f"o{place}" for place, pick in enumerate(picks) if pick] or None
        earned = part if rule == "part" else Fraction(rights == picks)
        return choice(kind, rights, rule, marks), given_ids, marks * earned
    if kind == "matching":
        options = draw(st.integers(1, 6))
        right = draw(st.lists(st.integers(0, options - 1), min_size=size, max_size=size))
        picked = draw(st.lists(st.none() | st.integers(0, options - 1), min_size=size, max_size=size))
        answer = {f"s{stem}": f"o{option}" for stem, option in enumerate(picked) if option is not None} or None
        return matching(right, options, rule, marks), answer, _of_pairs(right, picked, rule, marks)
    order = draw(st.permutations(range(size)))
    places = draw(st.lists(st.none() | st.integers(1, size), min_size=size, max_size=size))
    answer = {f"i{item}": place for item, place in enumerate(places) if place is not None} or None
    right = [order.index(item) + 1 for item in range(size)]
    return ordering(list(order), rule, marks), answer, _of_pairs(right, places, rule, marks)


def _of_pairs(right: list[int], picked: list[int | None], rule: str, marks: int) -> Fraction:
    wrong = [one for one, other in zip(right, picked, strict=True) if one != other]
    if not wrong:
        return Fraction(marks)
    return marks - Fraction(marks * len(wrong), len(right)) if rule == "part" else Fraction(0)


@settings(max_examples=400, deadline=None)
@given(asked())
def test_marks_agree_with_an_independent_computation(case: tuple[dict[str, Any], Any, Fraction]) -> None:
    question, answer, earned = case

    check(question, answer)

    assert question["marks"] * share_of(question, answer) == earned


@settings(max_examples=150, deadline=None)
@given(st.lists(asked(), max_size=8), st.integers(0, 100))
def test_the_score_of_an_attempt_is_the_sum_of_its_questions(cases: list[Any], pass_mark: int) -> None:
    questions = [case[0] | {"id": str(place)} for place, case in enumerate(cases)]
    answers = {str(place): case[1] for place, case in enumerate(cases)}

    score = score_of([*questions, OPEN], answers | {"p": "Un pensiero."})

    earned, most = sum((case[2] for case in cases), Fraction(0)), sum(case[0]["marks"] for case in cases)
    assert (score.points, score.out_of) == (earned, most)
    assert score.reaches(pass_mark) == (earned * 100 >= pass_mark * most)
    assert Decimal(0) <= score.percent <= 100
    assert not most or 0 <= earned * 100 / most - Fraction(score.percent) < Fraction(1, 100)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *(("12,5", "12.5"), ("12.5", "12.5"), (" 12 ", "12"), ("1.250", "1250"), ("1.250,75", "1250.75")),
        *(("0.125", "0.125"), ("-3", "-3"), ("−3", "-3"), (",5", "0.5"), ("1 000", "1000")),
        *(("dodici", None), ("", None), ("1,2,3", None), ("1e3", None), ("nan", None), ("12%", None)),
    ],
)
def test_numbers_are_read_as_italians_write_them(typed: str, number: str | None) -> None:
    assert number_in(typed) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(("typed", "share"), [("12", 1), ("13,0", 1), ("13,01", 0), ("11,99", 0), (None, 0)])
def test_a_number_is_right_within_its_tolerance(typed: str | None, share: int) -> None:
    assert share_of(NUMBER, typed) == share


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        *(("città metropolitana", 1), ("CITTA  METROPOLITANA.", 1), ("Citta' metropolitana", 1), ("L'Ente locale", 1)),
        *(("citta", 0), ("Comune", 0), (None, 0)),
    ],
)
def test_short_answers_forgive_case_accents_spaces_and_apostrophes(typed: str | None, share: int) -> None:
    assert share_of(WORD, typed) == share


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)


FOUR = choice("multiple", [True, True, False, False])


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        *((choice("single", [True, False]), one) for one in ("o9", ["o0"], 1, {"o0": 1}, "", True)),
        *((FOUR, one) for one in ([], ["o0", "o0"], ["o9"], "o0", [1], [["o0"]], {"o0": "o1"})),
        *((matching([0, 1], 2), one) for one in ({}, {"s9": "o0"}, {"s0": "o9"}, {"s0": ["o0"]}, "s0", ["s0"])),
        *((ordering([0, 1]), one) for one in ({}, {"i9": 1}, {"i0": 0}, {"i0": 3}, {"i0": "1"}, {"i0": True}, ["i0"])),
        *((NUMBER, one) for one in ("dodici", 12, "", "1" * 41, ["1"])),
        *((WORD, one) for one in ("", "a\0b", "a" * 201, 3, ["Comune"])),
        *((OPEN, one) for one in ("", "a" * 4001, {"a": "b"})),
    ],
)
def test_what_no_page_of_ours_can_have_sent_is_malformed(question: dict[str, Any], answer: Any) -> None:
    with pytest.raises(Malformed):
        check(question, answer)


def test_no_answer_is_never_malformed_and_earns_nothing() -> None:
    for question in (FOUR, matching([0], 1), ordering([0, 1]), NUMBER, WORD, choice("single", [True, False])):
        check(question, None)
        assert share_of(question, None) == 0
    check(OPEN, None)


def test_open_answers_are_not_scored() -> None:
    assert not is_scored(OPEN)
    assert score_of([OPEN], {"p": "Un pensiero."}).reaches(100)
