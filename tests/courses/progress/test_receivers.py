"""The completions of a person who had two records."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.enrolment.models import State
from courses.people.actions import merge_participants
from courses.people.models import Participant
from courses.progress.models import Completion, Credit
from tests.factories.catalogue import activities_of
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official
from tests.factories.progress import read

pytestmark = pytest.mark.django_db
KEY = "5a0a3f5e-6a58-4b0e-9f0e-0d4c9a2b7c11"


def merge(kept: Participant, absorbed: Participant) -> None:
    merge_participants(kept=kept, absorbed=absorbed, reason="La stessa.", author=None, close_account=True)


@pytest.fixture
def two(course: CoursePage) -> list[Participant]:
    """Two records, both enrolled."""
    body = make_municipal_body(population=20_000)
    people = [make_official(body), make_official(body)]
    for person in people:
        make_enrolment(person, course)
    return people


@pytest.mark.parametrize("earlier", [0, 1])
def test_an_activity_done_twice_was_done_when_it_was_done_first(
    course: CoursePage, two: list[Participant], earlier: int
) -> None:
    first, *_rest = activities_of(course)
    done = [read(person.enrolments.get(), course, first)[0] for person in two]
    Completion.objects.filter(pk=done[earlier].pk).update(completed_at=timezone.now() - timedelta(days=3))

    merge(*two)

    (standing,) = two[0].completions.filter(withdrawn_at=None)
    assert (standing, two[0].completions.count()) == (done[earlier], 2)
    assert "La stessa." in Entry.objects.get(action="completion.withdraw").reason


def test_what_the_two_did_together_completes_the_course(course: CoursePage, two: list[Participant]) -> None:
    first, *rest = activities_of(course)
    read(two[0].enrolments.get(), course, first)
    read(two[1].enrolments.get(), course, *rest)

    merge(*two)

    (standing,) = two[0].enrolments.exclude(state=State.WITHDRAWN)
    assert (standing.state, standing.completion.required) == (
        State.COMPLETED,
        sorted(str(one.key) for one in [first, *rest]),
    )


def test_a_course_completed_under_the_other_record_stays_completed(course: CoursePage, two: list[Participant]) -> None:
    kept, absorbed = two
    read(absorbed.enrolments.get(), course, *activities_of(course))
    completion = absorbed.enrolments.get().completion

    merge(kept, absorbed)

    (standing,) = kept.enrolments.exclude(state=State.WITHDRAWN)
    assert (standing.state, standing.completion) == (State.COMPLETED, completion)


@pytest.mark.parametrize("more", [0, 1])
def test_one_event_credits_a_person_once_with_what_it_counted_more_of(two: list[Participant], more: int) -> None:
    event = {"source": "event:1", "of_minutes": 360, "credited_on": timezone.localdate()}
    for number, person in enumerate(two):
        minutes = 180 if number == more else 90
        Credit.objects.create(participant=person, course_key=KEY, activity_key=KEY, minutes=minutes, **event)

    merge(*two)

    assert [(one.participant, one.minutes) for one in Credit.objects.all()] == [(two[0], 180)]
