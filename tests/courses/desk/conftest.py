"""A body that has joined, and its contact at the browser."""

import pytest
from django.core.cache import cache
from django.test import Client

from courses.catalogue.models import CoursePage
from courses.people.models import Participant
from courses.territory.models import Body
from tests.factories.adhesion import make_accepted
from tests.factories.people import make_municipal_body, make_user


@pytest.fixture(autouse=True)
def no_memory() -> None:
    """Rate limits live in the cache."""
    cache.clear()


@pytest.fixture
def body(course: CoursePage) -> Body:
    """A body that has joined; Carla Neri is its contact, with an account."""
    body = make_accepted(make_municipal_body(population=20_000)).body
    Participant.objects.filter(contact_of__body=body).update(user=make_user("carla@comune.castro.le.it"))
    return body


@pytest.fixture
def carla(client: Client, body: Body) -> Client:
    """The contact's browser."""
    client.force_login(Participant.objects.get(contact_of__body=body).user)
    return client
