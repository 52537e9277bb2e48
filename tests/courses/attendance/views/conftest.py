"""An event of today whose register a teacher keeps."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courses.agenda.models import Event, Slot
from courses.attendance.models import Register
from tests.factories.agenda import make_day_page, make_event, make_teacher
from tests.factories.attendance import make_register
from tests.factories.booking import make_booking
from tests.factories.people import make_user


def client_of(user) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(user)
    return client


def bring_forward(event: Event) -> None:
    """The first part began an hour ago, the last goes on: as if the day were today."""
    shift = timezone.now() - timedelta(hours=1) - event.starts_at
    for slot in event.slots.all():
        Slot.objects.filter(pk=slot.pk).update(starts_at=slot.starts_at + shift, ends_at=slot.ends_at + shift)
    Event.objects.filter(pk=event.pk).update(starts_at=event.starts_at + shift, ends_at=event.ends_at + shift)
    event.refresh_from_db()


@pytest.fixture
def lucia(db):
    """The teacher's account."""
    return make_user("lucia@example.com")


@pytest.fixture
def event(lucia) -> Event:
    """Lucia's training day, to be held in thirty days."""
    return make_event(make_day_page(), teachers=[make_teacher(lucia)])


@pytest.fixture
def today(event: Event) -> Register:
    """The register of the day that is being held, with two people who have a seat."""
    make_booking(event, needs="un posto vicino allo schermo")
    make_booking(event)
    register = make_register(event)
    bring_forward(event)
    register.event = event
    return register


@pytest.fixture
def teacher(lucia) -> Client:
    """Lucia's browser."""
    return client_of(lucia)


@pytest.fixture
def stranger(db) -> Client:
    """Another teacher's browser."""
    other = make_user("altro@example.com")
    make_teacher(other, given_name="Ugo")
    return client_of(other)
