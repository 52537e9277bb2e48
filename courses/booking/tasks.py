"""What is due at every tick: offers, waiting lists, held seats, reminders, minimums, needs. Twice at once is once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from courses import conf
from courses.agenda.actions import confirm_event, hold_past_events
from courses.agenda.models import Event
from courses.agenda.rules import has_reached_minimum
from courses.booking.actions import close_waiting_list, lapse_offer, offer_free_seats, release_held_seat
from courses.booking.letters import write_about, write_under_minimum
from courses.booking.models import Booking, HeldSeat
from courses.booking.rules import reminder_due

State = Booking.State


def tick(now: datetime) -> str:
    """Do what is due; what to say in the log."""
    held = hold_past_events(now)
    lapsed, freed = lapse_offers(now), free_held_seats(now)
    offered, told = offer_all(now), tell_minimums(now)
    reminded, closed = remind(now), close_lists(now)
    forgotten = forget_needs(now)
    return (
        f"events held: {held}, offers lapsed: {lapsed}, made: {offered}, held seats freed: {freed},"
        f" reminders: {reminded}, waiting lists closed: {closed}, minimums judged: {told}, needs forgotten: {forgotten}"
    )


def lapse_offers(now: datetime) -> int:
    """Offers without an answer."""
    due = Booking.objects.filter(state=State.OFFERED, offer_until__lt=now).select_related("event", "participant")
    for booking in due:
        lapse_offer(booking=booking, now=now)
    return len(due)


def offer_all(now: datetime) -> int:
    """Seats that are free while somebody waits: freed by a lapse, or left so by a crash."""
    waited_for = Event.objects.filter(
        state__in=Event.OPEN, seats_taken__lt=F("capacity"), promotion_until__gte=now, bookings__state=State.WAITING
    ).distinct()
    return sum(len(offer_free_seats(event=event, now=now)) for event in waited_for)


def free_held_seats(now: datetime) -> int:
    """Seats held without a name, some days before the event."""
    due = HeldSeat.objects.filter(released_at=None, booking=None, until__lt=now).select_related("event", "body")
    for seat in due:
        release_held_seat(seat=seat, author=None, now=now)
    return len(due)


def close_lists(now: datetime) -> int:
    """Waiting lists past the promotion cut-off."""
    over = Event.objects.filter(promotion_until__lt=now, bookings__state__in=(State.WAITING, State.OFFERED)).distinct()
    return sum(bool(close_waiting_list(event=event, now=now)) for event in over)


def remind(now: datetime) -> int:
    """Those booked are reminded some days before, once for each of the days of the settings."""
    horizon = now + timedelta(days=max(conf.get("REMINDER_DAYS"), default=0) + 1)
    soon = Event.objects.filter(state__in=Event.OPEN, starts_at__gt=now, starts_at__lt=horizon)
    return sum(_remind(event, now) for event in soon.select_related("venue__municipality"))


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
    return sum(_tell_minimum(event, now) for event in due)


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
