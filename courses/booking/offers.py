"""The answers to an offer, and what happens without one."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import conf
from courses.agenda.models import Event
from courses.audit.actions import Author, record
from courses.booking.letters import write_about
from courses.booking.models import Booking
from courses.booking.queries import booked_day, places_of
from courses.booking.rules import has_no_clash
from courses.booking.seats import NoSeat, change, end_booking, give_back, keep_still, lock, offer_free_seats, take_seats
from courses.errors import NotAllowed, StaleState

State = Booking.State


@transaction.atomic
def accept_offer(*, booking: Booking, author: Author = None, now: datetime | None = None) -> Booking:
    """«Accetto»: the seat is theirs, and a place they have at another day of the course goes. Twice is once.

    Without an author it is the participant's own doing: the link in the letter needs no account.
    Raises StaleState when the offer no longer holds, NoSeat when another was quicker, NotAllowed on a clash.
    """
    now, author = now or timezone.now(), author or booking.participant.user
    keep_still([booking.participant])
    other = booked_day(booking.participant, booking.only_one_of) if booking.only_one_of else None
    lock_in_order(booking, other)
    if booking.state == State.BOOKED:
        return booking
    if booking.state != State.OFFERED or booking.offer_until < now or not booking.event.is_open:
        raise StaleState(
            _("This offer no longer holds. If you are still on the waiting list, we will write to you again.")
        )
    if other is not None:
        other.refresh_from_db()
        other.event = lock(other.event)
        end_booking(other, _("Changed for another date."), author)
    answer = has_no_clash(booking.participant, booking.event, places_of(booking.participant))
    if not answer:
        raise NotAllowed(answer.reason)
    if booking.offer_is_shared:
        try:
            take_seats(booking.event)
        except NoSeat as full:
            raise NoSeat(_("Somebody was quicker: the place is taken. You are still on the waiting list.")) from full
    change(booking, State.BOOKED, offer_is_shared=False)
    record(author=author, action="booking.accept", subject=booking)
    write_about(booking, "booked")
    _tell_the_slower(booking.event)
    if other is not None:
        offer_free_seats(event=other.event, now=now)
    return booking


@transaction.atomic
def lapse_offer(*, booking: Booking, now: datetime) -> None:
    """No answer in time: the seat goes to the next, the person skips one turn and is told."""
    booking.event = lock(booking.event)
    booking.refresh_from_db(fields=["state", "offer_until", "offer_is_shared", "offered_at"])
    if booking.state != State.OFFERED or booking.offer_until >= now:
        return
    took = not booking.offer_is_shared
    change(booking, State.WAITING, skips=True, offer_until=None, offer_is_shared=False)
    if took:
        give_back(booking.event)
    record(author=None, action="booking.lapse", subject=booking)
    write_about(booking, "lapsed", cause=booking.offered_at.isoformat())


@transaction.atomic
def close_waiting_list(*, event: Event, now: datetime) -> int:
    """After the promotion cut-off nobody is offered anything any more: the list ends, and those on it are told."""
    event = lock(event)
    if event.promotion_until >= now:
        return 0
    found = list(event.bookings.filter(state__in=(State.WAITING, State.OFFERED)).select_related("participant"))
    for booking in found:
        booking.event = event
        end_booking(booking, "", None)
        write_about(booking, "no_seat", link=conf.absolute(reverse("courses:calendar")))
    return len(found)


def _tell_the_slower(event: Event) -> None:
    """The last free seat went to the first who answered: the others wait on, and lose no turn."""
    if Event.objects.filter(pk=event.pk, seats_taken__lt=F("capacity")).exists():
        return
    for booking in event.bookings.filter(state=State.OFFERED, offer_is_shared=True).select_related("participant"):
        booking.event = event
        change(booking, State.WAITING, offer_until=None, offer_is_shared=False)
        write_about(booking, "taken", cause=booking.offered_at.isoformat())


def lock_in_order(booking: Booking, other: Booking | None) -> None:
    """The events of both bookings, always in one order."""
    events = {each.event_id: each.event for each in (booking, other) if each is not None}
    locked = {pk: lock(event) for pk, event in sorted(events.items())}
    booking.refresh_from_db()
    booking.event = locked[booking.event_id]
