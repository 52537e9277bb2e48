"""How events stand is the same text for as long as nothing that is shown of them changes, and another from then on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses.agenda.models import Event, TrainingDayPage
from courses.agenda.standing import standing
from tests.factories.agenda import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    """A day next month."""
    return make_event()


def take_a_seat(event: Event) -> None:
    with transaction.atomic():  # as every change of a row is
        Event.objects.filter(pk=event.pk).update(seats_taken=F("seats_taken") + 1)


def call_off(event: Event) -> None:
    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(state=Event.State.CALLED_OFF, reason="Neve")


def another(event: Event) -> None:
    make_event(TrainingDayPage.objects.get(), event.starts_at.date() + timedelta(days=1))


def none(event: Event) -> None:
    event.delete()


@pytest.mark.parametrize("change", [take_a_seat, call_off, another, none])
def test_each_change_is_told(event: Event, change: Callable[[Event], None]) -> None:
    now = timezone.now()
    before = standing(now).facts
    assert standing(now).facts == before

    change(event)

    assert standing(now).facts != before


def test_a_seat_given_back_for_one_taken_elsewhere_is_told(event: Event) -> None:
    now = timezone.now()
    another(event)
    other = Event.objects.exclude(pk=event.pk).get()
    take_a_seat(event)
    before = standing(now).facts

    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(seats_taken=0)
    take_a_seat(other)

    assert standing(now).facts != before


@pytest.mark.parametrize("name", ["booking_opens_at", "booking_closes_at", "starts_at", "ends_at"])
def test_each_of_its_moments_is_told_as_it_passes(event: Event, name: str) -> None:
    moment = getattr(event, name)

    just_before, then = (standing(moment + timedelta(seconds=part)).facts for part in (-1, 0))

    assert just_before != then == standing(moment + timedelta(seconds=1)).facts


def test_no_events_are_a_standing_too() -> None:
    assert standing(timezone.now()).facts
