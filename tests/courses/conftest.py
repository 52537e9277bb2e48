"""The fixtures of the plug-in's own tests."""

import pytest

from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment
from courses.people.models import Participant
from tests.factories.catalogue import make_small_course
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official


@pytest.fixture
def course(db) -> CoursePage:
    """Two modules of two lessons."""
    return make_small_course(lessons=2, modules=2)


@pytest.fixture
def official(db) -> Participant:
    """An official, with an account, of a municipality in range."""
    return make_official(make_municipal_body(population=20_000))


@pytest.fixture
def enrolment(official: Participant, course: CoursePage) -> Enrolment:
    """The official's active enrolment in the course."""
    return make_enrolment(official, course)
