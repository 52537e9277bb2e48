"""The page behind an invitation's link, as a stranger's site shows it: it makes no accounts by itself."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.adhesion.actions import invite, revoke_invitation, take_up_invitation
from courses.adhesion.models import Invitation
from tests.factories.people import make_municipal_body, make_official, make_participant, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_memory() -> None:
    """Rate limits live in the cache."""
    cache.clear()


@pytest.fixture
def invitation(db) -> Invitation:
    """Of Anna Verdi, named by Carla Neri."""
    named = make_participant(body=make_municipal_body(), email="anna@comune.example")
    return invite(participant=named, author=None, named_by="Carla Neri")


def address(invitation: Invitation) -> str:
    return reverse("courses:invitation", args=[invitation.token])


def test_opening_the_link_says_who_named_you_and_consumes_nothing(client: Client, invitation: Invitation) -> None:
    answers = [getattr(client, verb)(address(invitation)) for verb in ("head", "get", "get")]

    text = answers[-1].content.decode()
    parts = ("Carla Neri", "Anna Verdi", str(invitation.participant.body), "/privacy/", "<button")
    invitation.refresh_from_db()
    assert ([answer.status_code for answer in answers], invitation.is_open) == ([200] * 3, True)
    assert [part for part in parts if part not in text] == []


def test_nobody_keeps_the_page_and_nobody_else_learns_its_address(client: Client, invitation: Invitation) -> None:
    answer = client.get(address(invitation))

    kept = [answer[header] for header in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")]
    assert kept == ["no-store, private", "same-origin", "noindex"]


def test_a_signed_in_account_takes_it_up_by_the_button(client: Client, invitation: Invitation) -> None:
    user = make_user()
    client.force_login(user)

    answer = client.post(address(invitation))

    invitation.participant.refresh_from_db()
    assert (answer.status_code, answer["Location"], invitation.participant.user) == (302, reverse("courses:desk"), user)
    assert client.get(address(invitation))["Location"] == reverse("courses:desk")


def test_an_account_that_is_somebody_elses_is_told_so_and_nothing_changes(
    client: Client, invitation: Invitation
) -> None:
    client.force_login(make_official(invitation.participant.body).user)

    answer = client.post(address(invitation), follow=True)

    invitation.refresh_from_db()
    (said,) = answer.context["messages"]
    assert (invitation.is_open, said.level_tag) == (True, "error")


def test_somebody_elses_account_is_told_what_to_do_and_may_sign_out(
    client: Client, invitation: Invitation, settings
) -> None:
    settings.COURSES_SECRETARIAT_EMAIL = "segreteria@example.org"
    client.force_login(make_official(invitation.participant.body, given_name="Anna Maria").user)

    (said,) = client.post(address(invitation), follow=True).context["messages"]
    out = client.post(address(invitation), {"act": "sign_out"})
    page = client.get(address(invitation))

    parts = ("Anna Maria Verdi", "Anna Verdi", "segreteria@example.org")
    assert [part for part in parts if part not in str(said)] == []
    assert (out["Location"], page.context["user"].is_authenticated) == (address(invitation), False)
    assert Invitation.objects.get().is_open


def test_a_visitor_is_led_to_sign_in_and_back(client: Client, invitation: Invitation) -> None:
    answer = client.post(address(invitation))

    assert answer["Location"] == f"/accedi/?next={address(invitation)}"


@pytest.mark.parametrize(("end", "status"), [("unknown", 404), ("taken up", 410), ("revoked", 410), ("expired", 410)])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_link_that_no_longer_holds_says_what_to_do(
    client: Client, invitation: Invitation, end: str, status: int, verb: str
) -> None:
    link = address(invitation)
    if end == "unknown":
        link = reverse("courses:invitation", args=["niente"])
    elif end == "taken up":
        take_up_invitation(invitation=invitation, user=make_user())
    elif end == "revoked":
        revoke_invitation(invitation=invitation, author=None)
    else:
        Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    answer = getattr(client, verb)(link)

    assert (answer.status_code, "Anna" in answer.content.decode()) == (status, False)


def test_the_button_has_a_limit(client: Client, invitation: Invitation) -> None:
    answers = [client.post(address(invitation)).status_code for _try in range(31)]

    assert answers[-2:] == [302, 429]
