"""Contacts and invitations of a person who had two records."""

import pytest

from courses.adhesion.actions import invite
from courses.adhesion.models import Contact
from courses.errors import NotAllowed
from courses.people.actions import merge_participants
from courses.people.models import Participant
from courses.territory.models import Body
from tests.factories.people import make_municipal_body, make_official, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(db) -> Body:
    """Where both records work."""
    return make_municipal_body()


def merge(kept: Participant, absorbed: Participant) -> None:
    merge_participants(kept=kept, absorbed=absorbed, reason="La stessa.", author=None)


def test_the_contact_stays_contact_by_the_record_that_stays(body: Body) -> None:
    kept, absorbed = make_participant(body=body), make_participant(body=body)
    Contact.objects.create(body=body, participant=kept, is_deputy=True)
    Contact.objects.create(body=body, participant=absorbed)

    merge(kept, absorbed)

    rows = [(one.participant, one.is_deputy, one.until is None) for one in Contact.objects.order_by("is_deputy")]
    assert rows == [(kept, False, True), (kept, True, False)]


def test_a_body_does_not_lose_its_contact_to_another_body(body: Body) -> None:
    kept, absorbed = make_participant(body=make_municipal_body()), make_participant(body=body)
    Contact.objects.create(body=body, participant=absorbed)

    with pytest.raises(NotAllowed):
        merge(kept, absorbed)

    assert Contact.objects.get(until=None).participant == absorbed


def test_of_two_open_invitations_the_kept_ones_stays_open(body: Body) -> None:
    kept, absorbed = (make_participant(body=body, email=f"{name}@x.example") for name in ("uno", "due"))
    for one in (kept, absorbed):
        invite(participant=one, author=None)

    merge(kept, absorbed)

    assert sorted((one.email, one.is_open) for one in kept.invitations.all()) == [
        ("due@x.example", False),
        ("uno@x.example", True),
    ]


def test_an_open_invitation_that_only_the_other_had_stays_open(body: Body) -> None:
    kept, absorbed = make_participant(body=body), make_participant(body=body, email="due@x.example")
    invite(participant=absorbed, author=None)

    merge(kept, absorbed)

    assert [one.is_open for one in kept.invitations.all()] == [True]


def test_who_has_an_account_needs_no_invitation(body: Body) -> None:
    kept, absorbed = make_participant(body=body, email="uno@x.example"), make_official(body)
    invite(participant=kept, author=None)

    merge(kept, absorbed)

    assert [one.is_open for one in kept.invitations.all()] == [False]
