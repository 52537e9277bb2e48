"""An invited official without an account presses one button: the site makes it, signs in and asks for a password."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from accounts.models import User
from courses.adhesion.actions import invite
from courses.adhesion.models import Invitation
from tests.factories.people import make_municipal_body, make_participant, make_user

pytestmark = pytest.mark.django_db
SET = "/account/password/set/?next=%2Farea-personale%2F"


@pytest.fixture
def invitation(db) -> Invitation:
    """Of Anna Verdi, whose address was written with a capital."""
    named = make_participant(body=make_municipal_body(), email="Anna@Comune.example")
    return invite(participant=named, author=None, named_by="Carla Neri")


def press(client: Client, invitation: Invitation) -> str:
    return client.post(reverse("courses:invitation", args=[invitation.token]))["Location"]


def test_the_button_makes_a_verified_account_of_the_invited_address_and_signs_in(
    client: Client, invitation: Invitation
) -> None:
    onwards = press(client, invitation)

    user = User.objects.get()
    address = EmailAddress.objects.get(user=user)
    invitation.participant.refresh_from_db()
    assert (user.email, address.verified, user.has_usable_password()) == ("anna@comune.example", True, False)
    assert (invitation.participant.user, onwards) == (user, SET)
    assert client.get(reverse("courses:desk")).status_code == 200


def test_then_a_password_is_chosen_and_the_session_goes_on(client: Client, invitation: Invitation) -> None:
    onwards = press(client, invitation)
    text = client.get(onwards).content.decode()
    answer = client.post(onwards, {"password1": "una frase lunga e mia", "password2": "una frase lunga e mia"})

    assert ("<h1>" in text, answer.status_code, answer["Location"]) == (True, 302, reverse("courses:desk"))
    assert User.objects.get().check_password("una frase lunga e mia")
    assert client.get(reverse("courses:desk")).status_code == 200


def test_the_key_of_the_session_changes_when_the_person_is_signed_in(client: Client, invitation: Invitation) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = True
    session.save()
    before = client.session.session_key

    press(client, invitation)

    assert client.session.session_key != before


def test_an_address_with_an_account_is_asked_to_sign_in_whoever_holds_the_link(
    client: Client, invitation: Invitation
) -> None:
    make_user("anna@comune.example", superuser=True)

    onwards = press(client, invitation)

    invitation.refresh_from_db()
    link = reverse("courses:invitation", args=[invitation.token])
    assert (onwards, invitation.is_open) == (f"{reverse('account_login')}?next={link}", True)
    assert ("_auth_user_id" in client.session, get_user_model().objects.count()) == (False, 1)


def test_an_address_that_another_account_holds_in_second_place_is_asked_to_sign_in(
    client: Client, invitation: Invitation
) -> None:
    EmailAddress.objects.create(user=make_user(), email="anna@comune.example", verified=True)

    assert press(client, invitation).startswith(reverse("account_login"))


def test_a_refusal_half_way_leaves_no_account(client: Client, invitation: Invitation) -> None:
    participant = invitation.participant
    participant.user = make_user()
    participant.save(update_fields=["user"])

    press(client, invitation)

    assert User.objects.count() == 1
