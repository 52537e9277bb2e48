"""An event with people, a course, and who writes."""

from typing import Any
from uuid import uuid4

import pytest

from courses.agenda.models import Event
from courses.groups import SECRETARIAT
from courses.messages.models import Message
from tests.factories.agenda import make_event
from tests.factories.people import make_user


@pytest.fixture
def author(db) -> Any:
    """A member of the secretariat."""
    return make_user("segreteria@example.org", groups=(SECRETARIAT,))


@pytest.fixture
def event(db) -> Event:
    """A training day with three seats."""
    return make_event(capacity=3, minimum=1)


@pytest.fixture
def to_booked(event: Event, author: Any) -> dict[str, Any]:
    """What a page asks for: a text to who has a place at the event."""
    return {
        "key": uuid4(),
        "group": Message.Group.BOOKED,
        "filters": {"event": event.pk},
        "subject": "Si comincia alle 9:30",
        "text": "Gentile ${nome} di ${ente},\n\n${titolo} comincia più tardi.",
        "author": author,
    }
