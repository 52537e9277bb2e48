"""What the secretariat reads of events: the list, one event with its people, what a change would mean."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from courses.agenda.models import Event, EventTeacher, Teacher, Venue
from courses.agenda.queries import events, upcoming
from courses.agenda.rules import name_of
from courses.booking.models import Booking, HeldSeat
from courses.booking.queries import with_counts, with_place
from courses.catalogue.models import Activity
from courses.reports.registers import seals_of
from courses.territory.queries import fold

DATED = ("trainingdaypage", "webinarpage")


def events_listed() -> QuerySet[Event]:
    """All events with `booked`, `waiting`, `seal_count`, and whether one that is still open is `under_minimum`."""
    short = Q(seats_taken__lt=F("minimum"), state__in=Event.OPEN)
    return with_counts(
        events().select_related("venue__municipality__province__region", "register").prefetch_related(None)
    ).annotate(under_minimum=short, seal_count=seals_of("register"))


def search_events(found: QuerySet[Event], text: str) -> QuerySet[Event]:
    """Those whose municipality is found by every word typed, whatever accents, or whose title holds the text."""
    place = Q()
    for word in fold(text).split():
        place &= Q(venue__municipality__search_text__contains=f" {word}")
    return found.filter(place | Q(title__icontains=text.strip()))


def dated_activities() -> QuerySet[Activity]:
    """The published training days and webinars, in the order of their courses."""
    found = Activity.objects.filter(kind__in=DATED, page__live=True, module__live=True, course__live=True)
    return found.select_related("page", "module").order_by("page__path")


def people_of(event: Event) -> list[Booking]:
    """The bookings of an event that stand, by family name; those on the waiting list last, each with its `place`."""
    found = with_place(event.bookings.filter(state__in=Booking.LIVE).select_related("participant", "body"))
    rows = list(found.order_by("participant__family_name", "participant__given_name", "pk"))
    # an offer stands before those who wait
    last = {Booking.State.BOOKED: 0, Booking.State.OFFERED: 1, Booking.State.WAITING: 2}
    return sorted(rows, key=lambda one: (last[one.state], one.place if one.state == Booking.State.WAITING else 0))


def seats_kept(event: Event) -> QuerySet[HeldSeat]:
    """The seats that bodies hold without a name."""
    return event.held_seats.filter(released_at=None, booking=None).select_related("body", "held_by")


def teaching_of(event: Event) -> QuerySet[EventTeacher]:
    """Who teaches, each with the account that has the registers."""
    return event.teaching.select_related("teacher__account__user")


def dates_to_change_to(booking: Booking, now: datetime) -> QuerySet[Event]:
    """The other dates of the same course and kind with a free seat; the secretariat is bound to no window."""
    same = {"kind": booking.event.kind, "course_key": booking.event.course_key}
    return upcoming(events(), now).filter(**same, seats_taken__lt=F("capacity")).exclude(pk=booking.event_id)


def dates_for_many(bookings: Iterable[Booking], now: datetime) -> QuerySet[Event]:
    """The dates with a free seat that are of the same course and kind as one of the bookings, and not all of theirs."""
    theirs = {booking.event_id: booking.event for booking in bookings}
    same = Q(pk__in=[])
    for kind, course_key in {(event.kind, event.course_key) for event in theirs.values()}:
        same |= Q(kind=kind, course_key=course_key)
    found = upcoming(events(), now).filter(same, seats_taken__lt=F("capacity"))
    return found.exclude(pk__in=theirs) if len(theirs) == 1 else found


def clashes_in_words(found: Iterable[Event], *, venue: Venue | None, teachers: Iterable[Teacher]) -> list[str]:
    """What each event at the same time shares: the venue, or a teacher, by name."""
    busy = {teacher.pk: teacher for teacher in teachers}
    lines = []
    for event in found:
        named = name_of(event)
        if venue is not None and event.venue_id == venue.pk:
            lines.append(_("%(venue)s is taken at the same time: %(event)s.") % {"venue": venue, "event": named})
        lines += [
            _("%(teacher)s teaches at the same time: %(event)s.") % {"teacher": teacher, "event": named}
            for teacher in event.teachers.all()
            if teacher.pk in busy
        ]
    return lines


def concerned(event: Event) -> tuple[int, int]:
    """How many people a change concerns: those with a seat, and those who wait for one."""
    states = list(event.bookings.filter(state__in=Booking.LIVE).values_list("state", flat=True))
    booked = states.count(Booking.State.BOOKED)
    return booked, len(states) - booked


def concerned_in_words(event: Event) -> str:
    """The same, as a screen says it."""
    booked, waiting = concerned(event)
    return _("%(booked)s with a place, %(waiting)s on the waiting list") % {"booked": booked, "waiting": waiting}
