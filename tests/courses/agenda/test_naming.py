"""What the calendar says of an event: its name, its seats, whether it is certain."""

from datetime import UTC, datetime, timedelta

import pytest

from courses.agenda.models import Event, Venue
from courses.agenda.rules import Seats, is_certain, name_of, seats_of
from courses.territory.models import Municipality

STARTS = datetime(2027, 1, 18, 8, 0, tzinfo=UTC)


def event(**over) -> Event:
    """Forty seats, booked from ten days to three days before."""
    place = Venue(name="Sala", municipality=Municipality(name="Faenza", province_id="RA"))
    values = {
        "title": "Progettare insieme",
        "kind": Event.Kind.DAY,
        "venue": place,
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=7),
        "booking_opens_at": STARTS - timedelta(days=10),
        "booking_closes_at": STARTS - timedelta(days=3),
        "capacity": 40,
        "minimum": 12,
    }
    return Event(**values | over)


@pytest.mark.parametrize(
    ("over", "days_before", "seats"),
    [
        ({}, 5, Seats.FREE),
        ({"seats_taken": 34}, 5, Seats.FREE),
        ({"seats_taken": 35}, 5, Seats.LAST),
        ({"seats_taken": 40}, 5, Seats.FULL),
        ({"seats_taken": 41}, 5, Seats.FULL),
        ({}, 11, Seats.NOT_YET),
        ({}, 2, Seats.CLOSED),
        ({"seats_taken": 40}, 2, Seats.CLOSED),
        ({}, 0, Seats.OVER),
        ({"state": "called_off"}, 5, Seats.OVER),
        ({"state": "held"}, 5, Seats.OVER),
    ],
)
def test_the_calendar_says_how_seats_stand(over: dict, days_before: int, seats: Seats) -> None:
    assert seats_of(event(**over), STARTS - timedelta(days=days_before)) == seats


@pytest.mark.parametrize(
    ("over", "certain"),
    [
        ({}, False),
        ({"seats_taken": 12}, True),
        ({"state": "confirmed"}, True),
        ({"state": "called_off", "seats_taken": 12}, False),
    ],
)
def test_an_event_is_certain_once_confirmed_or_with_enough_people(over: dict, certain: bool) -> None:
    assert is_certain(event(**over)) is certain


def test_the_name_of_an_event_says_place_and_day() -> None:
    assert "Faenza (RA)" in name_of(event())
    assert name_of(event()).endswith("lunedì 18 gennaio 2027")
    assert name_of(event(venue=None)).endswith("lunedì 18 gennaio 2027")
    assert "«Progettare insieme»" in name_of(event(kind="webinar", venue=None))
