"""A contact replaces an official by a colleague, in one act."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import gettext

from courses.adhesion.models import Contact
from courses.adhesion.queries import contacts_of
from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from courses.errors import NotAllowed
from courses.officials.actions import name_official, replace_official
from courses.officials.signals import official_replaced
from courses.people.models import Participant
from courses.post.models import Letter
from courses.territory.models import Body
from tests.courses.officials.conftest import ADA
from tests.factories.catalogue import activities_of
from tests.factories.people import make_municipal_body, make_official, make_participant
from tests.factories.progress import read

pytestmark = pytest.mark.django_db
UGO = {"given_name": "Ugo", "family_name": "Foscolo", "role": "executive", "email": "ugo@comune.castro.le.it"}


@pytest.fixture
def rung() -> Iterator[list[dict[str, Any]]]:
    """What the doorbell said."""
    heard: list[dict[str, Any]] = []

    def listen(**said: Any) -> None:
        heard.append({name: said[name] for name in ("old", "new", "body", "author")})

    official_replaced.connect(listen)
    yield heard
    official_replaced.disconnect(listen)


def states(person: Participant) -> list[str]:
    return [one.state for one in person.enrolments.order_by("pk")]


def refused(body: Body, old: Participant, author: Any, **over: str) -> str:
    with pytest.raises(NotAllowed) as refusal:
        replace_official(body=body, old=old, author=author, **UGO | over)
    return str(refusal.value)


def test_the_colleague_is_enrolled_and_invited_and_the_officials_enrolment_ends(
    body: Body, carla: Any, ada: Participant, rung: list[dict[str, Any]]
) -> None:
    ugo = replace_official(body=body, old=ada, author=carla, **UGO)

    assert (states(ada), states(ugo)) == ([State.WITHDRAWN], [State.ACTIVE])
    assert ([one.is_open for one in ada.invitations.all()], [one.is_open for one in ugo.invitations.all()]) == (
        [False],
        [True],
    )
    assert rung == [{"old": ada, "new": ugo, "body": body, "author": carla}]
    assert Letter.objects.filter(kind="enrolment.withdrawn", recipient=ada.email).count() == 1


def test_one_entry_of_the_trail_names_both_by_number(body: Body, carla: Any, ada: Participant) -> None:
    ugo = replace_official(body=body, old=ada, author=carla, **UGO)

    entry = Entry.objects.get(action="official.replace")
    assert (entry.author, entry.subject_id, entry.details) == (carla, str(ada.pk), {"new": ugo.pk, "body": body.pk})


def test_what_was_completed_stays_whose_it_is(body: Body, carla: Any, course: CoursePage) -> None:
    old = make_official(body, given_name="Ivo")
    Enrolment.objects.create(
        participant=old, course_key=course.translation_key, state=State.ACTIVE, role=old.role, body=body
    )
    first, *_rest = activities_of(course)
    (done,) = read(old.enrolments.get(), course, first)

    ugo = replace_official(body=body, old=old, author=carla, **UGO)

    assert (list(old.completions.filter(withdrawn_at=None)), ugo.completions.count()) == ([done], 0)


def test_who_has_completed_the_course_is_not_replaced(body: Body, carla: Any, ada: Participant) -> None:
    ada.enrolments.update(state=State.COMPLETED)

    said = refused(body, ada, carla)

    words = "%(name)s has completed the course: it stays theirs. Name the new colleague as one more official."
    assert said == gettext(words) % {"name": ada}
    assert (states(ada), Participant.objects.filter(given_name="Ugo").count()) == ([State.COMPLETED], 0)


def test_the_contact_hands_the_role_over_first(body: Body, contact: Participant, carla: Any) -> None:
    refused(body, contact, carla)

    assert Contact.objects.get(until=None).participant == contact


def test_a_deputy_is_replaced_by_the_contact_and_is_deputy_no_more(body: Body, carla: Any, ada: Participant) -> None:
    Contact.objects.create(body=body, participant=ada, is_deputy=True)

    replace_official(body=body, old=ada, author=carla, **UGO)

    assert list(Contact.objects.filter(until=None, is_deputy=True)) == []


def test_a_deputy_replaces_no_deputy(body: Body, carla: Any, ada: Participant) -> None:
    deputy = make_official(body, given_name="Ivo")
    for person in (ada, deputy):
        Contact.objects.create(body=body, participant=person, is_deputy=True)

    refused(body, ada, deputy.user)

    assert Contact.objects.filter(until=None, is_deputy=True).count() == 2


def test_who_takes_part_no_more_has_no_place_to_hand_on(body: Body, carla: Any, ada: Participant) -> None:
    replace_official(body=body, old=ada, author=carla, **UGO)

    refused(body, ada, carla, given_name="Ivo")

    assert Participant.objects.filter(given_name="Ivo").count() == 0


def test_nobody_takes_their_own_place(body: Body, carla: Any, ada: Participant) -> None:
    refused(body, ada, carla, given_name="ada", family_name="negri")

    assert states(ada) == [State.ACTIVE]


def test_of_another_body_nobody_is_replaced(body: Body, carla: Any) -> None:
    refused(body, make_participant(body=make_municipal_body()), carla)

    assert Entry.objects.filter(action="official.replace").count() == 0


def test_when_the_colleague_cannot_enrol_nothing_changes(
    body: Body, carla: Any, ada: Participant, course: CoursePage
) -> None:
    course.closes_on = "2020-01-31"
    course.save_revision().publish()

    refused(body, ada, carla)

    assert (states(ada), Participant.objects.filter(given_name="Ugo").count()) == ([State.ACTIVE], 0)


def test_a_colleague_who_takes_part_already_takes_the_place_too(body: Body, carla: Any, ada: Participant) -> None:
    ivo = replace_official(body=body, old=ada, author=carla, **UGO)
    other = make_participant(body=body, given_name="Ivo")
    Enrolment.objects.create(
        participant=other, course_key=ivo.enrolments.get().course_key, state=State.ACTIVE, role=other.role
    )

    again = replace_official(body=body, old=other, author=carla, **UGO)

    assert (again, states(ivo), states(other)) == (ivo, [State.ACTIVE], [State.WITHDRAWN])


def test_who_was_replaced_once_may_come_back_in_another_place(body: Body, carla: Any, ada: Participant) -> None:
    ugo = replace_official(body=body, old=ada, author=carla, **UGO)
    name = {"given_name": ada.given_name, "family_name": ada.family_name, "role": ada.role, "email": ada.email}

    back = replace_official(body=body, old=ugo, author=carla, **name)

    assert (back, states(ada), states(ugo)) == (ada, [State.WITHDRAWN, State.ACTIVE], [State.WITHDRAWN])


def test_an_official_who_is_enrolled_in_nothing_is_replaced_too(body: Body, carla: Any) -> None:
    old = make_participant(body=body, given_name="Ivo")

    ugo = replace_official(body=body, old=old, author=carla, **UGO)

    assert states(ugo) == [State.ACTIVE]


def test_a_namesake_with_another_address_is_another_person(body: Body, carla: Any, ada: Participant) -> None:
    before = ada.email

    other = name_official(body=body, author=carla, **ADA | {"email": "ada.altra@example.com"})

    ada.refresh_from_db()
    assert (other == ada, ada.email, other.email) == (False, before, "ada.altra@example.com")
    assert name_official(body=body, author=carla, **ADA) == ada


def test_the_contact_replaces_a_deputy_who_has_completed_the_course_and_keeps_that(
    body: Body, carla: Any, ada: Participant
) -> None:
    Contact.objects.create(body=body, participant=ada, is_deputy=True)
    ada.enrolments.update(state=State.COMPLETED)

    new = replace_official(body=body, old=ada, author=carla, **ADA | {"given_name": "Bruna", "email": "b@example.com"})

    assert (states(ada), states(new)) == ([State.COMPLETED], [State.ACTIVE])
    assert not contacts_of(body).filter(participant=ada).exists()
