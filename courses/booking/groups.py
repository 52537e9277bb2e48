"""What contacts do for several colleagues: book them at once, hold seats and name people later, substitute."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import conf
from courses.agenda.models import Event
from courses.audit.actions import Author, record
from courses.booking.held_letters import write_about_held
from courses.booking.models import Booking, HeldSeat
from courses.booking.placing import book
from courses.booking.queries import held_seats, live_booking
from courses.booking.rules import held_until, may_book, may_hold
from courses.booking.seats import (
    end_booking,
    give_back,
    give_seat,
    keep_still,
    lock,
    offer_free_seats,
    refuse_beyond_the_bodys_share,
    take_seats,
)
from courses.errors import CoursesError, NotAllowed, StaleState
from courses.people.models import Participant
from courses.territory.models import Body

State, Via = Booking.State, Booking.Via


@dataclass(frozen=True)
class Result:
    """What became of one colleague: a booking, or why not."""

    participant: Participant
    booking: Booking | None = None
    refusal: str = ""


@transaction.atomic
def book_group(
    *, event: Event, participants: Iterable[Participant], all_or_none: bool, author: Author, now: datetime | None = None
) -> list[Result]:
    """Book several colleagues: «tutti o nessuno», or as many as possible and the others in line.

    Raises NotAllowed when all are wanted and one has no seat or may not book: then nobody is booked.
    """
    results, people, free = [], list(participants), max(event.seats_free, 0)
    keep_still(people)
    for participant in people:
        try:
            with transaction.atomic():
                booking = book(event=event, participant=participant, author=author, via=Via.CONTACT, now=now)
        except CoursesError as refusal:
            if all_or_none:
                raise
            results.append(Result(participant, refusal=refusal.message))
            continue
        if all_or_none and booking.state != State.BOOKED:
            raise NotAllowed(
                _("There are %(free)s free places for %(people)s people: nobody was booked. Choose fewer people.")
                % {"free": free, "people": len(people)}
            )
        event.refresh_from_db(fields=["seats_taken"])
        results.append(Result(participant, booking))
    return results


@transaction.atomic
def hold_seats(*, event: Event, body: Body, number: int, author: Author, now: datetime | None = None) -> list[HeldSeat]:
    """Keep seats for colleagues to be named later, and not the whole day.

    Raises NotAllowed too late, within nobody's window or for too many, NoSeat.
    """
    answer = may_hold(event, now or timezone.now())
    if not answer:
        raise NotAllowed(answer.reason)
    if number < 1:
        raise NotAllowed(_("Write how many places you want to keep: at least one."))
    keeper = author if author is not None and author.is_authenticated else None
    until = held_until(event)
    seats = HeldSeat.objects.bulk_create(
        HeldSeat(event=event, body=body, held_by=keeper, until=until) for _number in range(number)
    )
    record(author=author, action="seat.hold", subject=event, body=body.pk, number=number)
    take_seats(event, number)
    # the event is locked now: the count is exact
    most = conf.get("HELD_SEATS_PER_BODY")
    if most is not None and held_seats(event, body).count() > most:
        raise NotAllowed(
            _("A body keeps at most %(number)s places without a name at one event: book the others by name.")
            % {"number": most}
        )
    refuse_beyond_the_bodys_share(event, body)
    return seats


@transaction.atomic
def name_held_seat(
    *, seat: HeldSeat, participant: Participant, author: Author, needs: str = "", now: datetime | None = None
) -> Booking:
    """A held seat becomes a colleague's. Raises StaleState when it was named or freed meanwhile, NotAllowed by rule."""
    keep_still([participant])
    event = lock(seat.event)
    _refuse_unless_held(seat)
    if participant.body_id != seat.body_id:
        raise NotAllowed(_("A place is kept for the colleagues of one body: name one of them."))
    standing = live_booking(event, participant)
    if standing is not None and standing.state == State.BOOKED:
        raise NotAllowed(_("%(name)s has a place at this event already: name somebody else.") % {"name": participant})
    # the seat was taken within the window; naming it is possible until the event begins
    answer = may_book(participant, event, now or timezone.now(), by_secretariat=True)
    if not answer:
        raise NotAllowed(answer.reason)
    if standing is not None:
        end_booking(standing, "", author, tell=False)
    booking = give_seat(event, participant, author, takes=False, via=Via.CONTACT, needs=needs.strip())
    HeldSeat.objects.filter(pk=seat.pk).update(booking=booking)
    seat.booking = booking
    return booking


@transaction.atomic
def release_held_seat(*, seat: HeldSeat, author: Author, now: datetime | None = None) -> None:
    """The seat is not needed: it is offered to who waits. Twice is once."""
    now = now or timezone.now()
    event = lock(seat.event)
    if not HeldSeat.objects.filter(pk=seat.pk, released_at=None, booking=None).update(released_at=now):
        return
    give_back(event)
    record(author=author, action="seat.release", subject=event, body=seat.body_id)
    offer_free_seats(event=event, now=now)


@transaction.atomic
def free_unnamed_seats(*, event: Event, body: Body, now: datetime) -> int:
    """The seats a body did not name in time are offered to who waits, and who acts for it is told. Twice is once."""
    event = lock(event)
    due = held_seats(event, body).filter(until__lt=now)
    number = HeldSeat.objects.filter(pk__in=list(due.values_list("pk", flat=True))).update(released_at=now)
    if not number:
        return 0
    give_back(event, number)
    record(author=None, action="seat.release", subject=event, body=body.pk, number=number)
    write_about_held(event, body, number, "freed", cause=now.isoformat())
    offer_free_seats(event=event, now=now)
    return number


@transaction.atomic
def substitute(*, booking: Booking, participant: Participant, author: Author, now: datetime | None = None) -> Booking:
    """A colleague of the same body takes the seat over, until the event begins; both are told.

    Raises NotAllowed for somebody of another body or who may not book, StaleState when the seat is gone.
    """
    keep_still([participant])
    event = lock(booking.event)
    booking.refresh_from_db()
    booking.event = event
    if booking.state != State.BOOKED:
        raise StaleState(_("This place was given up already: book a new one."))
    if participant.body_id != booking.body_id:
        raise NotAllowed(_("A place is handed to a colleague of the same body."))
    standing = live_booking(event, participant)
    if standing is not None and standing.state == State.BOOKED:
        raise NotAllowed(_("%(name)s has a place at this event already: name somebody else.") % {"name": participant})
    answer = may_book(participant, event, now or timezone.now(), by_secretariat=True)
    if not answer:
        raise NotAllowed(answer.reason)
    if standing is not None:
        end_booking(standing, "", author, tell=False)
    # no name: the words stay with the other person
    end_booking(booking, _("Your place goes to a colleague of your body."), author, to=participant)
    return give_seat(event, participant, author, takes=False, via=Via.CONTACT)


def _refuse_unless_held(seat: HeldSeat) -> None:
    seat.refresh_from_db()
    if seat.released_at or seat.booking_id:
        raise StaleState(_("This place was named or freed in the meantime: look at the list again."))
