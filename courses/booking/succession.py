"""What becomes of seats when people change: an enrolment ends, a colleague takes over, two records become one."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.audit.actions import Author, record_many
from courses.booking.groups import substitute
from courses.booking.models import Booking, CalendarKey
from courses.booking.placing import cancel_booking
from courses.booking.queries import coming_bookings, live_booking
from courses.booking.seats import end_booking, lock, offer_free_seats
from courses.enrolment.models import Enrolment
from courses.errors import CoursesError
from courses.people.models import Participant

State = Booking.State
# Of two bookings of one person at one event, the one that stands first here is kept.
WORTH = (State.BOOKED, State.OFFERED, State.WAITING)


@transaction.atomic
def give_up_with_enrolment(*, enrolment: Enrolment, reason: str, author: Author) -> None:
    """Who no longer takes part in the course has no seat at its coming events: they are offered to who waits."""
    now = timezone.now()
    why = _("The enrolment in the course has ended: %(why)s") % {"why": reason}
    places = coming_bookings(enrolment.participant, now).filter(event__course_key=enrolment.course_key)
    for booking in places.order_by("event_id"):
        cancel_booking(booking=booking, reason=why, author=author, by_secretariat=True, now=now)


@transaction.atomic
def hand_over_bookings(*, old: Participant, new: Participant, author: Author) -> list[Booking]:
    """The colleague who takes an official's place has their seats at coming events too, where they may.

    Where they may not, and in the waiting lists, the end of the enrolment gives the place up.
    """
    handed = []
    # in the order in which who changes a day locks two events
    for booking in coming_bookings(old, timezone.now()).filter(state=State.BOOKED).order_by("event_id"):
        try:
            with transaction.atomic():
                handed.append(substitute(booking=booking, participant=new, author=author))
        except CoursesError:
            continue
    return handed


@transaction.atomic
def take_over_bookings(*, kept: Participant, absorbed: Participant, author: Author) -> None:
    """Two records of one person become one: at each event they have one place, the better of the two.

    Nobody is written to, unless they had two training days to come where one is allowed: the other record's is given
    up, and its letter says so.
    """
    for other in absorbed.bookings.filter(state__in=Booking.LIVE).select_related("participant").order_by("event_id"):
        other.event = lock(other.event)
        own = live_booking(other.event, kept)
        if own is not None:
            own.event = other.event
            loser = max(own, other, key=lambda one: (WORTH.index(one.state), one is other))
            _end(loser, "", author, tell=False)
        if other.state == State.BOOKED and other.only_one_of:
            _settle_days(other, kept, author)
    absorbed.bookings.update(participant=kept)
    if CalendarKey.objects.filter(participant=kept).exists():
        CalendarKey.objects.filter(participant=absorbed).delete()
    CalendarKey.objects.filter(participant=absorbed).update(participant=kept)


def _settle_days(other: Booking, kept: Participant, author: Author) -> None:
    """A day that was held stays a fact beside another; of two to come the other record's is given up."""
    own = kept.bookings.filter(state=State.BOOKED, only_one_of=other.only_one_of).select_related("event").first()
    if own is None:
        return
    if _is_to_come(own.event) and _is_to_come(other.event):
        _end(other, _("You have a place at another training day."), author, tell=True)
    else:
        Booking.objects.filter(pk=other.pk).update(only_one_of=None)


def _is_to_come(event: Event) -> bool:
    return event.is_open and event.starts_at > timezone.now()


def _end(booking: Booking, reason: str, author: Author, *, tell: bool) -> None:
    end_booking(booking, reason, author, tell=tell)
    offer_free_seats(event=booking.event)


@transaction.atomic
def free_from_one_day(bookings: Iterable[Booking]) -> int:
    """These places no longer stand in the way of another training day of the course. Twice is once."""
    found = list(bookings)
    Booking.objects.filter(pk__in=[booking.pk for booking in found]).update(only_one_of=None)
    record_many(author=None, action="booking.missed", subjects=found)
    return len(found)
