"""What becomes of seats when an enrolment ends, a colleague takes over, or two records turn out to be one person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.agenda.models import Event
from courses.booking.models import Booking, CalendarKey
from courses.booking.queries import seats_in_use
from courses.enrolment.actions import change_state
from courses.enrolment.models import Enrolment
from courses.officials.actions import replace_official
from courses.people.actions import correct_names, merge_participants
from courses.people.models import Participant
from courses.post.models import Letter
from tests.factories.adhesion import make_accepted
from tests.factories.booking import fill, make_attender, make_booking
from tests.factories.people import make_municipal_body, make_participant, make_user

pytestmark = pytest.mark.django_db
State = Booking.State


def taken(event: Event) -> tuple[int, int]:
    """The counter, and what the rows say."""
    event.refresh_from_db()
    return event.seats_taken, seats_in_use(event)


def merge(kept: Participant, absorbed: Participant) -> None:
    merge_participants(kept=kept, absorbed=absorbed, reason="Stessa persona.", author=None, close_account=True)


def states_of(person: Participant) -> list[tuple[int, str]]:
    return sorted(person.bookings.values_list("event", "state"))


def test_who_takes_part_no_more_frees_the_seats_to_come(event: Event) -> None:
    booking, _other = fill(event)
    waiting = make_booking(event)
    enrolment = Enrolment.objects.get(participant=booking.participant)

    change_state(enrolment=enrolment, state="withdrawn", reason="Ha cambiato lavoro.", author=None)

    booking.refresh_from_db()
    waiting.refresh_from_db()
    assert (booking.state, waiting.state, taken(event)) == (State.CANCELLED, State.OFFERED, (2, 2))
    assert booking.cancel_reason.endswith("Ha cambiato lavoro.")


def test_a_day_that_was_held_stays_when_the_enrolment_ends(event: Event) -> None:
    booking = make_booking(event)
    Event.objects.filter(pk=event.pk).update(state="held")

    change_state(enrolment=Enrolment.objects.get(), state="withdrawn", reason="Ha cambiato lavoro.", author=None)

    booking.refresh_from_db()
    assert booking.state == State.BOOKED


def test_the_colleague_who_takes_the_place_has_the_seat(event: Event) -> None:
    body, contact = make_municipal_body(population=20_000), make_user()
    make_accepted(body)
    booking = make_booking(event, make_attender(event, body))
    fill(event)
    make_booking(event)  # somebody waits, and is offered nothing

    new = replace_official(
        body=body, old=booking.participant, author=contact, given_name="Ugo", family_name="Foscolo", role="official",
        email="ugo@comune.example",
    )  # fmt: skip

    assert states_of(new) == [(event.pk, State.BOOKED)]
    assert states_of(booking.participant) == [(event.pk, State.CANCELLED)]
    assert (taken(event), Booking.objects.filter(state=State.OFFERED).count()) == ((2, 2), 0)
    assert Letter.objects.filter(kind="booking.booked", recipient="ugo@comune.example").count() == 1


def test_where_the_colleague_may_not_the_seat_is_offered(make_day: Callable[..., Event]) -> None:
    event, later = make_day(), make_day(day=timezone.localdate() + timedelta(days=40))
    body = make_municipal_body(population=20_000)
    make_accepted(body)
    booking = make_booking(event, make_attender(event, body))
    colleague = make_attender(event, body)
    correct_names(participant=colleague, given_name="Ugo", family_name="Foscolo", author=None)
    make_booking(later, colleague)

    replace_official(
        body=body, old=booking.participant, author=make_user(), given_name="Ugo",
        family_name="Foscolo", role="official", email="",
    )  # fmt: skip

    booking.refresh_from_db()
    assert (booking.state, taken(event)) == (State.CANCELLED, (0, 0))


def test_the_places_of_the_other_record_are_the_persons(event: Event) -> None:
    booking, kept = make_booking(event), make_participant()
    CalendarKey.objects.create(participant=booking.participant, key="una")

    merge(kept, booking.participant)

    assert (states_of(kept), taken(event)) == ([(event.pk, State.BOOKED)], (1, 1))
    assert CalendarKey.objects.get().participant == kept


def test_of_two_places_at_one_event_the_seat_is_kept_and_nobody_is_written_to(event: Event) -> None:
    seated, _other = fill(event)
    waiting = make_booking(event)
    CalendarKey.objects.create(participant=seated.participant, key="una")
    CalendarKey.objects.create(participant=waiting.participant, key="altra")

    merge(waiting.participant, seated.participant)

    assert states_of(waiting.participant) == [(event.pk, State.BOOKED), (event.pk, State.CANCELLED)]
    assert (taken(event), Letter.objects.filter(kind="booking.cancelled").count()) == ((2, 2), 0)
    assert CalendarKey.objects.get().key == "altra"


def test_two_seats_at_one_event_become_one_and_the_other_is_offered(event: Event) -> None:
    first, second = fill(event)
    waiting = make_booking(event)

    merge(first.participant, second.participant)

    waiting.refresh_from_db()
    assert (waiting.state, taken(event)) == (State.OFFERED, (2, 2))
    assert states_of(first.participant) == [(event.pk, State.BOOKED), (event.pk, State.CANCELLED)]


def test_of_two_training_days_to_come_one_is_given_up_and_the_person_told(make_day: Callable[..., Event]) -> None:
    event, later = make_day(), make_day(day=timezone.localdate() + timedelta(days=40))
    first, second = make_booking(event), make_booking(later)

    merge(first.participant, second.participant)

    assert states_of(first.participant) == [(event.pk, State.BOOKED), (later.pk, State.CANCELLED)]
    assert (taken(later), Letter.objects.filter(kind="booking.cancelled").count()) == ((0, 0), 1)


def test_a_day_that_was_held_stays_beside_one_to_come(make_day: Callable[..., Event]) -> None:
    event, later = make_day(), make_day(day=timezone.localdate() + timedelta(days=40))
    first, second = make_booking(event), make_booking(later)
    Event.objects.filter(pk=event.pk).update(state="held")

    merge(first.participant, second.participant)

    assert states_of(first.participant) == [(event.pk, State.BOOKED), (later.pk, State.BOOKED)]
