"""Accounts, participants and members of the plug-in's groups."""

from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from courses.people.models import Participant, Role
from courses.territory.actions import body_of_municipality
from courses.territory.models import Body
from tests.factories.territory import make_municipality

_numbers = count(1)


def make_user(email: str = "", *, groups: tuple[str, ...] = (), superuser: bool = False) -> Any:
    """An account of whatever user model the site has; groups by name."""
    model = get_user_model()
    number = next(_numbers)
    email = email or f"persona{number}@example.com"
    fields = {"email": email, "is_superuser": superuser, "is_staff": superuser}
    if model.USERNAME_FIELD != "email":
        fields[model.USERNAME_FIELD] = email
    user = model(**fields)
    user.set_password("una parola lunga")
    user.save()
    user.groups.add(*Group.objects.filter(name__in=groups))
    return user


def make_municipal_body(**municipality: Any) -> Body:
    """The body of a new municipality with the given population and so on."""
    values = {"name": f"Comune {next(_numbers)}"} | municipality
    return body_of_municipality(municipality=make_municipality(**values))


def make_participant(**over: Any) -> Participant:
    """Anna Verdi, official, without account and without body unless given."""
    values = {"given_name": "Anna", "family_name": "Verdi", "role": Role.OFFICIAL}
    return Participant.objects.create(**values | over)


def make_official(body: Body, **over: Any) -> Participant:
    """A participant of a body, with an account."""
    user = over.pop("user", None) or make_user()
    return make_participant(body=body, user=user, email=user.email, **over)
