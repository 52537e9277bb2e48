"""Taking and giving back seats: the one place that writes an event's counter."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.audit.actions import Author, record
from courses.booking.letters import write_about
from courses.booking.models import Booking
from courses.booking.queries import KEEP_STILL, only_one_of, seats_of_body, waiting_list
from courses.booking.rules import ASKED_AT_ONCE, is_rush, may_offer, moment_in_words, offer_end
from courses.errors import NotAllowed, StaleState
from courses.people.models import Participant
from courses.territory.models import Body
from courses.territory.queries import body_of_the_day

State = Booking.State


class NoSeat(NotAllowed):
    """All the seats are taken."""


def take_seats(event: Event, number: int = 1, *, overbook: bool = False) -> None:
    """Count seats as taken, if there are so many; as late as possible, since it locks the event.

    Raises NoSeat, or StaleState for an event that is no longer what was read: moved or called off meanwhile.
    """
    as_read = Event.objects.filter(pk=event.pk, state__in=Event.OPEN, sequence=event.sequence)
    room = as_read
    if not overbook:
        room = room.filter(seats_taken__lte=F("capacity") - number)
    if not room.update(seats_taken=F("seats_taken") + number):
        if not as_read.exists():
            _refuse_the_changed()
        raise NoSeat(_("All the places are taken."))


def give_back(event: Event, number: int = 1) -> None:
    """Count seats as free again."""
    Event.objects.filter(pk=event.pk).update(seats_taken=F("seats_taken") - number)


def refuse_beyond_the_bodys_share(event: Event, body: Body | None) -> None:
    """After the seat was taken, and the event is locked: the count is exact. Raises NoSeat."""
    if event.seats_per_body is not None and seats_of_body(event, body) > event.seats_per_body:
        raise NoSeat(
            _("%(body)s has all the places a body may have at this event (%(number)s).")
            % {"body": body, "number": event.seats_per_body}
        )


def lock(event: Event) -> Event:
    """Who changes a booking that stands locks its event first: nobody waits for each other in a circle.

    Not against bookings that only point at the event: who writes one asks for the event last, and would be waited for.
    """
    found = Event.objects.select_for_update(of=("self",), no_key=True).select_related("venue__municipality")
    return found.get(pk=event.pk)


def lock_as_read(event: Event) -> Event:
    """The event, locked. Raises StaleState when it was moved or called off since it was read."""
    there = lock(event)
    if not there.is_open or there.sequence != event.sequence:
        _refuse_the_changed()
    return there


def keep_still(people: Iterable[Participant]) -> None:
    """Nobody books twice at once for one person: before their places are read and any event is locked, in one order.

    Who books for one person alone asks `facts_of` for it. SQLite has one writer at a time anyway.
    """
    if connection.features.has_select_for_no_key_update:
        with connection.cursor() as cursor:
            cursor.execute(KEEP_STILL, [[person.pk for person in people]])


def insert(event: Event, participant: Participant, **fields: Any) -> Booking:
    """A booking with the body of the day. Raises IntegrityError for a second one that stands."""
    if "only_one_of" not in fields:
        fields["only_one_of"] = only_one_of(event)
    return Booking.objects.create(
        event=event,
        participant=participant,
        role=participant.role,
        body=participant.body,
        **body_of_the_day(participant.body),
        **fields,
    )


def change(booking: Booking, state: str, **fields: Any) -> bool:
    """A conditional update, with the event locked; False when somebody was quicker."""
    if not Booking.objects.filter(pk=booking.pk, state=booking.state).update(state=state, **fields):
        return False
    booking.state = state
    for name, value in fields.items():
        setattr(booking, name, value)
    return True


def give_seat(
    event: Event, participant: Participant, author: Author, *, beyond: bool = False, takes: bool = True, **fields: Any
) -> Booking:
    """Insert, trail and letter first, the counter last: it locks the event. Raises NoSeat, which undoes the action.

    `takes` is False for a seat that is counted already: a held one, or a colleague's.
    """
    booking = insert(event, participant, state=State.BOOKED, **fields)
    record(author=author, action="booking.create", subject=booking, reason=fields.get("exception_reason", ""))
    write_about(booking, "booked")
    if takes:
        take_seats(event, overbook=beyond)
        if not beyond:
            refuse_beyond_the_bodys_share(event, participant.body)
    return booking


def end_booking(
    booking: Booking, reason: str, author: Author, *, tell: bool = True, to: Participant | None = None
) -> None:
    """The event is locked: what the booking took is given back, and the person told. Raises StaleState.

    A seat that goes `to` a colleague stays counted. The trail keeps that there was a reason, never the words: they are
    the person's, and go with the booking.
    """
    had_seat = booking.state == State.BOOKED
    took = had_seat or (booking.state == State.OFFERED and not booking.offer_is_shared)
    end = {
        "cancelled_at": timezone.now(),
        "cancel_reason": reason,
        "cancelled_by": author if author is not None and author.is_authenticated else None,
        "needs": "",
    }
    if had_seat:
        end["sequence"] = F("sequence") + 1
    if not change(booking, State.CANCELLED, **end):
        raise StaleState(_("Somebody changed this booking a moment ago: look at it again before you go on."))
    if had_seat:
        booking.refresh_from_db(fields=["sequence"])
    if took and to is None:
        give_back(booking.event)
    heir = {} if to is None else {"to": to.pk}
    record(author=author, action="booking.cancel", subject=booking, with_reason=bool(reason), **heir)
    if tell and had_seat:
        write_about(booking, "cancelled", motivo=reason)


@transaction.atomic
def offer_free_seats(*, event: Event, now: datetime | None = None) -> list[Booking]:
    """Offer what is free to who waits: to one person a seat, for two working days; near the event to several at once.

    Twice is once: what is offered is no longer free, and who has an offer no longer waits for one.
    """
    return offer_what_is_free(lock(event), now or timezone.now())


def offer_what_is_free(event: Event, now: datetime) -> list[Booking]:
    """The same for an event that is locked already."""
    if not may_offer(event, now):
        return []
    if is_rush(event, now):
        return _offer_to_several(event, now)
    offered = []
    while event.seats_free > len(offered):
        booking = _next_in_line(event)
        if booking is None:
            break
        take_seats(event)
        _offer(booking, event, now, shared=False)
        offered.append(booking)
    return offered


def _refuse_the_changed() -> None:
    raise StaleState(_("This date has changed a moment ago: look at it again before you book."))


def _offer_to_several(event: Event, now: datetime) -> list[Booking]:
    shared = Booking.objects.filter(event=event, state=Booking.State.OFFERED, offer_is_shared=True).count()
    wanted = event.seats_free * ASKED_AT_ONCE - shared
    waiting = sorted(
        (booking for booking in waiting_list(event) if _within_share(event, booking)), key=lambda booking: booking.skips
    )
    chosen = waiting[: max(wanted, 0)] if event.seats_free else []
    for booking in chosen:
        _offer(booking, event, now, shared=True)
    return chosen


def _next_in_line(event: Event) -> Booking | None:
    """Who is offered the next seat: those who let an offer lapse skip one turn, bodies beyond their share wait."""
    waiting = [booking for booking in waiting_list(event) if _within_share(event, booking)]
    chosen = next((booking for booking in waiting if not booking.skips), None)
    skipped = waiting[: waiting.index(chosen)] if chosen else waiting
    Booking.objects.filter(pk__in=[booking.pk for booking in skipped]).update(skips=False)
    return chosen or next(iter(waiting), None)


def _within_share(event: Event, booking: Booking) -> bool:
    return event.seats_per_body is None or seats_of_body(event, booking.body) < event.seats_per_body


def _offer(booking: Booking, event: Event, now: datetime, *, shared: bool) -> None:
    until = offer_end(event, now)
    change(
        booking,
        Booking.State.OFFERED,
        skips=False,
        offered_at=now,
        offer_until=until,
        offer_is_shared=shared,
    )
    booking.event = event
    record(author=None, action="booking.offer", subject=booking)
    _write_offer(booking)


def _write_offer(booking: Booking) -> None:
    """The letter of an offer: a later one is another letter."""
    kind = "offer_shared" if booking.offer_is_shared else "offer"
    write_about(booking, kind, cause=booking.offered_at.isoformat(), scadenza=moment_in_words(booking.offer_until))
