"""A course whose first module ends with a quiz."""

import pytest

from courses.catalogue.models import CoursePage, ModulePage
from courses.quizzes.models import QuizPage
from tests.factories.quizzes import make_quiz, one_of_each


@pytest.fixture
def module(course: CoursePage) -> ModulePage:
    """The first module."""
    return ModulePage.objects.child_of(course).order_by("path").first()


@pytest.fixture
def quiz(module: ModulePage) -> QuizPage:
    """A quiz of one question."""
    return make_quiz(module)


@pytest.fixture
def whole_quiz(module: ModulePage) -> QuizPage:
    """A quiz with one question of each kind."""
    return make_quiz(module, "intero", one_of_each())
