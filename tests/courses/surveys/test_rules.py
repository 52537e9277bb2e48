"""Whole rounds are put together, and no difference of two published figures is small."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.surveys.rules import batches


@pytest.mark.parametrize(
    ("answers", "together"),
    [
        ([], []),
        ([5], [[0]]),
        ([4], []),
        ([4, 1], [[0, 1]]),
        ([4, 9, 1], [[1], [0, 2]]),
        ([3, 0, 3, 2], [[0, 2]]),
        ([12, 4], [[0]]),
    ],
)
def test_rounds_with_few_answers_wait_for_one_another(answers: list[int], together: list[list[int]]) -> None:
    assert batches(enumerate(answers), 5) == together


@given(st.lists(st.integers(0, 12), max_size=12))
def test_no_difference_of_published_figures_holds_fewer_than_five_answers(answers: list[int]) -> None:
    """Whatever was published at any time, as a batch or a sum of batches: take one from the other."""
    published = {frozenset(batch) for end in range(len(answers) + 1) for batch in batches(enumerate(answers[:end]), 5)}

    for one, other in combinations(published, 2):
        assert not one & other, "a later round changed a batch of before"
    assert all(sum(answers[number] for number in one) >= 5 for one in published)
