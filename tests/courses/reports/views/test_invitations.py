"""The secretariat invites an official, sends the invitation anew, and revokes it."""

import pytest
from django.test import Client

from courses.adhesion.actions import invite
from courses.adhesion.models import Invitation
from courses.people.models import Participant
from courses.post.models import Letter
from tests.factories.people import make_municipal_body, make_official, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(db) -> Participant:
    """Named, with a mistyped address and no account."""
    return make_participant(body=make_municipal_body(), email="ana@comune.example")


def page_of(participant: Participant, verb: str) -> str:
    return f"/admin/courses/participant/{participant.pk}/{verb}/"


def send(desk: Client, participant: Participant, verb: str, **data: str) -> int:
    page = page_of(participant, verb)
    seen = desk.get(page).context["form"]["seen"].value()
    return desk.post(page, data | {"seen": seen}).status_code


def recipients() -> list[str]:
    return list(Letter.objects.filter(kind="invitation").order_by("pk").values_list("recipient", flat=True))


def test_a_person_is_invited_and_invited_again_with_another_link(desk: Client, named: Participant) -> None:
    send(desk, named, "invite")
    first = Invitation.objects.get()
    send(desk, named, "invite")

    second = Invitation.objects.get()
    assert (recipients(), second.pk, second.token == first.token) == ([named.email] * 2, first.pk, False)


def test_the_same_form_sent_twice_writes_once(desk: Client, named: Participant) -> None:
    page = page_of(named, "invite")
    seen = desk.get(page).context["form"]["seen"].value()

    answers = [desk.post(page, {"seen": seen}).status_code for _try in range(2)]

    assert (answers, recipients()) == ([302, 200], [named.email])


@pytest.mark.parametrize("email", ["anna@comune.example", ""])
def test_with_the_address_put_right_the_link_sent_to_the_wrong_one_is_dead(
    desk: Client, named: Participant, email: str
) -> None:
    old = invite(participant=named, author=None)

    send(desk, named, "correct", given_name=named.given_name, family_name=named.family_name, email=email)

    now = Invitation.objects.get()
    assert Invitation.objects.filter(token=old.token, revoked_at=None).count() == 0
    assert (recipients(), now.is_open) == (["ana@comune.example", *filter(None, [email])], bool(email))


def test_with_the_names_alone_put_right_the_invitation_stays_as_it_is(desk: Client, named: Participant) -> None:
    old = invite(participant=named, author=None)

    send(desk, named, "correct", given_name="Anna Maria", family_name=named.family_name, email=named.email)

    assert (Invitation.objects.get().token, len(recipients())) == (old.token, 1)


def test_an_invitation_is_revoked_once(desk: Client, named: Participant) -> None:
    invite(participant=named, author=None)

    send(desk, named, "revoke")
    again = desk.get(page_of(named, "revoke"), follow=True)

    *_earlier, said = again.context["messages"]
    assert (Invitation.objects.get().is_open, said.level_tag) == (False, "error")


def test_who_has_an_account_or_no_address_is_not_invited(desk: Client) -> None:
    people = [make_official(make_municipal_body()), make_participant(body=make_municipal_body())]

    answers = [desk.get(page_of(person, "invite")).status_code for person in people]
    seen = [f"{person.email}|{person.user_id}|" for person in people]
    posts = [
        desk.post(page_of(person, "invite"), {"seen": one}).status_code
        for person, one in zip(people, seen, strict=True)
    ]

    assert (answers, posts, Invitation.objects.count()) == ([302, 302], [200, 200], 0)


def test_the_page_of_the_person_offers_what_can_be_done(desk: Client, named: Participant) -> None:
    page = f"/admin/courses/participant/inspect/{named.pk}/"
    before = desk.get(page).content.decode()
    invite(participant=named, author=None)
    after = desk.get(page).content.decode()

    offered = [[page_of(named, verb) in text for verb in ("invite", "revoke")] for text in (before, after)]
    assert (offered, Invitation.objects.get().token in after) == ([[True, False], [True, True]], False)


def test_only_the_secretariat_does_so(outsider: Client, named: Participant) -> None:
    answers = [getattr(outsider, how)(page_of(named, verb)) for how in ("get", "post") for verb in ("invite", "revoke")]

    assert ([answer.status_code for answer in answers], Invitation.objects.count()) == ([403] * 4, 0)
