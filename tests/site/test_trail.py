"""The trail of accounts: who works here comes and goes, who gives powers, who knocks where they may not."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.acting import who_acts
from courses.audit.models import Entry
from courses.groups import SECRETARIAT
from courses.keeping.actions import erase_person
from tests.factories.people import make_municipal_body, make_official, make_user
from tests.factories.world import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(db):
    """A member of the secretariat."""
    return make_user(groups=(SECRETARIAT,))


def told(action: str) -> list[tuple]:
    return list(Entry.objects.filter(action=action).values_list("author", "subject_id", "details"))


def try_to_enter(user, password: str) -> None:
    Client().post(reverse("account_login"), {"login": user.email, "password": password})


def test_staff_coming_going_and_failing_are_written_down_and_participants_are_not(secretary) -> None:
    other = make_user()
    for user in (secretary, other):
        try_to_enter(user, "un'altra parola")
        browser = Client()
        browser.force_login(user)
        browser.logout()

    me = str(secretary.pk)
    assert told("account.sign_in_failed") == [(None, me, {"from": "127.0.0.1"})]
    assert told("account.sign_in") == [(secretary.pk, me, {})]
    assert told("account.sign_out") == [(secretary.pk, me, {})]
    assert PASSWORD not in str(list(Entry.objects.values_list("details", "reason")))


def test_a_group_given_in_the_administration_says_who_gave_it(settings) -> None:
    settings.STAFF_MFA_REQUIRED = False
    chief, other, group = make_user(superuser=True), make_user(), Group.objects.get(name=SECRETARIAT)
    browser = Client()
    browser.force_login(chief)
    address = reverse("wagtailusers_users:edit", args=[other.pk])
    data = {"email": other.email, "first_name": "A", "last_name": "B", "is_active": "on", "groups": [group.pk]}

    browser.post(address, data)
    browser.post(address, data | {"is_superuser": "on", "groups": []})

    who, subject = chief.pk, str(other.pk)
    assert told("account.change_groups")[::-1] == [
        (who, subject, {"added": [group.pk], "of": "group"}),
        (who, subject, {"removed": [group.pk], "of": "group"}),
    ]
    assert told("account.change_powers") == [(who, subject, {"is_superuser": True})]
    assert who_acts() is None


def test_who_has_no_business_in_the_administration_is_written_down() -> None:
    user = make_user()
    browser = Client()
    browser.force_login(user)

    assert browser.get("/admin/").status_code == 403

    assert told("access.refused") == [(user.pk, str(user.pk), {"path": "/admin/"})]


def test_erasing_a_person_takes_their_account_with_its_addresses() -> None:
    person = make_official(make_municipal_body(population=20_000))
    user = person.user

    erase_person(participant=person, author=None)

    assert not type(user).objects.filter(pk=user.pk).exists()
