"""The fixtures of booking."""

from collections.abc import Callable

import pytest

from courses.agenda.models import Event
from tests.factories.agenda import make_day_page, make_event, make_venue


@pytest.fixture
def make_day(db) -> Callable[..., Event]:
    """Events of one training day of one course, with two seats unless said."""
    page = make_day_page()

    def make(**over: object) -> Event:
        return make_event(page, **{"capacity": 2, "venue": make_venue()} | over)

    return make


@pytest.fixture
def event(make_day: Callable[..., Event]) -> Event:
    """A training day of two seats, thirty days from now."""
    return make_day()
