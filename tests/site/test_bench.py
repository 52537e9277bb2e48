"""Every case of the benchmarks of pages runs, answers, and takes the statements that are said: `make bench-quick`."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from courses.editions.actions import move_on
from courses.editions.queries import forget
from courses.quizzes.models import SimulationPage
from tests.bench import pages, quizzes
from tests.bench.side_by_side import STOCK, Cases, counted
from tests.factories.quizzes import make_quiz
from tests.factories.simulations import make_simulation
from tests.factories.world import World

# Wagtail leaves the buffers of the pictures it makes smaller to the garbage collector
LEFT_OPEN = "ignore:Exception ignored in. <function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"


@pytest.fixture
def cases(world: World, settings) -> Iterator[Cases]:
    """The cases over a small site: nothing is timed."""
    settings.ROOT_URLCONF, settings.COURSES_WORK_AT_COMMIT = "tests.bench.yardsticks", False
    make_quiz(world.module)
    if not SimulationPage.objects.live().exists():
        make_simulation(world.module)
    move_on()
    # the application itself is asked: it would close the connection of the test after each answer
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield pages.cases(world.participant_enrolment) | quizzes.cases(world.participant_enrolment)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    forget()


@pytest.mark.filterwarnings(LEFT_OPEN)
def test_each_case_answers_with_the_statements_that_are_said(cases: Cases) -> None:
    found = {name: counted(case) for name, case in cases.items()}

    assert {name for name, number in found.items() if number > cases[name].queries} == set(), found
    assert found[STOCK] > 2 * found["lesson, enrolled"]
