"""What the roster of an event shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet

from courses.agenda.models import Event, Slot, TeacherAccount
from courses.agenda.queries import events, events_taught_by
from courses.attendance.models import Attendee, Presence, Register
from courses.attendance.queries import Line, expected, lines_of, slots_of
from courses.attendance.rules import MARKS_BEFORE
from courses.booking.models import Booking
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant
from courses.prepared import prepared
from courses.territory.queries import fold

FEWEST_LETTERS, MOST_FOUND = 3, 10
NO_NAMES = frozenset({"comune", "di", "del", "della"})  # of «Comune di Feltre» the name is Feltre
THESE_WEEKS = timedelta(days=14)


@dataclass(frozen=True)
class Row:
    """A person in one part, with the mark that counts."""

    attendee: Attendee
    presence: Presence | None
    may_go: bool  # put on the register by mistake: never booked, never marked


# The row a telephone fills in for somebody it takes down itself; it puts a key in the place of these words.
NEW_ROW = {"attendee": {"pk": "nuova-persona", "full_name": "", "works_at": "", "participant": None}, "presence": None}


@dataclass(frozen=True)
class Part:
    """A part of the event, with everybody on the register."""

    slot: Slot
    rows: list[Row]
    opens_at: datetime

    @property
    def marked(self) -> int:
        """How many have a mark."""
        return sum(row.presence is not None for row in self.rows)


def parts_of(register: Register) -> list[Part]:
    """The parts of an event with their rows, in a fixed number of queries."""
    lines = lines_of(register)
    return [
        Part(slot, [_row(line, slot) for line in lines], slot.starts_at - MARKS_BEFORE) for slot in slots_of(register)
    ]


def needs_at(event: Event, now: datetime) -> list[Booking]:
    """What those with a seat need to take part, until the event is over; who needs nothing is left out."""
    if now > event.ends_at:
        return []
    found = Booking.objects.filter(event=event, state=Booking.State.BOOKED).exclude(needs="")
    return list(found.select_related("participant").order_by("participant__family_name", "pk"))


def kept_by(user: AbstractBaseUser, now: datetime) -> QuerySet[Event]:
    """The events whose register an account keeps: a teacher's own; for the secretariat those of these weeks too."""
    own = Q(pk__in=events_taught_by(user).order_by().values("pk"))
    if user.has_perm("courses.close_register"):
        own |= Q(starts_at__range=(now - THESE_WEEKS, now + THESE_WEEKS))
    return events().filter(own)


def enrolled_called(event: Event, family_name: str, register: Register) -> list[Participant]:
    """Those enrolled in the course of an event whose family name begins so, and who are not on the register.

    Empty for fewer than three letters: nobody leafs through the participants.
    """
    start = fold(family_name)
    joined = start.replace(" ", "")  # «dangelo» is how many type D'Angelo
    if len(joined) < FEWEST_LETTERS:
        return []
    enrolled = Enrolment.objects.filter(course_key=event.course_key).exclude(state=State.WITHDRAWN)
    listed = expected(register).filter(participant__isnull=False).values("participant")
    called = Q(search_text__startswith=start) | Q(search_text__contains=f" {joined}")
    found = Participant.objects.filter(called, enrolments__in=enrolled).exclude(pk__in=listed).select_related("body")
    people = found.distinct().order_by("family_name", "given_name", "pk")
    return [one for one in people if fold(one.family_name).replace(" ", "").startswith(joined)][:MOST_FOUND]


def enrolled_as(event: Event, *, given_name: str, family_name: str, works_at: str) -> Participant | None:
    """The one person enrolled in the course of an event who has this name and works there; else None."""
    name = fold(f"{given_name} {family_name}").split()
    place = set(fold(works_at).split()) - NO_NAMES
    if not given_name.strip() or not place:
        return None
    enrolled = Enrolment.objects.filter(course_key=event.course_key).exclude(state=State.WITHDRAWN)
    same = Participant.objects.filter(enrolments__in=enrolled, search_text__contains=fold(family_name))
    people = same.distinct().select_related("body")
    found = [
        one
        for one in people
        if fold(one.full_name).split() == name and one.body and place <= set(fold(one.body.name).split())
    ]
    return found[0] if len(found) == 1 else None


def _row(line: Line, slot: Slot) -> Row:
    return Row(line.attendee, line.presences.get(slot.pk), not line.presences and line.attendee.booking_id is None)


def keeps_registers(user: AbstractBaseUser) -> bool:
    """Whether an account has registers to keep: a teacher's, or the secretariat's."""
    return user.has_perm("courses.close_register") or bool(_teaches(user.pk))


@prepared
def _teaches(user: int) -> QuerySet[int]:
    return TeacherAccount.objects.filter(user=user).values_list("pk", flat=True)[:1]
