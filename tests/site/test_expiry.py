"""Accounts that end: at the login, at every request, in Wagtail's form."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from courses.groups import AUDITORS, SECRETARIAT

AREA, LOGIN, ADMIN = "/area-personale/", "/account/login/", "/admin/"
PASSWORD, LAST = "cavallo batteria graffetta", date(2027, 3, 31)
IN_TIME, TOO_LATE = (
    datetime(2027, 3, 31, 21, 59, tzinfo=UTC),
    datetime(2027, 3, 31, 22, tzinfo=UTC),
)  # midnight in Italy


@pytest.fixture
def auditor(db) -> User:
    user = User.objects.create_account("revisore@example.org", PASSWORD, expires_on=LAST)
    user.groups.add(Group.objects.get(name=AUDITORS))
    return user


def enter(client: Client) -> str:
    client.post(LOGIN, {"login": "revisore@example.org", "password": PASSWORD})
    return client.get(AREA).status_code


@pytest.mark.parametrize(("now", "answer"), [(IN_TIME, 200), (TOO_LATE, 302)])
def test_the_last_day_lets_in_and_the_next_does_not(client: Client, auditor: User, now: datetime, answer: int) -> None:
    with time_machine.travel(now, tick=False):
        assert enter(client) == answer


def test_who_comes_too_late_is_told_which_day_it_was(client: Client, auditor: User) -> None:
    with time_machine.travel(TOO_LATE, tick=False):
        answer = client.post(LOGIN, {"login": auditor.email, "password": PASSWORD}, follow=True)

    assert "31 marzo 2027" in answer.content.decode()


@pytest.mark.parametrize(("now", "answer"), [(IN_TIME, 200), (TOO_LATE, 302)])
def test_a_code_sent_to_the_address_is_no_way_round(client: Client, auditor: User, now: datetime, answer: int) -> None:
    with time_machine.travel(now, tick=False):
        client.post("/account/login/code/", {"email": auditor.email})
        code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.M)[1]
        client.post("/account/login/code/confirm/", {"code": code})

        assert client.get(AREA).status_code == answer


@pytest.mark.parametrize("path", [AREA, ADMIN, "/", "/account/email/"])
def test_who_is_in_is_signed_out_at_the_next_request_whatever_they_ask_for(
    client: Client, auditor: User, path: str, settings
) -> None:
    settings.STAFF_MFA_REQUIRED = False
    with time_machine.travel(IN_TIME, tick=False) as clock:
        before, key = enter(client), client.session.session_key
        clock.move_to(TOO_LATE)
        answer = client.get(path)

        assert (before, answer.status_code, answer["Location"]) == (200, 302, LOGIN)
        assert Session.objects.filter(pk=key).count() == 0
        assert client.get(AREA)["Location"].startswith(LOGIN)


def test_an_auditor_meets_the_second_factor_as_staff_do(client: Client, auditor: User, settings) -> None:
    settings.STAFF_MFA_REQUIRED = True
    with time_machine.travel(IN_TIME, tick=False):
        enter(client)

        assert client.get(ADMIN)["Location"] == "/account/2fa/totp/activate/"


def test_an_account_without_a_last_day_has_no_end(db) -> None:
    assert User(email="a@example.org").has_expired is False


def test_who_becomes_an_auditor_without_a_last_day_gets_one(db) -> None:
    one, other = (User.objects.create_account(f"{name}@example.org") for name in ("uno", "due"))
    one.groups.add(Group.objects.get(name=AUDITORS))
    Group.objects.get(name=SECRETARIAT).user_set.add(other)

    assert list(User.objects.order_by("pk").values_list("expires_on", flat=True)) == [
        timezone.localdate() + timedelta(days=30),
        None,
    ]


@pytest.mark.parametrize(
    ("group", "last", "made"), [(AUDITORS, "", 0), (AUDITORS, "2027-03-31", 1), (SECRETARIAT, "", 1)]
)
def test_the_form_of_accounts_asks_auditors_for_a_last_day(
    client: Client, db, settings, group: str, last: str, made: int
) -> None:
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(User.objects.create_superuser("admin@example.org"))
    answers = {"email": "r@example.org", "first_name": "Ada", "last_name": "Negri", "expires_on": last}
    answers |= {"password1": PASSWORD, "password2": PASSWORD, "groups": [Group.objects.get(name=group).pk]}

    form = client.get("/admin/users/new/").content.decode()
    client.post("/admin/users/new/", answers)

    found = User.objects.filter(email="r@example.org")
    assert ('name="expires_on"' in form, found.count()) == (True, made)
    assert [str(user.expires_on or "") for user in found] == [last] * made


def test_nobody_ends_their_own_account_and_others_accounts_are_ended(client: Client, auditor: User, settings) -> None:
    settings.STAFF_MFA_REQUIRED = False
    admin = User.objects.create_superuser("admin@example.org")
    client.force_login(admin)

    forms = [client.get(f"/admin/users/edit/{user.pk}/").content.decode() for user in (admin, auditor)]
    fields = {"email": auditor.email, "first_name": "Ada", "last_name": "Negri", "is_active": "on"}
    groups = {"groups": [Group.objects.get(name=AUDITORS).pk]}
    client.post(f"/admin/users/edit/{auditor.pk}/", fields | groups | {"expires_on": "2026-01-31"})

    auditor.refresh_from_db()
    assert ['name="expires_on"' in form for form in forms] == [False, True]
    assert auditor.expires_on == date(2026, 1, 31)
