"""Whom a contact declines, and who registered by themselves."""

from typing import Any

import pytest

from courses.adhesion.actions import revoke_invitation
from courses.adhesion.models import Contact
from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from courses.errors import NotAllowed, ReasonMissing
from courses.officials.actions import decline_colleague
from courses.officials.rules import registered_alone
from courses.people.models import Participant
from courses.post.models import Letter
from courses.territory.models import Body
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_official, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(body: Body, course: CoursePage) -> Enrolment:
    """Somebody who registered by themselves and takes part."""
    return make_enrolment(make_official(body, given_name="Ivo"), course)


@pytest.mark.parametrize("state", [State.PENDING, State.ACTIVE, State.SUSPENDED])
def test_who_registered_by_themselves_is_declined_with_a_reason_they_read(
    carla: Any, alone: Enrolment, state: str
) -> None:
    Enrolment.objects.update(state=state)
    alone.refresh_from_db()

    decline_colleague(enrolment=alone, reason="Non lavora da noi", author=carla)

    letter = Letter.objects.get(kind="enrolment.withdrawn")
    assert (alone.state, letter.recipient, "Non lavora da noi" in letter.text) == (
        State.WITHDRAWN,
        alone.participant.email,
        True,
    )
    assert Entry.objects.filter(action="enrolment.withdrawn", author=carla).count() == 1


def test_without_a_reason_nobody_is_declined(carla: Any, alone: Enrolment) -> None:
    with pytest.raises(ReasonMissing):
        decline_colleague(enrolment=alone, reason=" ", author=carla)


@pytest.mark.parametrize("state", [State.COMPLETED, State.WITHDRAWN])
def test_who_has_completed_or_left_is_not_declined(carla: Any, alone: Enrolment, state: str) -> None:
    Enrolment.objects.update(state=state)
    alone.refresh_from_db()

    with pytest.raises(NotAllowed):
        decline_colleague(enrolment=alone, reason="Via", author=carla)

    alone.refresh_from_db()
    assert alone.state == state


def test_who_was_named_and_takes_part_is_not_declined(carla: Any, ada: Participant) -> None:
    ada.user = make_user()
    ada.save(update_fields=["user"])

    with pytest.raises(NotAllowed):
        decline_colleague(enrolment=ada.enrolments.get(), reason="Via", author=carla)


def test_who_was_named_and_waits_is_declined_and_the_link_is_dead(carla: Any, ada: Participant) -> None:
    ada.enrolments.update(state=State.PENDING)

    decline_colleague(enrolment=ada.enrolments.get(), reason="Via", author=carla)

    assert [one.is_open for one in ada.invitations.all()] == [False]


def test_a_contact_or_deputy_is_not_declined(carla: Any, alone: Enrolment) -> None:
    Contact.objects.create(body=alone.participant.body, participant=alone.participant, is_deputy=True)

    with pytest.raises(NotAllowed):
        decline_colleague(enrolment=alone, reason="Via", author=carla)


def test_by_themselves_registers_who_has_an_account_and_no_invitation_ever(
    alone: Enrolment, ada: Participant, carla: Any
) -> None:
    revoke_invitation(invitation=ada.invitations.get(), author=carla)
    people = [alone.participant, ada]

    without_account = [registered_alone(one, was_invited=one.invitations.exists()) for one in people]
    ada.user = make_user()
    with_account = [registered_alone(one, was_invited=one.invitations.exists()) for one in people]

    assert (without_account, with_account) == ([True, False], [True, False])
