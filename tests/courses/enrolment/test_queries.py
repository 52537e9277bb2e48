"""Which bodies people wait for."""

from uuid import UUID

import pytest

from courses.catalogue.models import CoursePage
from courses.enrolment.actions import change_state
from courses.enrolment.models import Enrolment, State
from courses.enrolment.queries import bodies_with_people_waiting, enrolled_courses
from tests.factories.adhesion import make_accepted
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_user

pytestmark = pytest.mark.django_db


def test_bodies_with_people_waiting_come_most_people_first(course: CoursePage, settings) -> None:
    settings.COURSES_REQUIRE_ADHESION = True
    few, many, joined = make_municipal_body(), make_municipal_body(), make_municipal_body()
    for body, number in ((few, 1), (many, 3), (joined, 4)):
        for _person in range(number):
            make_enrolment(make_official(body), course)
    make_official(few)  # an account that asked for nothing
    gone = make_enrolment(make_official(few), course)
    change_state(enrolment=gone, state=State.WITHDRAWN, reason="Doppione", author=make_user())
    make_accepted(joined)

    assert [(body, body.waiting) for body in bodies_with_people_waiting()] == [(many, 3), (few, 1)]


def test_courses_with_enrolments_are_known_by_the_title_of_the_last(
    course: CoursePage, django_assert_num_queries
) -> None:
    assert enrolled_courses() == {}
    gone = UUID(int=7)
    for title in ("Vecchio", "Nuovo"):
        enrolment = make_enrolment(make_official(make_municipal_body()), course)
        Enrolment.objects.filter(pk=enrolment.pk).update(course_key=gone, course_title=title)
    make_enrolment(make_official(make_municipal_body()), course)

    with django_assert_num_queries(1):
        assert enrolled_courses() == {gone: "Nuovo", course.translation_key: course.title}
