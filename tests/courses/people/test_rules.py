"""Where somebody was on a day."""

from datetime import date

import pytest

from courses.people.models import Participant, PastAffiliation
from courses.people.rules import was_in
from courses.territory.models import Body
from tests.factories.people import make_municipal_body, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies() -> tuple[Body, Body]:
    return make_municipal_body(), make_municipal_body()


def moved(first: Body, second: Body, *past: tuple[Body, date, date]) -> Participant:
    """Now in the second body since 1 March 2027, before in the first since 10 January."""
    person = make_participant(body=second, affiliated_since=date(2027, 3, 1))
    for body, started, ended in past or [(first, date(2027, 1, 10), date(2027, 3, 1))]:
        PastAffiliation.objects.create(
            participant=person, body=body, role="official", started_on=started, ended_on=ended
        )
    return person


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (date(2027, 1, 9), (True, False)),  # before we knew them they were where we first did
        (date(2027, 2, 28), (True, False)),
        (date(2027, 3, 1), (False, True)),  # the day of the move
        (date(2028, 1, 1), (False, True)),
    ],
)
def test_every_day_belongs_to_one_body(bodies: tuple[Body, Body], day: date, where: tuple[bool, bool]) -> None:
    person = moved(*bodies)

    assert tuple(was_in(person, body, day) for body in bodies) == where


def test_another_role_in_the_same_body_is_no_move(bodies: tuple[Body, Body]) -> None:
    _first, body = bodies
    person = moved(body, body)

    assert was_in(person, body, date(2027, 2, 1))


def test_who_comes_back_was_away_meanwhile(bodies: tuple[Body, Body]) -> None:
    first, second = bodies
    winter, spring, summer = date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)
    person = moved(second, second, (second, winter, spring), (first, spring, summer))

    answers = [was_in(person, second, date(2027, month, 15)) for month in (1, 2, 3)]

    assert answers == [True, False, True]


def test_a_place_put_right_on_the_same_day_was_a_mistake(bodies: tuple[Body, Body]) -> None:
    wrong, right = bodies
    person = moved(wrong, right, (wrong, date(2027, 3, 1), date(2027, 3, 1)))

    assert [was_in(person, body, date(2027, 2, 1)) for body in bodies] == [False, True]
