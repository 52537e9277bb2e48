"""Who may book, give up, hold and be offered a seat, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses import conf
from courses.agenda.models import Event
from courses.agenda.rules import (
    after_working_days,
    booking_is_open,
    day_in_words,
    days_before,
    on_working_day,
    working_days_between,
)
from courses.booking.models import Booking
from courses.booking.queries import Facts, facts_of
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import may_attend
from courses.errors import Verdict
from courses.people.models import Participant

# Shortly before an event each freed seat is offered to so many at once.
ASKED_AT_ONCE = 5
SECOND_THOUGHTS = timedelta(days=1)
REMINDS_FROM = 8  # the local hour: a letter just after midnight wakes people up
# Who keeps seats without a name is told so long before they are freed.
HELD_TOLD_BEFORE = timedelta(days=4)


def may_book(
    participant: Participant,
    event: Event,
    now: datetime,
    *,
    by_secretariat: bool = False,
    facts: Facts | None = None,
) -> Verdict:
    """Who takes part in the course books within the window, one training day, and nothing that clashes with their own.

    The secretariat books outside the window too, until the event begins. `facts` are of both, if read already.
    """
    window = _has_not_begun(event, now) if by_secretariat else booking_is_open(event, now)
    if not window:
        return window
    if facts is None:
        facts = facts_of(participant, event)
    return (
        takes_part(participant, facts.enrolment)
        and _has_no_other_day(participant, event, facts)
        and has_no_clash(participant, event, facts.places)
    )


def may_cancel(booking: Booking, now: datetime, *, by_secretariat: bool = False) -> Verdict:
    """A seat may be given up until the cut-off; a place in line, or at an event that was moved, until it begins.

    Who gets a seat after the cut-off, or just before, has a day for second thoughts.
    """
    if booking.state not in Booking.LIVE:
        return Verdict(False, _("This place was given up already: there is nothing to do."))
    begun = _has_not_begun(booking.event, now)
    if not begun:
        return begun
    until = max(booking.event.cancel_until, _given_at(booking) + SECOND_THOUGHTS)
    if by_secretariat or booking.state != Booking.State.BOOKED or booking.reply or now <= until:
        return Verdict(True)
    return Verdict(
        False,
        _("Until %(when)s you could give up your place by yourself: now ring or write to the secretariat.")
        % {"when": moment_in_words(until)},
    )


def may_change_day(booking: Booking, event: Event, now: datetime, *, by_secretariat: bool = False) -> Verdict:
    """A seat is changed for one at another event of the same kind and course, under the rules of both."""
    if (booking.event.kind, booking.event.course_key) != (event.kind, event.course_key) or booking.event_id == event.pk:
        return Verdict(False, _("Choose another date of the same kind, in the same course."))
    window = _has_not_begun(event, now) if by_secretariat else booking_is_open(event, now)
    return may_cancel(booking, now, by_secretariat=by_secretariat) and window


@dataclass(frozen=True)
class Acts:
    """What a person may do with their place now: what a page offers buttons for."""

    answer: bool  # an offer, with yes or no
    leave: bool  # the waiting list
    confirm: bool  # that they can come to the event as it now is
    give_up: Verdict | None  # a seat; with the reason when it is too late


def acts_on(booking: Booking, now: datetime) -> Acts:
    """An offer that holds is answered, a line is left, a moved event confirmed, a seat given up or changed."""
    state, freeing = booking.state, may_cancel(booking, now)
    open_offer = state == Booking.State.OFFERED and booking.offer_until >= now and bool(freeing)
    return Acts(
        answer=open_offer,
        leave=bool(freeing) and state in (Booking.State.WAITING, Booking.State.OFFERED) and not open_offer,
        confirm=bool(freeing) and state == Booking.State.BOOKED and booking.reply == Booking.Reply.ASKED,
        give_up=freeing if state == Booking.State.BOOKED else None,
    )


def has_no_clash(participant: Participant, event: Event, places: Sequence[Booking]) -> Verdict:
    """Nobody is in two places: a clash with an own booking is refused by name."""
    other = next((place for place in _booked_elsewhere(event, places) if _overlap(place.event, event)), None)
    if other is None:
        return Verdict(True)
    return Verdict(
        False,
        _("%(name)s has a place at «%(title)s» at the same time (%(when)s): give that up first.")
        % {"name": participant, "title": other.event.title, "when": moment_in_words(other.event.starts_at)},
    )


def may_hold(event: Event, now: datetime) -> Verdict:
    """Seats are held without a name until some days before the event."""
    window = booking_is_open(event, now)
    if window and held_until(event) <= now:
        return Verdict(False, _("It is too late to keep seats without a name: book for your colleagues by name."))
    return window


def may_offer(event: Event, now: datetime) -> bool:
    """Freed seats are offered until the promotion cut-off."""
    return event.is_open and now <= event.promotion_until and event.starts_at > now


def is_rush(event: Event, now: datetime) -> bool:
    """In the last working days a freed seat is offered to several at once, and the first answer wins."""
    days = working_days_between(timezone.localdate(now), timezone.localdate(event.starts_at))
    return days <= conf.get("RUSH_WORKING_DAYS")


def offer_end(event: Event, now: datetime) -> datetime:
    """An offer holds two working days, never beyond the promotion cut-off, and ends on a working day if it can."""
    end = min(after_working_days(now, conf.get("OFFER_WORKING_DAYS")), event.promotion_until)
    earlier = on_working_day(end)
    return earlier if earlier > now else end


def held_until(event: Event) -> datetime:
    """Until when a seat is held without a name."""
    return days_before(event.starts_at, conf.get("HELD_SEATS_FREED_DAYS"))


def reminder_due(event: Event, now: datetime) -> int | None:
    """The nearest reminder that is due, in days before the event; None before the first, and at night."""
    if timezone.localtime(now).hour < REMINDS_FROM:
        return None
    days = (timezone.localdate(event.starts_at) - timezone.localdate(now)) // timedelta(days=1)
    return min((ahead for ahead in conf.get("REMINDER_DAYS") if ahead >= days), default=None)


def moment_in_words(moment: datetime) -> str:
    """A local day and time as people say it."""
    return f"{day_in_words(moment)}, {date_format(timezone.localtime(moment), 'H:i')}"


def _given_at(booking: Booking) -> datetime:
    return max(booking.booked_at, booking.offered_at or booking.booked_at)


def _has_not_begun(event: Event, now: datetime) -> Verdict:
    if event.state == Event.State.CALLED_OFF:
        return Verdict(False, _("This event was called off: choose another date."))
    if not event.is_open or event.starts_at <= now:
        return Verdict(False, _("This event has begun or been held already: choose another date."))
    return Verdict(True)


def takes_part(participant: Participant, enrolment: Enrolment | None) -> Verdict:
    """Who is enrolled in the course of an event and may start takes part in it."""
    answer = may_attend(enrolment)
    if answer:
        return Verdict(True)
    return Verdict(False, _("%(name)s cannot book yet. %(why)s") % {"name": participant, "why": answer.reason})


def _has_no_other_day(participant: Participant, event: Event, facts: Facts) -> Verdict:
    days = [place for place in _booked_elsewhere(event, facts.places) if place.only_one_of == event.course_key]
    other = next(iter(days), None)
    if other is None or facts.only_one_of is None:
        return Verdict(True)
    if other.event.ends_at <= timezone.now():
        return Verdict(
            False,
            _(
                "%(name)s had a place at the training day of %(when)s. If they were not there, they can book another as"
                " soon as the secretariat has closed its register."
            )
            % {"name": participant, "when": moment_in_words(other.event.starts_at)},
        )
    return Verdict(
        False,
        _(
            "%(name)s has a place at another training day (%(when)s). One is enough: change the day instead of adding"
            " one."
        )
        % {"name": participant, "when": moment_in_words(other.event.starts_at)},
    )


def _booked_elsewhere(event: Event, places: Sequence[Booking]) -> list[Booking]:
    return [place for place in places if place.state == Booking.State.BOOKED and place.event_id != event.pk]


def _overlap(one: Event, other: Event) -> bool:
    return one.starts_at < other.ends_at and one.ends_at > other.starts_at
