"""Whom letters about seats go to when a colleague has no address, or a seat has no name."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.adhesion.models import Contact
from courses.agenda.models import Event
from courses.agenda.rules import default_parts
from courses.booking.actions import book_group, call_off, hold_seats, move_event
from courses.booking.rules import held_until
from courses.booking.tasks import tick
from courses.people.models import Participant
from courses.post.models import Letter
from courses.territory.models import Body
from tests.factories.agenda import course_of_event
from tests.factories.booking import make_attender, make_booking
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Body:
    return make_municipal_body(population=20_000)


@pytest.fixture
def day(make_day: Callable[..., Event]) -> Event:
    """A day far enough ahead to keep seats for."""
    return make_day(day=timezone.localdate() + timedelta(days=40), capacity=5)


@pytest.fixture
def acting(day: Event, body: Body) -> list[str]:
    """The addresses of the contact and the deputy."""
    people = [make_attender(day, body) for _number in range(2)]
    for person, is_deputy in zip(people, (False, True), strict=True):
        Contact.objects.create(body=body, participant=person, is_deputy=is_deputy)
    return sorted(person.email for person in people)


@pytest.fixture
def anna(day: Event, body: Body) -> Participant:
    """A colleague of whom no address is known."""
    anna = make_participant(body=body, given_name="Anna", family_name="Bianco")
    make_enrolment(anna, course_of_event(day))
    return anna


def told(kind: str) -> list[str]:
    return sorted(Letter.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_news_for_who_has_no_address_goes_to_contact_and_deputies(
    day: Event, acting: list[str], anna: Participant
) -> None:
    book_group(event=day, participants=[anna], all_or_none=True, author=None)

    letters = list(Letter.objects.filter(kind="booking.for_colleague"))
    booking = anna.bookings.get()
    assert sorted(letter.recipient for letter in letters) == acting
    assert {("Anna Bianco" in letter.subject, letter.calendar_method) for letter in letters} == {(True, "")}
    assert all(f"/posti/{booking.token}/" in letter.text for letter in letters)


def test_where_nobody_acts_for_the_body_nobody_is_told(day: Event, anna: Participant) -> None:
    make_booking(day, anna)

    assert Letter.objects.count() == 0


def test_who_keeps_seats_is_told_before_and_when_they_are_freed_once(day: Event, body: Body, acting: list[str]) -> None:
    hold_seats(event=day, body=body, number=2, author=None)
    until = held_until(day)

    steps = []
    for ahead in (timedelta(days=5), timedelta(days=3), timedelta(days=2), timedelta(hours=-1), timedelta(hours=-2)):
        tick(until - ahead)
        steps.append((len(told("held.ending")), len(told("held.freed"))))

    day.refresh_from_db()
    assert steps == [(0, 0), (2, 0), (2, 0), (2, 2), (2, 2)]
    assert (told("held.ending"), told("held.freed"), day.seats_taken) == (acting, acting, 0)


def test_who_keeps_seats_is_told_of_another_date_and_of_calling_off(day: Event, body: Body, acting: list[str]) -> None:
    hold_seats(event=day, body=body, number=2, author=None)

    move_event(
        event=day,
        parts=default_parts("day", timezone.localdate() + timedelta(days=50)),
        venue=day.venue,
        author=None,
    )
    call_off(event=day, reason="Nevica.", author=None)

    assert (told("held.moved"), told("held.called_off")) == (acting, acting)
    assert all("Nevica." in letter.text for letter in Letter.objects.filter(kind="held.called_off"))
