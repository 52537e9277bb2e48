"""What is due at every tick: offers, waiting lists, held seats, reminders, minimums, needs. Twice at once is once."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from courses import conf
from courses.agenda.actions import confirm_event, hold_past_events
from courses.agenda.models import Event
from courses.agenda.rules import has_reached_minimum
from courses.booking.actions import close_waiting_list, free_unnamed_seats, lapse_offer, offer_free_seats
from courses.booking.held_letters import write_about_held
from courses.booking.letters import write_about, write_under_minimum
from courses.booking.models import Booking, HeldSeat
from courses.booking.queries import bodies_with_held_seats
from courses.booking.rules import HELD_TOLD_BEFORE, held_until, reminder_due
from courses.errors import CoursesError

logger = logging.getLogger(__name__)
State = Booking.State


def tick(now: datetime) -> str:
    """Do what is due; what to say in the log."""
    held = hold_past_events(now)
    lapsed, freed, warned = lapse_offers(now), free_held_seats(now), warn_of_held_seats(now)
    offered, told = offer_all(now), tell_minimums(now)
    reminded, closed = remind(now), close_lists(now)
    forgotten = forget_needs(now)
    return (
        f"events held: {held}, offers lapsed: {lapsed}, made: {offered}, held seats freed: {freed},"
        f" bodies warned of it: {warned}, reminders: {reminded}, waiting lists closed: {closed},"
        f" minimums judged: {told}, needs forgotten: {forgotten}"
    )


def lapse_offers(now: datetime) -> int:
    """Offers without an answer."""
    due = Booking.objects.filter(state=State.OFFERED, offer_until__lt=now).select_related("event", "participant")
    return _each(due, lambda booking: lapse_offer(booking=booking, now=now) or 1)


def offer_all(now: datetime) -> int:
    """Seats that are free while somebody waits: freed by a lapse, or left so by a crash."""
    waited_for = Event.objects.filter(
        state__in=Event.OPEN, seats_taken__lt=F("capacity"), promotion_until__gte=now, bookings__state=State.WAITING
    ).distinct()
    return _each(waited_for, lambda event: len(offer_free_seats(event=event, now=now)))


def free_held_seats(now: datetime) -> int:
    """Seats held without a name, some days before the event."""
    due = bodies_with_held_seats(HeldSeat.objects.filter(until__lt=now))
    return _each(due, lambda one: free_unnamed_seats(event=one[0], body=one[1], now=now))


def warn_of_held_seats(now: datetime) -> int:
    """Who acts for a body is told some days before that the seats it holds will be freed."""
    soon = HeldSeat.objects.filter(until__gte=now, until__lt=now + HELD_TOLD_BEFORE)
    return _each(bodies_with_held_seats(soon), lambda one: write_about_held(*one, "ending", until=held_until(one[0])))


def close_lists(now: datetime) -> int:
    """Waiting lists past the promotion cut-off."""
    over = Event.objects.filter(promotion_until__lt=now, bookings__state__in=(State.WAITING, State.OFFERED)).distinct()
    return _each(over, lambda event: bool(close_waiting_list(event=event, now=now)))


def remind(now: datetime) -> int:
    """Those booked are reminded some days before, once for each of the days of the settings."""
    horizon = now + timedelta(days=max(conf.get("REMINDER_DAYS"), default=0) + 1)
    soon = Event.objects.filter(state__in=Event.OPEN, starts_at__gt=now, starts_at__lt=horizon)
    return _each(soon.select_related("venue__municipality"), lambda event: _remind(event, now))


@transaction.atomic
def _remind(event: Event, now: datetime) -> int:
    days = reminder_due(event, now)
    if days is None:
        return 0
    begun = timezone.localtime(event.starts_at) - timedelta(days=days)
    due = event.bookings.filter(
        Q(reminded=None) | Q(reminded__gt=days), state=State.BOOKED, booked_at__lt=begun
    ).select_related("participant")
    for booking in due:
        booking.event = event
        write_about(booking, "reminder", cause=str(days))
    Booking.objects.filter(pk__in=[booking.pk for booking in due]).update(reminded=days)
    return len(due)


def tell_minimums(now: datetime) -> int:
    """At the end of booking an event that reached its minimum is confirmed; of the others the secretariat is told."""
    # a webinar is booked until it begins: it is judged the day before
    tomorrow = Q(kind=Event.Kind.WEBINAR, starts_at__lt=now + timedelta(days=1))
    due = Event.objects.filter(
        Q(booking_closes_at__lt=now) | tomorrow,
        state=Event.State.SCHEDULED,
        starts_at__gt=now,
        minimum_told_at=None,
    ).select_related("venue__municipality")
    return _each(due, lambda event: _tell_minimum(event, now))


@transaction.atomic
def _tell_minimum(event: Event, now: datetime) -> int:
    if not Event.objects.filter(pk=event.pk, minimum_told_at=None).update(minimum_told_at=now):
        return 0
    if has_reached_minimum(event):
        confirm_event(event=event, author=None)
    else:
        write_under_minimum(event, event.seats_taken)
    return 1


def forget_needs(now: datetime) -> int:
    """What somebody needed to take part is deleted once the event is over."""
    return past_needs(now).update(needs="")


def past_needs(now: datetime) -> QuerySet[Booking]:
    """The bookings of events that are over which still say what somebody needed."""
    return Booking.objects.filter(event__ends_at__lt=now).exclude(needs="")


def _each(due: Iterable[Any], act: Callable[[Any], int]) -> int:
    """What is due, one after the other: where one was changed by somebody in that second, the others go on."""
    done = 0
    for one in due:
        try:
            with transaction.atomic():
                done += act(one)
        except (CoursesError, Error):
            logger.exception("%s was left for the next round.", one)
    return done
