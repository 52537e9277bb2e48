"""Registering, entering and recovering an account (checklist A 3, 6, 10, 11)."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment
from courses.people.models import Participant
from courses.territory.actions import body_of_municipality
from tests.factories.adhesion import make_accepted
from tests.factories.catalogue import make_small_course
from tests.factories.home import make_home
from tests.factories.territory import make_municipality

LOGIN, SIGNUP, RESET, CODE = "/account/login/", "/account/signup/", "/account/password/reset/", "/account/login/code/"
PASSWORD = "cavallo batteria graffetta"


@pytest.fixture
def course(db) -> CoursePage:
    make_home()
    return make_small_course()


def make_account(email: str = "anna.verdi@comune.example", **fields: Any) -> User:
    return User.objects.create_account(email, PASSWORD, **fields)


def enter(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": email, "password": password}, **more)


def is_in(client: Client) -> bool:
    return client.get(reverse("courses:desk")).status_code == 200


def answers(**over: Any) -> dict[str, Any]:
    """A sign-up form filled in."""
    return {
        "email": "lia.neri@comune.example",
        "given_name": "Lia",
        "family_name": "Neri",
        "municipality_name": "Castro (LE)",
        "role": "official",
        "gender": "",
        "password1": PASSWORD,
        "notice": "on",
    } | over


def link_in(letter: mail.EmailMessage) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", letter.body)[1]


@pytest.mark.parametrize(
    ("spelt", "typed"),
    [("anna@comune.example", "ANNA@Comune.Example"), ("anna@comune.forlì.example", "Anna@Comune.FORLÌ.example")],
)
def test_an_address_is_the_same_person_in_any_letter_case(client, db, spelt, typed):
    make_account(spelt)

    enter(client, typed)

    assert is_in(client)


def test_a_code_sent_to_the_address_opens_the_account_once(client, db):
    make_account()
    client.post(CODE, {"email": "Anna.Verdi@comune.example"})
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[0].body, re.M)[1]
    client.post("/account/login/code/confirm/", {"code": code})
    assert is_in(client)

    other = Client()
    other.post(CODE, {"email": "anna.verdi@comune.example"})
    other.post("/account/login/code/confirm/", {"code": code})
    assert not is_in(other)


def test_a_new_password_is_chosen_by_a_link_that_works_once_and_opens_no_session(client, db):
    make_account()
    client.post(RESET, {"email": "anna.verdi@comune.example"})
    link = link_in(mail.outbox[0])
    form = client.get(link)["Location"]
    client.post(form, dict.fromkeys(("password1", "password2"), "un'altra frase lunga"))

    assert not is_in(client)
    enter(client, "anna.verdi@comune.example", "un'altra frase lunga")
    assert is_in(client)
    again = Client().get(link, follow=True)
    assert "password1" not in again.content.decode()


def test_registering_makes_account_and_participant_and_waits_for_the_address(client, course):
    make_municipality(population=20_000)

    client.post(SIGNUP, answers(given_name="Lia Maria", family_name="de' Neri"))

    person = Participant.objects.get()
    assert (person.given_name, person.family_name, person.email) == ("Lia Maria", "de' Neri", "lia.neri@comune.example")
    assert not EmailAddress.objects.get(user=person.user).verified
    assert (Enrolment.objects.count(), is_in(client)) == (0, False)


def test_the_confirmed_address_is_enrolled_and_once(client, course):
    body = body_of_municipality(municipality=make_municipality(population=20_000))
    make_accepted(body)
    mail.outbox.clear()
    client.post(SIGNUP, answers())
    person = Participant.objects.get(user__isnull=False)
    assert person.enrolments.count() == 0

    client.post(link_in(mail.outbox[0]))

    assert [enrolment.state for enrolment in person.enrolments.all()] == ["active"]


def test_who_confirms_before_the_body_has_joined_waits_and_lands_where_both_ways_are_offered(client, course):
    municipality = make_municipality(population=20_000)
    client.post(SIGNUP, answers())

    page = client.post(link_in(mail.outbox[0]), follow=True).content.decode()

    assert Enrolment.objects.get().state == "pending"
    assert (f"/adesione/?comune={municipality.pk}" in page, 'href="mailto:?subject=' in page) == (True, True)
    assert mail.outbox[-1].to == ["lia.neri@comune.example"]


def test_the_wanted_page_travels_with_the_link_and_never_one_elsewhere(client, course):
    make_municipality()
    client.post(f"{SIGNUP}?next={course.get_url()}", answers())
    Client().post(SIGNUP, answers(email="altra@comune.example") | {"next": "https://altrove.example/"})

    links = [link_in(letter) for letter in mail.outbox]

    assert [course.get_url() in unquote(links[0]), "altrove" in links[1]] == [True, False]


def test_letters_follow_an_account_to_its_new_address(client, course):
    make_municipality()
    client.post(SIGNUP, answers())
    client.post(link_in(mail.outbox[0]))
    person = Participant.objects.get()
    before, after = EmailAddress.objects.get(), EmailAddress(user=person.user, email="nuova@comune.example")

    email_changed.send(sender=User, user=person.user, from_email_address=before, to_email_address=after)

    person.refresh_from_db()
    assert person.email == "nuova@comune.example"


def test_registering_leaves_nothing_when_it_fails_half_way(client, course, monkeypatch):
    make_municipality()

    def break_down(**kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("courses.enrolment.actions.create_participant", break_down)
    client.raise_request_exception = False

    assert client.post(SIGNUP, answers()).status_code == 500
    assert (User.objects.count(), Participant.objects.count(), mail.outbox) == (0, 0, [])


def test_a_link_confirms_the_address_by_its_button_alone_and_once(client, course):
    make_municipality()
    client.post(SIGNUP, answers())
    link = link_in(mail.outbox[0])

    scanner = Client()
    assert scanner.get(link).status_code == 200
    assert scanner.head(link).status_code == 200
    assert not EmailAddress.objects.get().verified

    client.post(link)
    assert EmailAddress.objects.get().verified
    assert Client().post(link).status_code == 404


def test_registering_twice_says_the_same_and_writes_to_the_owner_alone(client, course):
    make_municipality()
    make_account("lia.neri@comune.example")
    known = client.post(SIGNUP, answers(), follow=True)
    letters = [(letter.to, "account_confirm_email" in letter.body) for letter in mail.outbox]
    unknown = Client().post(SIGNUP, answers(email="nuova@comune.example"), follow=True)

    assert letters == [(["lia.neri@comune.example"], False)]
    assert (User.objects.filter(email="lia.neri@comune.example").count(), Participant.objects.count()) == (1, 1)
    assert known.redirect_chain == unknown.redirect_chain
    assert body(known, "lia.neri@comune.example") == body(unknown, "nuova@comune.example")


@pytest.mark.parametrize(("address", "field"), [(RESET, "email"), (CODE, "email")])
def test_asking_for_a_letter_says_the_same_for_an_unknown_address(client, db, address, field):
    make_account()
    known = client.post(address, {field: "anna.verdi@comune.example"}, follow=True)
    unknown = Client().post(address, {field: "nessuno.qui@comune.example"}, follow=True)

    assert (known.status_code, known.redirect_chain) == (unknown.status_code, unknown.redirect_chain)
    assert body(known, "anna.verdi@comune.example") == body(unknown, "nessuno.qui@comune.example")
    assert [letter.to for letter in mail.outbox] == [["anna.verdi@comune.example"]]


def test_a_wrong_password_says_the_same_for_an_unknown_address(client, db):
    make_account()
    known = enter(client, "anna.verdi@comune.example", "sbagliata del tutto")
    unknown = enter(Client(), "nessuno.qui@comune.example", "sbagliata del tutto")

    assert body(known, "anna.verdi@comune.example") == body(unknown, "nessuno.qui@comune.example")


def test_who_is_disabled_gets_no_letter_and_no_session(client, db):
    user = make_account(is_active=False)
    for address in (RESET, CODE):
        client.post(address, {"email": user.email})
    enter(client, user.email)

    assert (mail.outbox, is_in(client)) == ([], False)


@pytest.mark.parametrize("password", ["password123", "qwertyuiop", "1234567890123", "breve", "lia.neri@comune"])
def test_a_weak_password_is_refused(client, course, password):
    make_municipality()

    answer = client.post(SIGNUP, answers(password1=password))

    assert answer.context["form"].errors.keys() == {"password1"}
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["x7" * 60, "ponte·èù·日本·città·🌉", "  spazi davanti e dietro  "])
def test_a_long_or_unusual_password_is_taken_as_it_is(client, course, password):
    make_municipality()
    client.post(SIGNUP, answers(password1=password))
    EmailAddress.objects.update(verified=True)

    other = Client()
    enter(other, "lia.neri@comune.example", password)

    assert is_in(other)


def test_passwords_may_be_pasted_and_managers_may_fill_them_in(client, db):
    page = client.get(LOGIN).content.decode()

    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


def test_the_session_has_a_new_key_after_entering(client, db):
    make_account()
    client.get(LOGIN)
    session = client.session
    session["before"] = "planted"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    enter(client, "anna.verdi@comune.example")

    assert client.session.session_key != planted
    assert not client.session.exists(planted)


def body(response: Any, address: str = "") -> str:
    """A page without what differs at every request, and without the address that was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return text.replace(address, "") if address else text
