"""Booking, giving up, changing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from courses.agenda.models import Event
from courses.agenda.rules import default_parts
from courses.audit.models import Entry
from courses.booking.actions import NoSeat, book, call_off, cancel_booking, change_day, move_event, overbook
from courses.booking.models import Booking
from courses.booking.queries import place_of, seats_in_use
from courses.booking.rules import may_cancel
from courses.enrolment.models import Enrolment
from courses.errors import NotAllowed, ReasonMissing, StaleState
from courses.post.models import Letter
from courses.progress.models import CompletionRule
from tests.factories.booking import fill, make_attender, make_booking
from tests.factories.people import make_municipal_body, make_user

pytestmark = pytest.mark.django_db
State = Booking.State


def taken(event: Event) -> tuple[int, int]:
    """The counter, and what the rows say."""
    event.refresh_from_db()
    return event.seats_taken, seats_in_use(event)


def test_a_free_seat_is_booked_with_letter_and_trail(event: Event) -> None:
    booking = make_booking(event)

    assert (booking.state, taken(event)) == (State.BOOKED, (1, 1))
    assert (booking.body_name, booking.role) == (booking.participant.body.name, booking.participant.role)
    assert list(Letter.objects.filter(kind="booking.booked").values_list("recipient", "calendar_method")) == [
        (booking.participant.email, "REQUEST")
    ]
    assert Entry.objects.filter(action="booking.create", subject_id=str(booking.pk)).count() == 1


def test_booking_twice_is_once(event: Event) -> None:
    booking = make_booking(event)

    again = make_booking(event, booking.participant)

    assert (again, taken(event), Letter.objects.filter(kind="booking.booked").count()) == (booking, (1, 1), 1)


def test_who_comes_to_a_full_event_stands_in_line(event: Event) -> None:
    fill(event)

    first, second = make_booking(event), make_booking(event)

    assert [first.state, second.state, place_of(first), place_of(second)] == [State.WAITING, State.WAITING, 1, 2]
    assert taken(event) == (2, 2)
    assert Letter.objects.filter(kind="booking.waiting").count() == 2


def test_who_comes_while_others_wait_stands_behind_them(event: Event) -> None:
    fill(event)
    make_booking(event)
    Event.objects.filter(pk=event.pk).update(capacity=3)  # a seat that nobody has offered yet

    late = make_booking(event)

    assert late.state == State.WAITING
    assert Booking.objects.filter(event=event, state=State.OFFERED).count() == 1


def test_the_window_is_kept_and_the_secretariat_may_pass_it(event: Event) -> None:
    official = make_attender(event)
    late = event.booking_closes_at + timedelta(minutes=1)

    with pytest.raises(NotAllowed):
        book(event=event, participant=official, author=official.user, now=late)
    booking = book(event=event, participant=official, author=None, via=Booking.Via.SECRETARIAT, now=late)

    assert booking.state == State.BOOKED


def test_nobody_books_what_has_begun(event: Event) -> None:
    official = make_attender(event)

    with pytest.raises(NotAllowed):
        book(event=event, participant=official, author=None, via=Booking.Via.SECRETARIAT, now=event.starts_at)


def test_who_waits_for_the_body_books_nothing(event: Event) -> None:
    official = make_attender(event)
    Enrolment.objects.update(state="pending", reason="L'ente non ha ancora aderito.")

    with pytest.raises(NotAllowed) as refusal:
        make_booking(event, official)

    assert "L'ente non ha ancora aderito." in refusal.value.message
    assert taken(event) == (0, 0)


def test_one_training_day_is_enough(make_day: Callable[..., Event]) -> None:
    first, second = make_day(), make_day(day=timezone.localdate() + timedelta(days=40))
    booking = make_booking(first)

    with pytest.raises(NotAllowed):
        make_booking(second, booking.participant)

    assert taken(second) == (0, 0)


def test_a_course_may_allow_more_training_days(make_day: Callable[..., Event]) -> None:
    first, second = make_day(), make_day(day=timezone.localdate() + timedelta(days=40))
    CompletionRule.objects.create(course_key=first.course_key, version=1, several_days=True)

    booking = make_booking(first)

    assert make_booking(second, booking.participant).state == State.BOOKED


def test_a_clash_is_refused_by_name(make_day: Callable[..., Event]) -> None:
    first, second = make_day(), make_day()
    CompletionRule.objects.create(course_key=first.course_key, version=1, several_days=True)
    booking = make_booking(first)

    with pytest.raises(NotAllowed) as refusal:
        make_booking(second, booking.participant)

    assert first.title in refusal.value.message


def test_a_body_has_its_share_and_then_waits(make_day: Callable[..., Event]) -> None:
    event, body = make_day(capacity=3, seats_per_body=1), make_municipal_body(population=20_000)

    states = [make_booking(event, make_attender(event, body)).state for _number in range(2)]
    other = make_booking(event)

    assert states == [State.BOOKED, State.WAITING]
    # nobody of another body waits for the one who is beyond their body's share
    assert (other.state, taken(event)) == (State.OFFERED, (2, 2))


def test_a_seat_given_up_is_offered_to_who_waits(event: Event) -> None:
    booking, _other = fill(event)
    waiting = make_booking(event)

    cancel_booking(booking=booking, reason="Un impegno.", author=booking.participant.user)
    waiting.refresh_from_db()

    assert (booking.state, waiting.state, taken(event)) == (State.CANCELLED, State.OFFERED, (2, 2))
    letters = Letter.objects.filter(kind__in=("booking.cancelled", "booking.offer"))
    assert sorted(letters.values_list("kind", "recipient", "calendar_method")) == [
        ("booking.cancelled", booking.participant.email, "CANCEL"),
        ("booking.offer", waiting.participant.email, ""),
    ]


def test_giving_up_twice_frees_one_seat(event: Event) -> None:
    booking = make_booking(event)

    for _time in range(2):
        cancel_booking(booking=booking, reason="Un impegno.", author=None)

    assert taken(event) == (0, 0)


def test_a_seat_is_given_up_with_a_reason_and_the_line_without(event: Event) -> None:
    booking, _other = fill(event)
    waiting = make_booking(event)

    with pytest.raises(ReasonMissing):
        cancel_booking(booking=booking, reason=" ", author=None)
    cancel_booking(booking=waiting, reason="", author=None)

    assert (waiting.state, taken(event)) == (State.CANCELLED, (2, 2))


def test_after_the_cut_off_only_the_secretariat_frees_a_seat(event: Event) -> None:
    booking = make_booking(event)
    late = event.cancel_until + timedelta(minutes=1)

    with pytest.raises(NotAllowed):
        cancel_booking(booking=booking, reason="Un impegno.", author=None, now=late)
    cancel_booking(booking=booking, reason="Ha telefonato.", author=None, by_secretariat=True, now=late)

    assert taken(event) == (0, 0)


def test_a_day_is_changed_for_another(make_day: Callable[..., Event]) -> None:
    first, second = make_day(), make_day(day=timezone.localdate() + timedelta(days=40))
    booking = make_booking(first, needs="Un posto in prima fila.")

    fresh = change_day(booking=booking, event=second, author=booking.participant.user)

    booking.refresh_from_db()
    assert (booking.state, fresh.state, taken(first), taken(second)) == (State.CANCELLED, State.BOOKED, (0, 0), (1, 1))
    assert (booking.needs, fresh.needs) == ("", "Un posto in prima fila.")


def test_changing_for_a_full_day_changes_nothing(make_day: Callable[..., Event]) -> None:
    first, second = make_day(), make_day(day=timezone.localdate() + timedelta(days=40))
    booking = make_booking(first)
    fill(second)

    with pytest.raises(NoSeat):
        change_day(booking=booking, event=second, author=booking.participant.user)

    booking.refresh_from_db()
    assert (booking.state, taken(first), taken(second)) == (State.BOOKED, (1, 1), (2, 2))


def test_overbooking_needs_the_right_and_a_reason(event: Event) -> None:
    fill(event)
    official, plain, chief = make_attender(event), make_user(), make_user()
    chief.user_permissions.add(Permission.objects.get(codename="overbook"))

    with pytest.raises(NotAllowed):
        overbook(event=event, participant=official, author=plain, reason="Viene da lontano.")
    with pytest.raises(ReasonMissing):
        overbook(event=event, participant=official, author=chief, reason=" ")
    booking = overbook(event=event, participant=official, author=chief, reason="Viene da lontano.")

    assert (booking.state, booking.exception_reason, taken(event)) == (State.BOOKED, "Viene da lontano.", (3, 3))


def test_who_waits_may_be_overbooked_in(event: Event) -> None:
    fill(event)
    waiting = make_booking(event)
    chief = make_user(superuser=True)

    overbook(event=event, participant=waiting.participant, author=chief, reason="Viene da lontano.")

    states = Booking.objects.filter(participant=waiting.participant).values_list("state", flat=True)
    assert (sorted(states), taken(event)) == ([State.BOOKED, State.CANCELLED], (3, 3))


@pytest.mark.parametrize("seats", [2, 1])
@pytest.mark.parametrize("change", ["moved", "called off"])
def test_an_event_that_changed_since_it_was_read_is_not_booked_not_even_in_line(
    make_day: Callable[..., Event], change: str, seats: int
) -> None:
    event = make_day(capacity=seats, minimum=0)
    make_booking(event)
    official, read = make_attender(event), Event.objects.get(pk=event.pk)
    if change == "moved":
        parts = default_parts(event.kind, timezone.localdate(event.starts_at) + timedelta(days=10))
        move_event(event=event, parts=parts, venue=event.venue, author=None)
    else:
        call_off(event=event, reason="Nevica.", author=None)

    with pytest.raises(StaleState):
        book(event=read, participant=official, author=official.user)

    assert (official.bookings.count(), Letter.objects.filter(recipient=official.email).count()) == (0, 0)


def test_who_has_no_address_gets_no_letter(event: Event) -> None:
    official = make_attender(event)
    official.email = ""
    official.save(update_fields=["email"])

    make_booking(event, official)

    assert Letter.objects.filter(kind="booking.booked").count() == 0


def test_who_booked_after_the_cut_off_has_a_day_for_second_thoughts(event: Event) -> None:
    booking = make_booking(event)
    Event.objects.filter(pk=event.pk).update(cancel_until=timezone.now() - timedelta(days=1))
    booking.event.refresh_from_db()
    tomorrow = timezone.now() + timedelta(days=1)

    assert may_cancel(booking, tomorrow - timedelta(minutes=1)).allowed
    assert not may_cancel(booking, tomorrow + timedelta(minutes=1)).allowed
