"""What an account may do is what Django says it may."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission

from accounts.backends import AccountBackend
from accounts.models import User
from courses.groups import SECRETARIAT
from tests.factories.people import make_user


def permissions_of(account: User | AnonymousUser, backend: ModelBackend) -> tuple[set[str], set[str], set[str]]:
    fresh = User.objects.get(pk=account.pk) if account.pk else account
    own, by_group = backend.get_user_permissions(fresh), backend.get_group_permissions(fresh)
    return own, by_group, backend.get_all_permissions(fresh)


@pytest.fixture
def secretary(db) -> User:
    """Of the secretariat, with a permission of their own besides."""
    account = make_user(groups=(SECRETARIAT,))
    account.user_permissions.add(Permission.objects.get(codename="add_group"))
    return account


def test_who_works_here_may_what_they_and_their_groups_were_given(secretary: User, django_assert_num_queries) -> None:
    read = permissions_of(secretary, AccountBackend())

    assert read == permissions_of(secretary, ModelBackend())
    assert read[0] == {"auth.add_group"} and len(read[1]) > 20
    with django_assert_num_queries(2):
        assert secretary.has_perms(["auth.add_group", "courses.close_register"])


@pytest.mark.parametrize("kind", ["nobody", "disabled", "everything", "plain"])
def test_others_may_what_django_lets_them(secretary: User, kind: str) -> None:
    if kind == "plain":
        Group.objects.get(name=SECRETARIAT).user_set.remove(secretary)
    secretary.is_active, secretary.is_superuser = kind != "disabled", kind == "everything"
    secretary.save()
    account = AnonymousUser() if kind == "nobody" else secretary

    assert permissions_of(account, AccountBackend()) == permissions_of(account, ModelBackend())


def test_a_permission_taken_away_is_gone_at_the_next_visit(secretary: User) -> None:
    assert secretary.has_perm("courses.close_register")

    secretary.groups.clear()

    assert not User.objects.get(pk=secretary.pk).has_perm("courses.close_register")
