"""The enrolments of a person who had two records."""

import pytest

from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from courses.people.actions import merge_participants
from courses.people.models import Participant
from courses.post.models import Letter
from tests.factories.people import make_participant

pytestmark = pytest.mark.django_db


def enrolled(course: CoursePage, state: str) -> Participant:
    person = make_participant(email="a@b.example")
    Enrolment.objects.create(
        participant=person, course_key=course.translation_key, course_title="Percorso", state=state, role=person.role
    )
    return person


@pytest.mark.parametrize(
    ("of_kept", "of_absorbed", "stays"),
    [
        (State.PENDING, State.SUSPENDED, "absorbed"),
        (State.SUSPENDED, State.ACTIVE, "kept"),
        (State.ACTIVE, State.SUSPENDED, "absorbed"),
        (State.SUSPENDED, State.COMPLETED, "absorbed"),
        (State.ACTIVE, State.COMPLETED, "absorbed"),
        (State.COMPLETED, State.PENDING, "kept"),
        (State.ACTIVE, State.ACTIVE, "kept"),
    ],
)
def test_of_two_enrolments_the_further_one_stays_and_the_other_is_history(
    course: CoursePage, of_kept: str, of_absorbed: str, stays: str
) -> None:
    kept, absorbed = enrolled(course, of_kept), enrolled(course, of_absorbed)
    expected = (kept if stays == "kept" else absorbed).enrolments.get()
    other = (absorbed if stays == "kept" else kept).enrolments.get()

    merge_participants(kept=kept, absorbed=absorbed, reason="Due schede.", author=None)

    other.refresh_from_db()
    (standing,) = kept.enrolments.exclude(state=State.WITHDRAWN)
    assert (standing.pk, standing.state, kept.enrolments.count()) == (expected.pk, expected.state, 2)
    assert (other.state, "Due schede." in other.reason) == (State.WITHDRAWN, True)
    assert Letter.objects.count() == 0


def test_withdrawn_ones_come_along_as_they_are(course: CoursePage) -> None:
    kept, absorbed = enrolled(course, State.ACTIVE), enrolled(course, State.WITHDRAWN)

    merge_participants(kept=kept, absorbed=absorbed, reason="Due schede.", author=None)

    assert sorted(one.state for one in kept.enrolments.all()) == [State.ACTIVE, State.WITHDRAWN]
