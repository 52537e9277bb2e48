"""Two requests of one person at once: a double click, two tabs. Real threads, a real database."""

import pytest

from courses.catalogue.queries import outline_of
from courses.enrolment.actions import enrol
from courses.enrolment.models import Enrolment, State
from courses.progress.actions import mark_as_read
from courses.progress.models import Completion, CourseCompletion
from tests.factories.catalogue import make_small_course
from tests.factories.people import make_municipal_body, make_official
from tests.threads import at_once

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_the_last_two_activities_marked_at_once_complete_the_course() -> None:
    course = make_small_course(lessons=2)
    official = make_official(make_municipal_body(population=20_000))
    enrolment = enrol(participant=official, course=course, author=official.user)
    outline = outline_of(course)
    first, second = outline.activities

    for _round in range(10):
        at_once(
            lambda: mark_as_read(enrolment=enrolment, activity=first, outline=outline),
            lambda: mark_as_read(enrolment=enrolment, activity=second, outline=outline),
        )
        enrolment.refresh_from_db()
        assert enrolment.state == State.COMPLETED
        CourseCompletion.objects.all().delete()
        Completion.objects.all().delete()
        Enrolment.objects.update(state=State.ACTIVE)


def test_a_double_click_marks_once() -> None:
    course = make_small_course(lessons=2)
    official = make_official(make_municipal_body(population=20_000))
    enrolment = enrol(participant=official, course=course, author=official.user)
    outline = outline_of(course)
    activity = outline.activities[0]

    found = at_once(*[lambda: mark_as_read(enrolment=enrolment, activity=activity, outline=outline)] * 4)

    assert (len({completion.pk for completion in found}), Completion.objects.count()) == (1, 1)


def test_enrolling_in_two_tabs_enrols_once() -> None:
    course = make_small_course(lessons=1)
    official = make_official(make_municipal_body(population=20_000))

    found = at_once(*[lambda: enrol(participant=official, course=course, author=official.user)] * 4)

    assert (len({enrolment.pk for enrolment in found}), Enrolment.objects.count()) == (1, 1)
