"""Guessing, second factors and the life of a session (checklist A 1, 2, 4, 5, 7, 8, 12, 13)."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import Group
from django.core import mail
from django.db import transaction
from django.test import Client

from accounts.models import User
from courses.groups import SECRETARIAT

LOGIN, SECOND, ADMIN, AREA = "/account/login/", "/account/2fa/authenticate/", "/admin/", "/area-personale/"
PASSWORD, SECRET = "cavallo batteria graffetta", "JBSWY3DPEHPK3PXP"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def user(db) -> User:
    return User.objects.create_account("anna.verdi@comune.example", PASSWORD)


@pytest.fixture
def secretary(user: User) -> User:
    user.groups.add(Group.objects.get(name=SECRETARIAT))
    return user


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def enter(client: Client, password: str = PASSWORD, address: str = "10.0.0.1", login: str = LOGIN) -> Any:
    data = {"login": "anna.verdi@comune.example", "password": password}
    return client.post(login, data | {"username": data["login"]}, REMOTE_ADDR=address)


def entered(user: User | None = None) -> Client:
    client = Client()
    enter(client)
    return client


def certain(user: User | None = None) -> Client:
    """Signed in, and the password given again, as changes that matter ask."""
    client = entered(user)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(AREA).status_code == 200


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, int(datetime.now(UTC).timestamp()) // 30))


# --- guessing ---------------------------------------------------------------


def test_guessing_is_answered_429_and_logged_without_the_password(client, user, caplog):
    with caplog.at_level(logging.WARNING, "accounts"):
        statuses = [enter(client, f"tentativo numero {number}").status_code for number in range(6)]

    assert statuses == [200] * 5 + [429]
    assert "Too many requests: /account/login/, from 10.0.0.1" in caplog.text
    assert f"Sign-in refused: account {user.pk}, from 10.0.0.1" in caplog.text
    assert ("tentativo" in caplog.text, user.email in caplog.text) == (False, False)


def test_the_right_password_does_not_pass_once_the_limit_is_reached(client, user):
    for number in range(5):
        enter(client, f"tentativo numero {number}")

    assert (enter(client).status_code, is_in(client)) == (429, False)


def test_who_guesses_from_elsewhere_never_locks_the_owner_out(client, user):
    for number in range(12):
        enter(Client(), f"tentativo numero {number}", address="10.9.9.9")

    enter(client, address="10.0.0.1")

    assert is_in(client)


def test_an_address_in_a_forged_header_is_not_believed(client, user):
    statuses = [
        client.post(
            LOGIN, {"login": user.email, "password": "sbagliata"}, headers={"x-forwarded-for": f"10.1.1.{number}"}
        )
        for number in range(6)
    ]

    assert statuses[-1].status_code == 429


# --- one way in -------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/admin/login/", "/admin/password_reset/", "/_util/login/", "/admin/password_reset/a/"]
)
def test_no_other_screen_takes_a_password(client, secretary, path):
    page = client.get(path, follow=True)
    enter(client, login=path)

    assert page.redirect_chain[-1][0].split("?")[0] in {LOGIN, "/account/password/reset/"}
    assert "_auth_user_id" not in client.session


def test_staff_without_a_second_factor_are_led_to_set_one_up(client, secretary, settings):
    settings.STAFF_MFA_REQUIRED = True
    enter(client)

    for path in (ADMIN, "/admin/courses/participant/", "/admin/courses/participant/?export=csv", "/admin/account/"):
        assert client.get(path)["Location"] == "/account/2fa/totp/activate/"


def test_participants_are_asked_for_no_second_factor(client, user, settings):
    settings.STAFF_MFA_REQUIRED = True
    enter(client)

    assert is_in(client)


def test_a_password_alone_opens_no_session_where_there_is_a_second_factor(client, secretary, clock):
    TOTP.activate(secretary, SECRET)

    assert enter(client)["Location"].startswith(SECOND)
    assert not is_in(client)
    client.post(SECOND, {"code": code_now()})
    assert client.get(ADMIN).status_code == 200


def test_neither_a_code_by_mail_nor_a_new_password_passes_by_the_second_factor(client, secretary, clock):
    TOTP.activate(secretary, SECRET)
    client.post("/account/login/code/", {"email": secretary.email})
    code = mail.outbox[-1].body.split("\n\n")
    words = [word for part in code for word in part.split() if word.replace("-", "").isalnum() and word.isupper()]
    client.post("/account/login/code/confirm/", {"code": max(words, key=len)})

    assert not is_in(client)
    other = Client()
    other.post("/account/password/reset/", {"email": secretary.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    form = other.get(link.split("testserver")[1])["Location"]
    other.post(form, dict.fromkeys(("password1", "password2"), "un'altra frase lunga"))
    assert not is_in(other)
    enter(other, "un'altra frase lunga")
    assert not is_in(other)


def test_a_code_of_the_second_factor_works_once(secretary, clock):
    TOTP.activate(secretary, SECRET)
    first, second = Client(), Client()
    for client in (first, second):
        enter(client)
        client.post(SECOND, {"code": code_now()})

    assert (is_in(first), is_in(second)) == (True, False)


# --- the life of a session --------------------------------------------------


def test_a_new_password_ends_the_other_sessions(user):
    here, elsewhere = entered(user), entered(user)
    new = dict.fromkeys(("password1", "password2"), "un'altra frase lunga")

    here.post("/account/password/change/", {"oldpassword": PASSWORD} | new)

    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_disabling_an_account_ends_its_sessions(user):
    client = entered(user)
    assert is_in(client)

    User.objects.update(is_active=False)

    assert not is_in(client)


def test_signing_out_ends_the_session_on_the_server(user):
    client = entered(user)
    stolen = Client()
    stolen.cookies["sessionid"] = client.cookies["sessionid"].value

    client.post("/account/logout/")

    assert not is_in(stolen)


def test_only_a_post_signs_out_of_the_administration(secretary):
    client = entered(secretary)

    assert client.get("/admin/logout/").status_code == 405
    assert client.get(ADMIN).status_code == 200
    client.post("/admin/logout/")
    assert not is_in(client)


@pytest.mark.parametrize(("steps", "wait", "status"), [(1, 59, 200), (1, 62, 302), (14, 50, 200), (15, 50, 302)])
def test_staff_are_signed_out_when_idle_for_an_hour_and_after_twelve(secretary, clock, steps, wait, status):
    client = entered(secretary)
    client.get(ADMIN)

    for _step in range(steps):
        clock.shift(timedelta(minutes=wait))
        answer = client.get(ADMIN)

    assert answer.status_code == status
    assert is_in(client) == (status == 200)


# --- changes that matter ----------------------------------------------------


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/account/email/", {"email": "altra@comune.example", "action_add": ""}),
        ("/account/2fa/totp/activate/", {"code": "000000"}),
        ("/account/2fa/recovery-codes/generate/", {}),
    ],
)
def test_address_and_second_factor_change_only_after_the_password_again(user, clock, path, data):
    client = certain(user)
    clock.shift(timedelta(minutes=6))

    answer = client.post(path, data)

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/reauthenticate/")
    assert EmailAddress.objects.count() == 1


def test_changing_the_password_asks_for_the_old_one(user):
    client = entered(user)
    new = dict.fromkeys(("password1", "password2"), "un'altra frase lunga")

    client.post("/account/password/change/", {"oldpassword": "sbagliata"} | new)

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_new_address_counts_once_confirmed_and_the_old_one_is_told(user):
    client = certain(user)
    client.post("/account/email/", {"email": "nuova@comune.example", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "anna.verdi@comune.example"

    letter = next(letter for letter in mail.outbox if letter.to == ["nuova@comune.example"])
    link = next(word for word in letter.body.split() if "/confirm-email/" in word)
    client.post(link.split("testserver")[1])

    user.refresh_from_db()
    assert user.email == "nuova@comune.example"
    assert ["anna.verdi@comune.example"] in [letter.to for letter in mail.outbox]


def test_setting_up_a_second_factor_is_told_by_mail(user, clock, monkeypatch):
    client = certain(user)
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, int(NOON.timestamp()) // 30))

    monkeypatch.setattr(transaction, "on_commit", lambda callback, **kwargs: callback())

    client.post("/account/2fa/totp/activate/", {"code": code})

    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert mail.outbox[0].to == [user.email]
