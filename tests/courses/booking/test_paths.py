"""No path oversells an event, loses a seat, doubles a place or leaves a seat empty while somebody waits."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from courses.agenda.models import Event
from courses.agenda.rules import default_parts
from courses.booking import actions
from courses.booking.models import Booking, HeldSeat
from courses.booking.queries import seats_in_use
from courses.errors import CoursesError
from tests.factories.agenda import make_day_page, make_event, make_venue
from tests.factories.booking import make_attender
from tests.factories.people import make_municipal_body

State = Booking.State
PEOPLE, EVENTS = 6, 3
WHO, WHICH = st.integers(0, PEOPLE - 1), st.integers(0, EVENTS - 1)


class Paths(RuleBasedStateMachine):
    """Six people of two bodies and three days of one course: a far one, a near one, one with a seat per body."""

    def __init__(self) -> None:
        super().__init__()
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()

    def teardown(self) -> None:
        """Each path starts from an empty database."""
        transaction.set_rollback(True)
        self.sandbox.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        """Few seats, so that most paths meet a full event."""
        page, today = make_day_page(), timezone.localdate()
        far = make_event(page, today + timedelta(days=60), capacity=1, minimum=0)
        near = make_event(page, today + timedelta(days=4), capacity=1, minimum=0)
        Event.objects.filter(pk=near.pk).update(booking_closes_at=near.starts_at, promotion_until=near.starts_at)
        shared = make_event(page, today + timedelta(days=70), capacity=2, minimum=0, seats_per_body=1)
        self.events = [far, near, shared]
        self.bodies = [make_municipal_body(population=20_000) for _number in range(2)]
        self.people = [make_attender(far, self.bodies[number % 2]) for number in range(PEOPLE)]

    @rule(who=WHO, which=WHICH)
    def book(self, who: int, which: int) -> None:
        """Somebody books."""
        self.quietly(lambda: actions.book(event=self.event(which), participant=self.people[who], author=None))

    @rule(which=WHICH)
    def crowd(self, which: int) -> None:
        """Everybody wants the same day."""
        for who in range(PEOPLE):
            self.book(who, which)

    @rule(which=WHICH, together=st.sets(WHO, min_size=1), all_or_none=st.booleans())
    def book_group(self, which: int, together: set[int], all_or_none: bool) -> None:
        """A contact books for several."""
        people = [self.people[who] for who in sorted(together)]
        event = self.event(which)
        self.quietly(lambda: actions.book_group(event=event, participants=people, all_or_none=all_or_none, author=None))

    @rule(who=WHO, which=WHICH)
    def cancel(self, who: int, which: int) -> None:
        """Somebody gives a place up, leaves the line or declines, as the secretariat may at any time."""
        for booking in self.live(who, which):
            self.quietly(
                lambda booking=booking: actions.cancel_booking(
                    booking=booking, reason="No.", author=None, by_secretariat=True
                )
            )

    @rule(who=WHO, which=WHICH)
    def accept(self, who: int, which: int) -> None:
        """Somebody accepts an offer, or tries to."""
        for booking in self.live(who, which):
            self.quietly(lambda booking=booking: actions.accept_offer(booking=booking))

    @rule(who=WHO, which=WHICH)
    def lapse(self, who: int, which: int) -> None:
        """Nobody answers in time."""
        for booking in self.live(who, which):
            if booking.offer_until:
                later = booking.offer_until + timedelta(seconds=1)
                self.quietly(lambda booking=booking, later=later: actions.lapse_offer(booking=booking, now=later))
                self.quietly(lambda booking=booking: actions.offer_free_seats(event=booking.event))

    @rule(who=WHO, which=WHICH, to=WHICH)
    def change_day(self, who: int, which: int, to: int) -> None:
        """Somebody changes the day."""
        for booking in self.live(who, which):
            event = self.event(to)
            self.quietly(
                lambda booking=booking, event=event: actions.change_day(booking=booking, event=event, author=None)
            )

    @rule(who=WHO, which=WHICH, colleague=WHO)
    def substitute(self, who: int, which: int, colleague: int) -> None:
        """A colleague takes a place over."""
        for booking in self.live(who, which):
            self.quietly(
                lambda booking=booking: actions.substitute(
                    booking=booking, participant=self.people[colleague], author=None
                )
            )

    @rule(which=WHICH, body=st.integers(0, 1), number=st.integers(1, 2))
    def hold(self, which: int, body: int, number: int) -> None:
        """A contact keeps seats."""
        event = self.event(which)
        self.quietly(lambda: actions.hold_seats(event=event, body=self.bodies[body], number=number, author=None))

    @rule(who=WHO, release=st.booleans())
    def settle_held(self, who: int, release: bool) -> None:
        """A held seat is named, or released."""
        seat = HeldSeat.objects.filter(released_at=None, booking=None).select_related("event", "body").first()
        if seat is None:
            return
        if release:
            self.quietly(lambda: actions.release_held_seat(seat=seat, author=None))
        else:
            self.quietly(lambda: actions.name_held_seat(seat=seat, participant=self.people[who], author=None))

    @rule(which=WHICH, seats=st.integers(0, 5))
    def resize(self, which: int, seats: int) -> None:
        """The secretariat raises or lowers the seats."""
        self.quietly(lambda: actions.set_capacity(event=self.event(which), capacity=seats, author=None))

    @rule(which=WHICH, days=st.integers(1, 30), seats=st.integers(0, 5))
    def move(self, which: int, days: int, seats: int) -> None:
        """The secretariat moves an event, perhaps to a smaller venue."""
        event = self.event(which)
        parts = default_parts(event.kind, timezone.localdate(event.starts_at) + timedelta(days=days))
        venue = make_venue(seats=seats) if seats else event.venue
        self.quietly(lambda: actions.move_event(event=event, parts=parts, venue=venue, author=None))

    @rule(which=WHICH, sure=st.integers(0, 9))
    def call_off(self, which: int, sure: int) -> None:
        """Now and then an event is called off."""
        if sure == 0:
            self.quietly(lambda: actions.call_off(event=self.event(which), reason="Neve.", author=None))

    def event(self, which: int) -> Event:
        """As it stands now."""
        return Event.objects.select_related("venue").get(pk=self.events[which].pk)

    def live(self, who: int, which: int) -> list[Booking]:
        """The booking of somebody at an event, if it stands."""
        return list(
            Booking.objects.filter(
                participant=self.people[who], event=self.events[which], state__in=Booking.LIVE
            ).select_related("event__venue", "participant__user")
        )

    def quietly(self, act: Callable[[], object]) -> None:
        """A refusal is an answer, and leaves nothing behind."""
        with suppress(CoursesError), transaction.atomic():
            act()

    @invariant()
    def the_counter_is_true_and_within_the_seats(self) -> None:
        """Counted from the rows, and never more than the event has."""
        for event in Event.objects.all():
            assert event.seats_taken == seats_in_use(event)
            assert event.seats_taken <= event.capacity

    @invariant()
    def nobody_has_two_days(self) -> None:
        """One training day of the course each."""
        booked = list(Booking.objects.filter(state=State.BOOKED).values_list("participant", flat=True))
        assert len(booked) == len(set(booked))

    @invariant()
    def no_seat_is_empty_while_somebody_may_have_it(self) -> None:
        """Unless everybody who waits belongs to a body beyond its share."""
        for event in Event.objects.filter(state__in=Event.OPEN, seats_per_body=None):
            offered = event.bookings.filter(state=State.OFFERED).exists()
            waiting = event.bookings.filter(state=State.WAITING).exists()
            assert not (waiting and event.seats_free and not offered)

    @invariant()
    def a_called_off_event_has_nobody(self) -> None:
        """All are freed."""
        for event in Event.objects.filter(state=Event.State.CALLED_OFF):
            assert not event.bookings.filter(state__in=Booking.LIVE).exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_path_breaks_the_seats() -> None:
    run_state_machine_as_test(
        Paths, settings=hypothesis_settings(max_examples=25, stateful_step_count=30, deadline=None)
    )
