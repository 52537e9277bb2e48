"""Bookings, made as the product makes them."""

from typing import Any

from courses.agenda.models import Event
from courses.booking.actions import book
from courses.booking.models import Booking
from courses.people.models import Participant
from courses.territory.models import Body
from tests.factories.agenda import course_of_event
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official


def make_attender(event: Event, body: Body | None = None) -> Participant:
    """An official with an account and an active enrolment in the course of an event."""
    official = make_official(body or make_municipal_body(population=20_000))
    make_enrolment(official, course_of_event(event))
    return official


def make_booking(event: Event, participant: Participant | None = None, **over: Any) -> Booking:
    """A booking at an event, of a new official unless given: a seat, or a place in line."""
    participant = participant or make_attender(event)
    values = {"author": participant.user} | over
    event.refresh_from_db()
    return book(event=event, participant=participant, **values)


def fill(event: Event) -> list[Booking]:
    """Book every seat of an event."""
    return [make_booking(event) for _number in range(event.capacity - event.seats_taken)]
