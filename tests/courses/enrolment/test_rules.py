from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from courses.enrolment.rules import Why, is_open, may_change, may_enrol, may_read, starts_active
from courses.groups import EDITORS, SECRETARIAT
from tests.factories.people import make_municipal_body, make_official, make_user

pytestmark = pytest.mark.django_db


def test_a_visitor_may_not_read_and_is_asked_to_sign_in() -> None:
    answer = may_read(AnonymousUser(), None, in_first_module=True)

    assert (answer.allowed, answer.why) == (False, Why.SIGN_IN)


def test_an_account_without_enrolment_is_asked_to_enrol() -> None:
    answer = may_read(make_user(), None, in_first_module=True)

    assert (answer.allowed, answer.why) == (False, Why.ENROL)


@pytest.mark.parametrize(
    ("state", "first_module", "elsewhere"),
    [
        (State.ACTIVE, (True, None), (True, None)),
        (State.COMPLETED, (True, None), (True, None)),
        (State.PENDING, (True, None), (False, Why.PENDING)),
        (State.SUSPENDED, (False, Why.SUSPENDED), (False, Why.SUSPENDED)),
        (State.WITHDRAWN, (False, Why.ENROL), (False, Why.ENROL)),
    ],
)
def test_each_state_opens_its_own_part_of_the_course(
    enrolment: Enrolment, state: str, first_module: tuple, elsewhere: tuple
) -> None:
    enrolment.state = state
    user = enrolment.participant.user

    first = may_read(user, enrolment, in_first_module=True)
    other = may_read(user, enrolment, in_first_module=False)

    assert ((first.allowed, first.why), (other.allowed, other.why)) == (first_module, elsewhere)


@pytest.mark.parametrize("group", [EDITORS, SECRETARIAT])
def test_editors_and_secretariat_read_without_being_enrolled(group: str) -> None:
    assert may_read(make_user(groups=(group,)), None, in_first_module=False).allowed


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_the_window_of_a_course_includes_both_its_days(course: CoursePage, today: date, expected: bool) -> None:
    course.opens_on, course.closes_on = date(2026, 10, 1), date(2026, 12, 31)

    assert is_open(course, today).allowed is expected


def test_an_unpublished_course_takes_nobody(course: CoursePage) -> None:
    course.live = False

    assert not is_open(course)


def test_nobody_enrols_by_themselves_in_a_course_by_invitation(course: CoursePage) -> None:
    course.enrolling = CoursePage.Enrolling.INVITATION

    assert not may_enrol(course)


@pytest.mark.parametrize(("population", "expected"), [(4_999, False), (5_000, True), (150_000, True), (150_001, False)])
def test_officials_of_bodies_in_range_start_active(course: CoursePage, population: int, expected: bool) -> None:
    official = make_official(make_municipal_body(population=population))

    assert starts_active(official, course).allowed is expected


def test_who_waits_is_told_why(course: CoursePage) -> None:
    official = make_official(make_municipal_body(name="Piccolo", population=900, population_year=2023))

    reason = starts_active(official, course).reason

    assert ("900" in reason, "2023" in reason, "5.000" in reason) == (True, True, True)


def test_a_course_on_approval_makes_everybody_wait(course: CoursePage) -> None:
    course.enrolling = CoursePage.Enrolling.APPROVAL

    assert not starts_active(make_official(make_municipal_body(population=20_000)), course)


@pytest.mark.parametrize(
    ("now", "reachable"),
    [
        (State.PENDING, {State.ACTIVE, State.WITHDRAWN}),
        (State.ACTIVE, {State.SUSPENDED, State.WITHDRAWN}),
        (State.SUSPENDED, {State.ACTIVE, State.WITHDRAWN}),
        (State.COMPLETED, set()),
        (State.WITHDRAWN, set()),
    ],
)
def test_the_secretariat_moves_an_enrolment_only_where_it_makes_sense(now: str, reachable: set) -> None:
    enrolment = Enrolment(state=now)

    assert {state for state in State if may_change(enrolment, state)} == reachable
