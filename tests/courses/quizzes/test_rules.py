"""Which score counts, what is shown when, how much time is left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.quizzes.models import Attempt, ExtraTime, QuizPage
from courses.quizzes.rules import deadline_of, left_words, may_begin, score_that_counts, shows_answers

NOW = timezone.now()


def attempt(number: int = 1, score: int | None = 50, *, passed: bool = False, **over: object) -> Attempt:
    closed = None if score is None else NOW + timedelta(minutes=number)
    return Attempt(number=number, score=score, passed=passed, closed_at=closed, **over)


@pytest.mark.parametrize(("kept", "number"), [("best", 1), ("last", 3)])
def test_the_best_or_the_last_score_counts(kept: str, number: int) -> None:
    attempts = [attempt(1, 80), attempt(2, 80), attempt(3, 40), attempt(4, None)]

    assert score_that_counts(attempts, kept).number == number
    assert score_that_counts(attempts[3:], kept) is None


@pytest.mark.parametrize(
    ("show", "passed", "shown"),
    [
        ("each", False, True),
        ("end", False, True),
        ("passed", False, False),
        ("passed", True, True),
        ("never", True, False),
    ],
)
def test_what_was_right_is_shown_when_the_quiz_says(show: str, passed: bool, shown: bool) -> None:
    answer = shows_answers(attempt(passed=passed, paper={"show": show}))

    assert (bool(answer), bool(answer.reason)) == (shown, not shown)


@pytest.mark.django_db  # a page asks for its kind
def test_who_has_used_all_attempts_is_told_what_to_do() -> None:
    page = QuizPage(attempts=1)

    assert "scrivi" in may_begin(page, [attempt()], NOW).reason
    assert "superato" in may_begin(page, [attempt(passed=True)], NOW).reason
    assert may_begin(page, [attempt(score=None)], NOW)


@pytest.mark.django_db  # a page asks for its kind
@pytest.mark.parametrize(("percent", "minutes"), [(None, None), (50, 15), (200, 30)])
def test_more_time_moves_the_deadline(percent: int | None, minutes: int | None) -> None:
    deadline = deadline_of(QuizPage(time_limit=10), NOW, ExtraTime(percent=percent))

    assert deadline == (None if minutes is None else NOW + timedelta(minutes=minutes))
    assert deadline_of(QuizPage(), NOW, None) is None


def test_the_minutes_left_are_rounded_up_and_never_negative() -> None:
    running = attempt(score=None, deadline=NOW + timedelta(seconds=61))

    assert left_words(running, NOW)["minutes"] == 2
    assert left_words(running, NOW + timedelta(minutes=9))["minutes"] == 0
    assert left_words(attempt(score=None), NOW) is None
