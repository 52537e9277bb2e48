"""Reading bookings."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from courses.agenda.models import Event
from courses.booking.models import Booking, HeldSeat
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant
from courses.progress.models import CompletionRule
from courses.territory.models import Body

BOOKED, WAITING, OFFERED = Booking.State.BOOKED, Booking.State.WAITING, Booking.State.OFFERED


def live_booking(event: Event, participant: Participant) -> Booking | None:
    """The booking of a person at an event that stands: booked, waiting or offered."""
    return Booking.objects.filter(event=event, participant=participant, state__in=Booking.LIVE).first()


def booking_by_token(token: UUID) -> Booking | None:
    """The booking a link in a letter is about."""
    return (
        Booking.objects.select_related("event__venue__municipality", "participant__user", "body")
        .filter(token=token)
        .first()
    )


def waiting_list(event: Event) -> QuerySet[Booking]:
    """Those who wait for a seat, first come first."""
    return Booking.objects.filter(event=event, state=WAITING).select_related("participant").order_by("booked_at", "pk")


def place_of(booking: Booking) -> int:
    """The place of a booking on the waiting list: 1 is next; who has an offer stands before all."""
    earlier = Q(booked_at__lt=booking.booked_at) | Q(booked_at=booking.booked_at, pk__lt=booking.pk)
    return 1 + Booking.objects.filter(earlier, event=booking.event_id, state=WAITING).count()


def somebody_waits(event: Event) -> bool:
    """Whether anybody stands in line: who comes now stands behind them."""
    return (
        Booking.objects.filter(event=event, state__in=(WAITING, OFFERED))
        .exclude(state=OFFERED, offer_is_shared=False)
        .exists()
    )


def seats_of_body(event: Event, body: Body | None) -> int:
    """The seats a body has at an event: booked, offered to keep, and held."""
    if body is None:
        return 0
    taken = Booking.objects.filter(_takes_a_seat(), event=event, body=body).count()
    return taken + held_seats(event, body).count()


def seats_in_use(event: Event) -> int:
    """What the event's counter must say: counted from the rows."""
    taken = Booking.objects.filter(_takes_a_seat(), event=event).count()
    return taken + HeldSeat.objects.filter(event=event, released_at=None, booking=None).count()


def held_seats(event: Event, body: Body) -> QuerySet[HeldSeat]:
    """The seats a body holds at an event, without a name yet."""
    return HeldSeat.objects.filter(event=event, body=body, released_at=None, booking=None).order_by("held_at", "pk")


def own_bookings(participant: Participant) -> QuerySet[Booking]:
    """The bookings of a person that stand, the next event first."""
    return (
        participant.bookings.filter(state__in=Booking.LIVE)
        .select_related("event__venue__municipality__province")
        .order_by("event__starts_at", "pk")
    )


def coming_bookings(participant: Participant, now: datetime) -> QuerySet[Booking]:
    """Those of them at events that have not begun and were not called off."""
    return own_bookings(participant).filter(event__starts_at__gt=now, event__state__in=Event.OPEN)


def next_bookings(people: Iterable[Participant], now: datetime) -> dict[int, Booking]:
    """The next event each of some people has a seat at, by participant, in one query."""
    found = (
        Booking.objects.filter(participant__in=list(people), state=BOOKED, event__ends_at__gt=now)
        .select_related("event__venue__municipality")
        .order_by("-event__starts_at", "-pk")
    )
    return {booking.participant_id: booking for booking in found}


def clash_of(participant: Participant, event: Event) -> Booking | None:
    """A seat the person has at another event of the same time."""
    return (
        Booking.objects.filter(
            participant=participant,
            state=BOOKED,
            event__starts_at__lt=event.ends_at,
            event__ends_at__gt=event.starts_at,
        )
        .exclude(event=event)
        .select_related("event")
        .first()
    )


def booked_day(participant: Participant, course_key: UUID) -> Booking | None:
    """The training day of a course that a person has a seat at, where only one may be booked."""
    return (
        Booking.objects.filter(participant=participant, only_one_of=course_key, state=BOOKED)
        .select_related("event__venue__municipality")
        .first()
    )


def only_one_of(event: Event) -> UUID | None:
    """The course of a training day of which a person books one only; None for webinars and courses that allow more."""
    if event.kind != Event.Kind.DAY:
        return None
    rule = CompletionRule.objects.filter(course_key=event.course_key).order_by("-version").first()
    return None if rule is not None and rule.several_days else event.course_key


def enrolment_for(event: Event, participant: Participant) -> Enrolment | None:
    """The person's enrolment in the course of an event, unless it was withdrawn."""
    return (
        Enrolment.objects.filter(participant=participant, course_key=event.course_key)
        .exclude(state=State.WITHDRAWN)
        .first()
    )


def with_counts(found: QuerySet[Event]) -> QuerySet[Event]:
    """Events with how many are booked and how many wait."""
    return found.annotate(
        booked=Count("bookings", filter=Q(bookings__state=BOOKED), distinct=True),
        waiting=Count("bookings", filter=Q(bookings__state__in=(WAITING, OFFERED)), distinct=True),
    )


def _takes_a_seat() -> Q:
    return Q(state=BOOKED) | Q(state=OFFERED, offer_is_shared=False)
