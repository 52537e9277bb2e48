"""The secretariat moves an event, calls it off, changes its seats; those booked are told and asked."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.actions import change_state, set_parts
from courses.agenda.models import Event, Venue
from courses.agenda.rules import Part, fault_in_parts, moved
from courses.agenda.signals import event_upset
from courses.audit.actions import Author, record
from courses.booking.held_letters import write_about_held
from courses.booking.letters import write_about
from courses.booking.models import Booking, HeldSeat
from courses.booking.queries import bodies_with_held_seats
from courses.booking.rules import held_until
from courses.booking.seats import end_booking, lock, offer_free_seats
from courses.errors import NotAllowed, ReasonMissing, StaleState

DEADLINES = ("booking_opens_at", "booking_closes_at", "cancel_until", "promotion_until")
State, Reply = Booking.State, Booking.Reply


@transaction.atomic
def move_event(*, event: Event, parts: list[Part], venue: Venue | None, author: Author) -> Event:
    """Another date, other hours or another place: the bookings stay, each person is asked whether they can come.

    Deadlines keep their distance, reminders begin anew, and everybody may give up their place until the event begins.
    Raises NotAllowed for times that make no sense, a venue smaller than the seats taken, or an event that is over.
    """
    event = lock(event)
    _refuse_unless_open(event)
    fault = fault_in_parts(parts, event.kind) or _fault_in_venue(event, venue)
    if fault:
        raise NotAllowed(fault)
    before, starts_at = event.starts_at, min(part.starts_at for part in parts)
    deadlines = {name: moved(getattr(event, name), before=before, after=starts_at) for name in DEADLINES[1:]}
    if starts_at <= timezone.now():
        raise NotAllowed(_("The new date is past: choose one to come."))
    event_upset.send(sender=Event, event=event)
    _update(
        event,
        starts_at=starts_at,
        ends_at=max(part.ends_at for part in parts),
        venue=venue,
        capacity=min(event.capacity, venue.seats) if venue else event.capacity,
        sequence=event.sequence + 1,
        minimum_told_at=None,
        **deadlines,
    )
    set_parts(event, parts)
    HeldSeat.objects.filter(event=event, released_at=None, booking=None).update(until=held_until(event))
    record(author=author, action="event.move", subject=event, before=before, after=starts_at)
    _ask_everybody(event)
    if held_until(event) > timezone.now():  # else they are freed at once, and that is told
        _tell_who_keeps_seats(event, "moved", until=held_until(event))
    offer_free_seats(event=event)
    return event


@transaction.atomic
def change_details(*, event: Event, notify: bool, author: Author, **fields: Any) -> Event:
    """Small changes: link, notes, minimum, deadlines, seats per body. The secretariat says whether people are told."""
    event = lock(event)
    _refuse_unless_open(event)
    if fields.get("minimum", event.minimum) > event.capacity:
        raise NotAllowed(_("The minimum of participants is higher than the seats: lower one of the two."))
    if any(fields.get(name) and fields[name] > event.starts_at for name in DEADLINES):
        raise NotAllowed(_("A deadline comes after the beginning of the event: bring it forward."))
    _update(event, **fields, sequence=event.sequence + notify)
    record(author=author, action="event.change", subject=event, fields=sorted(fields), notify=notify)
    if notify:
        _tell_everybody(event)
    return event


@transaction.atomic
def tell_of_venue(*, venue: Venue, author: Author) -> None:
    """What a venue says of itself was mended: who has a place at an event to come there reads it in a letter."""
    coming = Event.objects.filter(venue=venue, state__in=Event.OPEN, starts_at__gt=timezone.now())
    for event in map(lock, coming.order_by("pk")):
        _update(event, sequence=event.sequence + 1)
        record(author=author, action="event.change", subject=event, fields=["venue"], notify=True)
        _tell_everybody(event)


@transaction.atomic
def set_capacity(*, event: Event, capacity: int, author: Author) -> Event:
    """More seats are offered to who waits; fewer than those taken, or more than the venue has, are refused."""
    if event.venue and capacity > event.venue.seats:
        raise NotAllowed(
            _("%(venue)s has %(seats)s seats: choose a larger venue first.")
            % {"venue": event.venue, "seats": event.venue.seats}
        )
    room = Event.objects.filter(pk=event.pk, state__in=Event.OPEN, seats_taken__lte=capacity, minimum__lte=capacity)
    if not room.update(capacity=capacity):
        event.refresh_from_db()
        _refuse_unless_open(event)
        raise NotAllowed(
            _("%(taken)s seats are taken and the minimum is %(minimum)s: the event cannot have only %(seats)s.")
            % {"taken": event.seats_taken, "minimum": event.minimum, "seats": capacity}
        )
    event.capacity = capacity
    record(author=author, action="event.set_capacity", subject=event, capacity=capacity)
    offer_free_seats(event=event)
    return event


@transaction.atomic
def call_off(*, event: Event, reason: str, author: Author) -> Event:
    """The event will not be held: everybody is freed, told why, and offered another date. Raises ReasonMissing."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(_("Write why the event is called off: those booked will read it."))
    event = lock(event)
    _refuse_unless_open(event)
    event_upset.send(sender=Event, event=event)
    change_state(event, Event.State.CALLED_OFF, reason=reason, sequence=event.sequence + 1)
    record(author=author, action="event.call_off", subject=event, reason=reason)
    for booking in _live(event):
        end_booking(booking, reason, author, tell=False)
        write_about(booking, "called_off", motivo=reason)
    _tell_who_keeps_seats(event, "called_off", reason=reason)
    HeldSeat.objects.filter(event=event, released_at=None, booking=None).update(released_at=timezone.now())
    _update(event, seats_taken=0)
    return event


