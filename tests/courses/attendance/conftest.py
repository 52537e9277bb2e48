"""The fixtures of attendance."""

import pytest

from courses.agenda.models import Event
from courses.attendance.models import Attendee, Register
from tests.factories.agenda import make_day_page, make_event
from tests.factories.attendance import make_register
from tests.factories.booking import make_booking


@pytest.fixture
def event(db) -> Event:
    """A training day thirty days from now."""
    return make_event(make_day_page())


@pytest.fixture
def register(event: Event) -> Register:
    """Opened, with two people who have a seat."""
    make_booking(event)
    make_booking(event)
    return make_register(event)


@pytest.fixture
def attendee(register: Register) -> Attendee:
    """The first of the two."""
    return register.attendees.select_related("register__event", "participant").first()
