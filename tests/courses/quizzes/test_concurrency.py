"""Two tabs of one person at the same moment: nothing is lost, nothing counts twice, and nobody meets an error."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from courses.catalogue.models import ModulePage
from courses.enrolment.models import Enrolment
from courses.errors import CoursesError
from courses.progress.models import Completion
from courses.quizzes import marking
from courses.quizzes.actions import hand_in, save_answer
from courses.quizzes.models import Answer, Attempt, Play, QuizPage, SimulationPage
from courses.quizzes.playing import StaleStep, decide
from courses.quizzes.queries import answers_of
from tests.factories.catalogue import make_course, make_module
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official
from tests.factories.quizzes import make_attempt, make_quiz, right_answer, single
from tests.factories.simulations import make_play, make_simulation, make_steps
from tests.threads import at_once

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
TABS, ROUNDS = 4, 6


@pytest.fixture
def module() -> ModulePage:
    """The only module of a course; nothing else in it is asked for."""
    return make_module(make_course())


@pytest.fixture
def person(module: ModulePage) -> Enrolment:
    """An official of the course."""
    return make_enrolment(make_official(make_municipal_body(population=20_000)), module.get_parent().specific)


@pytest.fixture
def quiz(module: ModulePage) -> QuizPage:
    """Three questions."""
    return make_quiz(module, questions=[single("Uno"), single("Due"), single("Tre")])


@pytest.fixture
def simulation(module: ModulePage) -> SimulationPage:
    """A small one."""
    return make_simulation(module)


def quietly(act: Callable[..., Any], **values: Any) -> bool:
    """Whether it was taken: a refusal is an answer, anything else is an error."""
    with suppress(CoursesError):
        act(**values)
        return True
    return False


def test_two_tabs_begin_one_attempt_and_one_play(person, quiz, simulation) -> None:
    attempts = at_once(*[lambda: make_attempt(person, quiz)] * TABS)
    plays = at_once(*[lambda: make_play(person, simulation)] * TABS)

    assert (len({one.pk for one in attempts}), Attempt.objects.count()) == (1, 1)
    assert (len({one.pk for one in plays}), Play.objects.count()) == (1, 1)


def test_an_answer_is_in_the_score_or_refused(person, quiz) -> None:
    for _round in range(ROUNDS):
        attempt = make_attempt(person, quiz)
        asked = attempt.questions
        taken = at_once(
            *[
                lambda one=one: quietly(
                    save_answer, attempt=Attempt.objects.get(), question=one["id"], given=right_answer(one)
                )
                for one in asked
            ],
            *[lambda attempt=attempt: hand_in(attempt=attempt, author=None)] * 2,
        )

        closed = Attempt.objects.get()
        answers = answers_of(closed)
        assert len(answers) == sum(taken[: len(asked)])
        assert closed.score == marking.score_of(asked, answers).percent
        assert {key for key, one in closed.results.items() if one["share"]} == set(answers)
        assert Completion.objects.count() == closed.passed
        Completion.objects.all().delete()
        Attempt.objects.all().delete()


def test_of_two_answers_to_one_question_one_stands(person, quiz) -> None:
    attempt = make_attempt(person, quiz)
    asked = attempt.questions[0]
    options = [one["id"] for one in asked["options"]]

    at_once(*[lambda given=given: save_answer(attempt=attempt, question=asked["id"], given=given) for given in options])

    assert Answer.objects.get().given in options


def test_of_two_choices_one_is_made_and_the_other_told(person, simulation) -> None:
    for _round in range(ROUNDS):
        play = make_play(person, simulation)
        taken = at_once(
            *[
                lambda play=play, choice=choice: quietly(decide, play=play, number=1, choice=choice, author=None)
                for choice in ("ask", "decide") * 2
            ]
        )

        (step,) = play.steps.all()
        assert taken == [choice == step.choice for choice in ("ask", "decide") * 2]
        Play.objects.all().delete()


def test_an_ending_reached_in_two_tabs_completes_once(person, simulation) -> None:
    play = make_steps(make_play(person, simulation), "ask")

    at_once(*[lambda: decide(play=play, number=2, choice="share", author=None)] * TABS)

    assert (play.steps.count(), Play.objects.get().ending_kind, Completion.objects.count()) == (2, "good", 1)
    with pytest.raises(StaleStep):
        decide(play=play, number=2, choice="insist", author=None)
