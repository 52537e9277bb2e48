"""Giving a person a seat or a place in line, taking either away, and changing one for another."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.audit.actions import Author, record
from courses.booking.letters import write_about
from courses.booking.models import Booking
from courses.booking.queries import facts_of, live_booking, somebody_waits
from courses.booking.rules import may_book, may_cancel, may_change_day
from courses.booking.seats import (
    NoSeat,
    end_booking,
    give_seat,
    insert,
    keep_still,
    lock,
    lock_as_read,
    offer_free_seats,
    offer_what_is_free,
)
from courses.errors import NotAllowed, ReasonMissing
from courses.people.models import Participant

State, Via = Booking.State, Booking.Via


def book(
    *,
    event: Event,
    participant: Participant,
    author: Author,
    via: str = Via.SELF,
    needs: str = "",
    now: datetime | None = None,
) -> Booking:
    """A seat, or a place on the waiting list when all are taken or others wait already. Twice is once.

    Raises NotAllowed with the reason: window, enrolment, another training day, a clash. Raises StaleState for an event
    that was moved or called off since it was read.
    """
    given = {"author": author, "via": via, "needs": needs.strip(), "now": now or timezone.now()}
    try:
        # the last seat may go while the letter is written: then all is undone, and asked again for a place in line
        with suppress(NoSeat):
            return _book(event, participant, seat=True, **given)
        return _book(event, participant, seat=False, **given)
    except IntegrityError:
        return _already(event, participant)


@transaction.atomic
def _book(
    event: Event, participant: Participant, *, seat: bool, author: Author, via: str, needs: str, now: datetime
) -> Booking:
    facts = facts_of(participant, event, keep_still=True)
    standing = next((place for place in facts.places if place.event_id == event.pk), None)
    if standing is not None:
        return standing
    answer = may_book(participant, event, now, by_secretariat=via == Via.SECRETARIAT, facts=facts)
    if not answer:
        raise NotAllowed(answer.reason)
    fields = {"via": via, "needs": needs, "only_one_of": facts.only_one_of}
    if seat and event.seats_free and not facts.somebody_waits:
        return give_seat(event, participant, author, **fields)
    return _stand_in_line(event, participant, author, now, **fields)


@transaction.atomic
def overbook(
    *, event: Event, participant: Participant, author: Any, reason: str, needs: str = "", now: datetime | None = None
) -> Booking:
    """The secretariat books beyond the seats, by an explicit right and with a written reason.

    Raises NotAllowed without the right or against the rules of booking, ReasonMissing without a reason.
    """
    if not author.has_perm("courses.overbook"):
        raise NotAllowed(_("You may not book beyond the seats of an event: ask who may."))
    if not reason.strip():
        raise ReasonMissing(_("Write why the event takes one more person than it has seats."))
    keep_still([participant])
    answer = may_book(participant, event, now or timezone.now(), by_secretariat=True)
    if not answer:
        raise NotAllowed(answer.reason)
    event = lock(event)
    standing = live_booking(event, participant)
    if standing is not None and standing.state == State.BOOKED:
        return standing
    if standing is not None:
        end_booking(standing, _("Booked beyond the seats."), author, tell=False)
    fields = {"via": Via.SECRETARIAT, "exception_reason": reason.strip(), "needs": needs.strip()}
    return give_seat(event, participant, author, beyond=True, **fields)


@transaction.atomic
def cancel_booking(
    *, booking: Booking, reason: str, author: Author, by_secretariat: bool = False, now: datetime | None = None
) -> Booking:
    """Give a seat up, with a reason, or leave the waiting list; the seat is offered to who waits. Twice is once.

    Raises NotAllowed after the cut-off, ReasonMissing without a reason for a seat.
    """
    now = now or timezone.now()
    event = lock(booking.event)
    booking.refresh_from_db()
    booking.event = event
    if booking.state == State.CANCELLED:
        return booking
    answer = may_cancel(booking, now, by_secretariat=by_secretariat)
    if not answer:
        raise NotAllowed(answer.reason)
    if booking.state == State.BOOKED and not reason.strip():
        raise ReasonMissing(_("Write why the place is given up: it helps us to plan."))
    end_booking(booking, reason.strip(), author)
    offer_free_seats(event=event, now=now)
    return booking


@transaction.atomic
def change_day(
    *, booking: Booking, event: Event, author: Author, via: str = Via.SELF, now: datetime | None = None
) -> Booking:
    """The seat is changed for one at another event; where that is full nothing changes.

    Raises NotAllowed against the rules of either event, NoSeat when the other has no seat left.
    """
    now = now or timezone.now()
    keep_still([booking.participant])
    # both events in one order: two people who swap never wait for each other
    there = {each.pk: lock(each) for each in sorted((booking.event, event), key=lambda each: each.pk)}
    booking.refresh_from_db()
    booking.event, event = there[booking.event_id], there[event.pk]
    answer = may_change_day(booking, event, now, by_secretariat=via == Via.SECRETARIAT)
    if not answer:
        raise NotAllowed(answer.reason)
    if not event.seats_free or somebody_waits(event):
        raise NoSeat(_("All the places of that day are taken: choose another one. You keep the place you have."))
    needs, standing = booking.needs, live_booking(event, booking.participant)
    if standing is not None:
        end_booking(standing, "", author, tell=False)
    end_booking(booking, _("Changed for another date."), author)
    answer = may_book(booking.participant, event, now, by_secretariat=via == Via.SECRETARIAT)
    if not answer:
        raise NotAllowed(answer.reason)
    fresh = give_seat(event, booking.participant, author, via=via, needs=needs)
    offer_free_seats(event=booking.event, now=now)
    return fresh


@transaction.atomic
def book_instead(*, booking: Booking, event: Event, author: Author, now: datetime | None = None) -> Booking:
    """Who lost a place because its event was called off gets one at another date of the course. Twice is once.

    Raises NotAllowed against the rules of booking or for a place that went otherwise, NoSeat when no seat is left.
    """
    same = (booking.event.kind, booking.event.course_key) == (event.kind, event.course_key)
    if not (booking.went_with_event and same):
        raise NotAllowed(_("Choose another date of the same kind, in the same course."))
    fresh = book(event=event, participant=booking.participant, author=author, via=booking.via, now=now)
    if fresh.state != State.BOOKED:
        raise NoSeat(_("That date has no free place any more: choose another one."))
    return fresh


def _stand_in_line(event: Event, participant: Participant, author: Author, now: datetime, **fields: Any) -> Booking:
    booking = insert(event, participant, state=State.WAITING, **fields)
    record(author=author, action="booking.wait", subject=booking)
    write_about(booking, "waiting")
    # a seat may have been freed while we were about it: the first in line is offered it
    offer_what_is_free(lock_as_read(event), now)
    booking.refresh_from_db(fields=["state", "offer_until", "offered_at", "offer_is_shared"])
    return booking


def _already(event: Event, participant: Participant) -> Booking:
    """Of two requests at once the second finds what the first wrote."""
    standing = live_booking(event, participant)
    if standing is None:
        raise NotAllowed(
            _("%(name)s has just got a place at another training day: one is enough.") % {"name": participant}
        )
    return standing
