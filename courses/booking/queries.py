"""Reading bookings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.agenda.models import Event
from courses.agenda.queries import in_calendar, upcoming
from courses.booking.models import Booking, CalendarKey, HeldSeat
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant
from courses.prepared import prepared
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


def with_place(found: QuerySet[Booking]) -> QuerySet[Booking]:
    """Bookings with their `place` on the waiting list, as `place_of` counts it, in the same query."""
    earlier = Q(booked_at__lt=OuterRef("booked_at")) | Q(booked_at=OuterRef("booked_at"), pk__lt=OuterRef("pk"))
    before = Booking.objects.filter(earlier, event=OuterRef("event"), state=WAITING).order_by().values("event")
    return found.annotate(place=1 + Coalesce(Subquery(before.annotate(number=Count("pk")).values("number")), 0))


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


def bodies_with_held_seats(found: QuerySet[HeldSeat]) -> list[tuple[Event, Body, int]]:
    """Which bodies hold how many of some seats without a name, by event."""
    seats = found.filter(released_at=None, booking=None).order_by("event_id", "body_id", "pk")
    rows = list(seats.select_related("event__venue__municipality", "body"))
    groups = groupby(rows, key=lambda seat: (seat.event_id, seat.body_id))
    counted = [list(group) for _key, group in groups]
    return [(group[0].event, group[0].body, len(group)) for group in counted]


def bookings_of_body(body: Body) -> QuerySet[Booking]:
    """The bookings of a body's people that stand, by family name, with the place on the waiting list."""
    found = Booking.objects.filter(body=body, state__in=Booking.LIVE).select_related("participant", "event__venue")
    return with_place(found).order_by("participant__family_name", "participant__given_name", "pk")


def counts_of_body(body: Body, now: datetime) -> dict[int, dict[str, int]]:
    """By event to come: how many of a body are booked, wait, are offered a seat, and how many seats it holds."""
    found: dict[int, dict[str, int]] = {}
    coming = {"body": body, "event__ends_at__gt": now}
    rows = Booking.objects.filter(**coming, state__in=Booking.LIVE).order_by().values_list("event", "state")
    for event, state, number in rows.annotate(number=Count("pk")):
        found.setdefault(event, {})[state] = number
    held = HeldSeat.objects.filter(**coming, released_at=None, booking=None).order_by().values_list("event")
    for event, number in held.annotate(number=Count("pk")):
        found.setdefault(event, {})["held"] = number
    return found


def own_bookings(participant: Participant) -> QuerySet[Booking]:
    """The bookings of a person that stand, the next event first."""
    return (
        Booking.objects.filter(participant=participant, state__in=Booking.LIVE)
        .select_related("event__venue__municipality__province")
        .order_by("event__starts_at", "pk")
    )


def standing_bookings(participant: Participant, now: datetime) -> list[Booking]:
    """Those of them at events that are not over, with the place on the waiting list."""
    return _standing(participant, now)


@prepared
def _standing(participant: Participant, now: datetime) -> QuerySet[Booking]:
    return with_place(own_bookings(participant).filter(event__ends_at__gt=now))


def coming_bookings(participant: Participant, now: datetime) -> QuerySet[Booking]:
    """Those of them at events that have not begun and were not called off."""
    return own_bookings(participant).filter(event__starts_at__gt=now, event__state__in=Event.OPEN)


def past_bookings(participant: Participant, now: datetime) -> QuerySet[Booking]:
    """The seats a person had at events that are over or were called off, the last first."""
    over = Q(event__ends_at__lte=now) | Q(event__state=Event.State.CALLED_OFF)
    return (
        participant.bookings.filter(over, Q(state=BOOKED) | Q(event__state=Event.State.CALLED_OFF))
        .select_related("event__venue__municipality__province")
        .order_by("-event__starts_at", "-pk")
    )


def seats_in_calendar(key: str, now: datetime) -> tuple[Participant, list[Booking]] | None:
    """Whose calendar a secret address shows, and their seats of the last year and to come; None when it is no more."""
    found = CalendarKey.objects.filter(key=key).select_related("participant").first()
    if found is None:
        return None
    seats = own_bookings(found.participant).filter(state=BOOKED, event__ends_at__gt=now - timedelta(days=366))
    return found.participant, list(seats)