@transaction.atomic
def confirm_coming(*, booking: Booking, now: datetime | None = None) -> Booking:
    """«Confermo»: the person can come to the event as it now is. Twice is once. Raises StaleState for a place gone."""
    changed = Booking.objects.filter(pk=booking.pk, state=State.BOOKED).exclude(reply=Reply.NONE)
    if not changed.update(reply=Reply.CONFIRMED):
        raise StaleState(_("There is nothing to confirm: your place was given up, or the event has not changed."))
    booking.reply = Reply.CONFIRMED
    record(author=booking.participant.user, action="booking.confirm", subject=booking)
    return booking


def _ask_everybody(event: Event) -> None:
    found = event.bookings.filter(state=State.BOOKED)
    found.update(reply=Reply.ASKED, reminded=None, sequence=F("sequence") + 1)
    _write_to_everybody(event, "changed")


def _tell_everybody(event: Event) -> None:
    event.bookings.filter(state=State.BOOKED).update(sequence=F("sequence") + 1)
    _write_to_everybody(event, "details")


def _write_to_everybody(event: Event, kind: str) -> None:
    """To those with a seat, with a new invitation; who waits has none, and is told so."""
    for booking in _live(event):
        has_seat = booking.state == State.BOOKED
        write_about(booking, kind if has_seat else "changed_waiting", cause=str(event.sequence))


def _tell_who_keeps_seats(event: Event, kind: str, **said: Any) -> None:
    for _event, body, number in bodies_with_held_seats(HeldSeat.objects.filter(event=event)):
        write_about_held(event, body, number, kind, **said)


def _live(event: Event) -> list[Booking]:
    found = list(event.bookings.filter(state__in=Booking.LIVE).select_related("participant__user"))
    for booking in found:
        booking.event = event
    return found


def _update(event: Event, **fields: Any) -> None:
    Event.objects.filter(pk=event.pk).update(**fields)
    for name, value in fields.items():
        setattr(event, name, value)


def _refuse_unless_open(event: Event) -> None:
    if not event.is_open:
        raise NotAllowed(_("This event is over or called off: it cannot be changed."))


def _fault_in_venue(event: Event, venue: Venue | None) -> str:
    if venue is not None and venue.seats < max(event.seats_taken, event.minimum):
        return _("%(venue)s has %(seats)s seats, and %(taken)s are taken: choose a larger venue.") % {
            "venue": venue,
            "seats": venue.seats,
            "taken": event.seats_taken,
        }
    return ""
