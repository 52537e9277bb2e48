"""A body that has joined, with its contact and a named official."""

from typing import Any

import pytest

from courses.catalogue.models import CoursePage
from courses.officials.actions import name_official
from courses.people.models import Participant
from courses.territory.models import Body
from tests.factories.adhesion import make_accepted
from tests.factories.people import make_municipal_body, make_user

ADA = {"given_name": "Ada", "family_name": "Negri", "role": "official", "email": "ada@comune.castro.le.it"}


@pytest.fixture
def body(course: CoursePage) -> Body:
    """A body that has joined; Carla Neri is its contact."""
    return make_accepted(make_municipal_body(population=20_000)).body


@pytest.fixture
def contact(body: Body) -> Participant:
    """The contact of the body, with an account."""
    person = Participant.objects.get(contact_of__body=body)
    person.user = make_user("carla@comune.castro.le.it")
    person.save(update_fields=["user"])
    return person


@pytest.fixture
def carla(contact: Participant) -> Any:
    """The contact's account."""
    return contact.user


@pytest.fixture
def ada(body: Body, carla: Any) -> Participant:
    """An official whom the contact named: enrolled and invited."""
    return name_official(body=body, author=carla, **ADA)
