"""What the secretariat does across rooms."""

import pytest
from django.test import override_settings

from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.enrolment.actions import change_state
from courses.enrolment.models import Enrolment, State
from courses.errors import NotAllowed, ReasonMissing
from courses.people.models import Participant
from courses.progress.models import Completion
from courses.reports.actions import Namesake, complete_for, correct_contact, register_by_telephone
from tests.factories.catalogue import activities_of, make_course
from tests.factories.people import make_municipal_body
from tests.factories.territory import make_body, make_municipality

pytestmark = pytest.mark.django_db


def ring_up(author, **over) -> Participant:
    values = {
        "given_name": "Niccolò",
        "family_name": "Rossi",
        "municipality": None,
        "other_body": None,
        "another_person": False,
        "role": "official",
        "author": author,
    }
    return register_by_telephone(**values | over)


def test_who_rings_up_needs_neither_account_nor_address(secretary) -> None:
    participant = ring_up(secretary, municipality=make_municipality(name="Castro"))

    assert (participant.user, participant.email, str(participant.body)) == (None, "", "Castro (LE)")
    assert Entry.objects.get().author == secretary


def test_the_same_name_in_the_same_body_is_asked_about_first(secretary) -> None:
    place = make_municipality()
    known = ring_up(secretary, municipality=place)

    with pytest.raises(Namesake) as refusal:
        ring_up(secretary, municipality=place, given_name="NICCOLO")

    assert (refusal.value.participant, Participant.objects.count()) == (known, 1)


def test_two_people_of_the_same_name_are_two_people_when_said_so(secretary) -> None:
    place = make_municipality()
    ring_up(secretary, municipality=place)

    ring_up(secretary, municipality=place, another_person=True)
    ring_up(secretary, municipality=make_municipality(name="Altrove"))

    assert Participant.objects.count() == 3


def test_another_body_than_a_municipality_will_do(secretary) -> None:
    union = make_body()

    assert ring_up(secretary, other_body=union).body == union


def test_without_a_body_nobody_is_registered_where_bodies_are_asked_for(secretary) -> None:
    with pytest.raises(NotAllowed):
        ring_up(secretary)


@override_settings(COURSES_REQUIRE_BODY=False)
def test_a_host_without_bodies_registers_people_all_the_same(secretary) -> None:
    assert ring_up(secretary).body is None


def test_only_what_is_wrong_is_corrected(official: Participant, secretary) -> None:
    correct_contact(
        participant=official, given_name="Anna", family_name="Verdi", email="a.verdi@example.com", author=secretary
    )

    official.refresh_from_db()
    assert official.email == "a.verdi@example.com"
    assert [entry.action for entry in Entry.objects.all()] == ["participant.correct_email"]


def test_an_activity_is_completed_with_author_and_reason(enrolment: Enrolment, course: CoursePage, secretary) -> None:
    activity = activities_of(course)[0]

    completion = complete_for(enrolment=enrolment, activity_key=activity.key, reason="Su carta", author=secretary)

    assert (completion.method, completion.author, completion.reason) == (
        Completion.Method.SECRETARIAT,
        secretary,
        "Su carta",
    )


def test_the_last_activity_completes_the_course(enrolment: Enrolment, course: CoursePage, secretary) -> None:
    for activity in activities_of(course):
        complete_for(enrolment=enrolment, activity_key=activity.key, reason="Su carta", author=secretary)

    enrolment.refresh_from_db()
    assert enrolment.state == State.COMPLETED


def test_an_activity_of_another_course_is_refused(enrolment: Enrolment, course: CoursePage, secretary) -> None:
    other = make_course(course.get_parent().specific, slug="altro", title="Altro")
    activity = activities_of(course)[0]
    enrolment.course_key = other.translation_key

    with pytest.raises(NotAllowed):
        complete_for(enrolment=enrolment, activity_key=activity.key, reason="Su carta", author=secretary)


def test_a_withdrawn_enrolment_completes_nothing(enrolment: Enrolment, course: CoursePage, secretary) -> None:
    change_state(enrolment=enrolment, state=State.WITHDRAWN, reason="Rinuncia", author=secretary)

    with pytest.raises(NotAllowed):
        complete_for(
            enrolment=enrolment, activity_key=activities_of(course)[0].key, reason="Su carta", author=secretary
        )


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_activity_is_not_completed_without_a_reason(
    enrolment: Enrolment, course: CoursePage, secretary, reason: str
) -> None:
    with pytest.raises(ReasonMissing):
        complete_for(enrolment=enrolment, activity_key=activities_of(course)[0].key, reason=reason, author=secretary)

    assert Completion.objects.count() == 0


def test_body_of_a_new_municipality_is_made_once(secretary) -> None:
    body = make_municipal_body()

    assert ring_up(secretary, municipality=body.municipality).body == body