def dates_instead(booking: Booking, now: datetime) -> QuerySet[Event]:
    """The other dates that have a free seat and for which nobody waits: of the course's days, of the same webinar."""
    same = {"kind": booking.event.kind, "course_key": booking.event.course_key}
    if booking.event.kind == Event.Kind.WEBINAR:
        same["activity_key"] = booking.event.activity_key
    waiting = Booking.objects.filter(event=OuterRef("pk"), state__in=(WAITING, OFFERED))
    found = upcoming(in_calendar(), now).filter(
        ~Exists(waiting),
        **same,
        seats_taken__lt=F("capacity"),
        booking_opens_at__lte=now,
        booking_closes_at__gte=now,
    )
    return found.exclude(pk=booking.event_id)


def next_bookings(people: Iterable[Participant], now: datetime) -> dict[int, Booking]:
    """The next event each of some people has a seat at, by participant, in one query."""
    found = (
        Booking.objects.filter(participant__in=list(people), state=BOOKED, event__ends_at__gt=now)
        .select_related("event__venue__municipality")
        .order_by("-event__starts_at", "-pk")
    )
    return {booking.participant_id: booking for booking in found}


def places_of(participant: Participant) -> list[Booking]:
    """All bookings of a person that stand, with their events: what a rule asks about, read once."""
    return list(participant.bookings.filter(state__in=Booking.LIVE).select_related("event"))


@dataclass(frozen=True)
class Facts:
    """What the rules of booking ask about a person and an event, read at once."""

    places: list[Booking]  # theirs that stand, at any event
    enrolment: Enrolment | None  # in the event's course; without one nobody books, and the rest is not looked up
    only_one_of: UUID | None = None  # as the function of that name has it
    somebody_waits: bool = False  # likewise


def facts_of(participant: Participant, event: Event, *, keep_still: bool = False) -> Facts:
    """What is so now: one query for who has no place anywhere yet, two for the others.

    `keep_still` locks the person first, as `seats.keep_still` does, in the same exchange with the database; the facts
    are asked for once the lock is had. Only inside a transaction.
    """
    locks = keep_still and connection.features.has_select_for_no_key_update
    with connection.cursor() as cursor:
        if locks:
            cursor.execute(f"{KEEP_STILL}; {_ENROLMENT}", [[participant.pk], participant.pk, event.pk])
            cursor.nextset()
        else:
            cursor.execute(_ENROLMENT, [participant.pk, event.pk])
        found = cursor.fetchone()
    if found is None:
        return Facts(places_of(participant), None)
    *values, has_places, waited_for, several_days = found
    enrolment = Enrolment.from_db(None, ["id", "state", "reason"], values)
    enrolment.course_key, enrolment.participant = event.course_key, participant
    return Facts(
        places_of(participant) if has_places else [],
        enrolment,
        only_one_of=event.course_key if event.kind == Event.Kind.DAY and not several_days else None,
        somebody_waits=bool(waited_for),
    )


# One order, so that nobody waits in a circle. Not against rows that only point at the person.
KEEP_STILL = "SELECT id FROM courses_participant WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"


# By hand, since every booking asks it and Django takes ten times longer to build it than the database to answer
# (decision 0014).
_ENROLMENT = """
SELECT enrolment.id, enrolment.state, enrolment.reason,
       EXISTS (
           SELECT 1 FROM courses_booking
           WHERE participant_id = enrolment.participant_id AND state IN ('booked', 'waiting', 'offered')
       ) AS has_places,
       EXISTS (
           SELECT 1 FROM courses_booking
           WHERE event_id = event.id AND (state = 'waiting' OR state = 'offered' AND offer_is_shared)
       ) AS somebody_waits,
       (
           SELECT several_days FROM courses_completionrule
           WHERE course_key = event.course_key ORDER BY version DESC LIMIT 1
       ) AS several_days
FROM courses_event event
JOIN courses_enrolment enrolment ON enrolment.course_key = event.course_key
WHERE enrolment.participant_id = %s AND event.id = %s AND enrolment.state <> 'withdrawn'
"""


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
    return found.annotate(booked=_bookings_in(BOOKED), waiting=_bookings_in(WAITING, OFFERED))


def _bookings_in(*states: str) -> Coalesce:
    """Counted for the rows that are shown, and not for every event before the first page is cut off."""
    mine = Booking.objects.filter(event=OuterRef("pk"), state__in=states).order_by().values("event")
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


def _takes_a_seat() -> Q:
    return Q(state=BOOKED) | Q(state=OFFERED, offer_is_shared=False)
