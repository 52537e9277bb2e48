"""How questions go: figures by another computation, and never of fewer than five people."""

from fractions import Fraction
from statistics import correlation, mean
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.groups import APPROVERS, AUDITORS, EDITORS, SECRETARIAT
from courses.quizzes.actions import hand_in, save_answer
from courses.quizzes.figures import question_lines, quizzes_listed
from courses.quizzes.models import QuizPage
from courses.quizzes.statistics import FEWEST, chosen, figures_of
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_user
from tests.factories.quizzes import make_attempt, make_quiz, question, single

SHARES = st.sampled_from([None, "0", "1/3", "1/2", "1"])
ATTEMPTS = st.lists(st.dictionaries(st.sampled_from("abcd"), SHARES, min_size=1), max_size=14)
MARKS = {"a": 1, "b": 2, "c": 3, "d": 1}


@settings(max_examples=250, deadline=None)
@given(ATTEMPTS)
def test_figures_agree_with_an_independent_computation(drawn: list[dict[str, str | None]]) -> None:
    found = figures_of({key: {"share": share, "marks": MARKS[key]} for key, share in one.items()} for one in drawn)

    for key in {key for one in drawn for key in one}:
        showed = [one for one in drawn if key in one]
        if len(showed) < FEWEST:
            assert found[key] is None
            continue
        own = [Fraction(one[key] or 0) for one in showed]
        figures = found[key]
        assert (figures.people, figures.non_answers) == (len(showed), sum(one[key] is None for one in showed))
        assert figures.facility == pytest.approx(float(100 * mean(own)), abs=0.06)
        others = [(share, _rest(one, key)) for share, one in zip(own, showed, strict=True) if len(one) > 1]
        varies = all(len(set(column)) > 1 for column in zip(*others, strict=True))
        if len(others) < FEWEST or not varies:
            assert figures.discrimination is None
        else:
            expected = 100 * correlation(*([float(one) for one in column] for column in zip(*others, strict=True)))
            assert figures.discrimination == pytest.approx(expected, abs=0.06)


def _rest(one: dict[str, str | None], key: str) -> Fraction:
    marks = sum(MARKS[other] for other in one if other != key)
    return sum((MARKS[other] * Fraction(one[other] or 0) for other in one if other != key), Fraction(0)) / marks


def test_choices_are_counted_of_one_answer_and_of_several() -> None:
    assert chosen(["a", ["a", "b"], ["b"], "c"]) == {"a": 2, "b": 2, "c": 1}


@pytest.fixture
def people(course) -> list[Any]:
    """Six officials."""
    body = make_municipal_body(population=20_000)
    return [make_enrolment(make_official(body, given_name=f"Nome{number}"), course) for number in range(6)]


def take(enrolment: Any, page: QuizPage, place: int | None) -> None:
    """Choose the option at a place in every question, and hand in."""
    attempt = make_attempt(enrolment, page)
    for asked in attempt.questions:
        if place is not None and "options" in asked:
            save_answer(attempt=attempt, question=asked["id"], given=asked["options"][place]["id"])
    hand_in(attempt=attempt, author=None)


def test_questions_are_told_by_first_attempts_and_distractors_counted(people, module) -> None:
    open_one = question("open", "E tu?", model_answer="<p>…</p>")
    page = make_quiz(module, questions=[single(), single("Altra"), open_one])
    for number, enrolment in enumerate(people):
        take(enrolment, page, (0, 0, 0, 1, 1, None)[number])
        take(enrolment, page, 2)  # later attempts tell nothing

    first, second = question_lines(page.translation_key)

    assert {first.text, second.text} == {"Chi programma i servizi?", "Altra"}
    assert (first.figures.people, first.figures.facility, first.figures.non_answers) == (6, 50.0, 1)
    assert first.figures.discrimination == 100.0
    assert [(one.text, one.is_right, one.people, one.percent) for one in first.options] == [
        ("I Comuni", True, 3, 50.0),
        ("Lo Stato", False, 2, 33.3),
        ("Le Province", False, 0, 0.0),
    ]
    (line,) = quizzes_listed()
    assert (line.people, line.attempts, line.passed, line.mean) == (6, 12, 3, 50.0)


def test_four_people_are_too_few(people, module) -> None:
    page = make_quiz(module)
    for enrolment in people[:4]:
        take(enrolment, page, 0)

    (line,) = question_lines(page.translation_key)

    assert (line.figures, line.options, quizzes_listed()[0].mean) == (None, [], None)


def browser(*groups: str) -> Client:
    client = Client()
    client.force_login(make_user(groups=groups))
    return client


@pytest.mark.parametrize(
    ("group", "sees", "gives"),
    [(EDITORS, 200, 403), (APPROVERS, 200, 403), (SECRETARIAT, 200, 200), (AUDITORS, 403, 403)],
)
def test_editors_and_the_secretariat_see_and_take_the_figures(people, module, group, sees, gives) -> None:
    page = make_quiz(module)
    for enrolment in people:
        take(enrolment, page, 0)
    client = browser(group)

    assert client.get(reverse("courses_quizzes")).status_code == sees
    shown = client.get(reverse("courses_quiz_figures", args=[page.translation_key]))
    assert (shown.status_code, "I Comuni" in shown.content.decode()) == (sees, sees == 200)
    assert "Nome1" not in shown.content.decode()
    for file_format in ("csv", "xlsx"):
        file = client.get(reverse("courses_quiz_file", args=[page.translation_key, file_format]))
        assert file.status_code == sees
        assert not file.streaming or file.getvalue()
    person = people[0].participant
    assert client.get(reverse("courses_participant_time", args=[person.pk])).status_code == gives


def test_the_secretariat_gives_a_person_more_time_without_saying_why(people) -> None:
    person, client = people[0].participant, browser(SECRETARIAT)
    address = reverse("courses_participant_time", args=[person.pk])

    client.post(address, {"seen": "0", "time": "none"})
    assert person.extra_time.percent is None
    client.post(address, {"seen": "none", "time": "0"})
    person.refresh_from_db()
    assert not hasattr(person, "extra_time")


def test_screens_cost_the_same_for_one_quiz_and_for_three(people, module, django_assert_num_queries) -> None:
    client = browser(SECRETARIAT)
    for size in (1, 3):
        page = make_quiz(module, f"q{size}", [single(f"Domanda {number}") for number in range(size)])
        for enrolment in people:
            take(enrolment, page, 0)
        client.get(reverse("courses_quizzes"))
        with django_assert_num_queries(12):
            client.get(reverse("courses_quizzes"))
        with django_assert_num_queries(13):
            client.get(reverse("courses_quiz_figures", args=[page.translation_key]))
