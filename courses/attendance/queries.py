"""Reading registers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from courses.agenda.models import Event, Slot
from courses.among import Among
from courses.attendance.models import Attendee, Presence, Register
from courses.booking.models import Booking
from courses.people.models import Participant


@dataclass(frozen=True)
class Line:
    """One person of a register, with what counts for each part of the event by its key."""

    attendee: Attendee
    presences: dict[int, Presence] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        """The minutes present, over all parts."""
        return sum(presence.minutes for presence in self.presences.values())


def register_of(event: Event) -> Register | None:
    """The register of an event, if it was opened."""
    return Register.objects.filter(event=event).select_related("event").first()


def slots_of(register: Register) -> list[Slot]:
    """The parts of the event, in order."""
    return list(register.event.slots.order_by("starts_at"))


def expected(register: Register) -> QuerySet[Attendee]:
    """Who stands on a register: see `standing`."""
    return standing(register.attendees.all())


def standing(attendees: QuerySet[Attendee]) -> QuerySet[Attendee]:
    """Of those written on registers, not those listed for a seat they gave up since, unless they were marked."""
    seats = Booking.objects.filter(
        event=OuterRef("register__event"), participant=OuterRef("participant"), state=Booking.State.BOOKED
    )
    marks = Presence.objects.filter(attendee=OuterRef("pk"))
    # the few are looked for and left out: asking of everybody whether they have a seat costs more
    ended = [state for state in Booking.State if state != Booking.State.BOOKED]
    given_up = attendees.filter(~Exists(seats), ~Exists(marks), booking__state__in=ended)
    return attendees.exclude(pk__in=given_up.order_by().values("pk"))


def lines_of(register: Register) -> list[Line]:
    """Everybody who stands on a register by family name, with the mark that counts for each part, in two queries."""
    people = expected(register).select_related("participant__body", "booking")
    last = counting(Presence.objects.filter(attendee__register=register))
    marks: dict[int, dict[int, Presence]] = {}
    for presence in last.select_related("author"):
        marks.setdefault(presence.attendee_id, {})[presence.slot_id] = presence
    lines = [Line(attendee, marks.get(attendee.pk, {})) for attendee in people]
    return sorted(lines, key=lambda line: _by_name(line.attendee))


def last_presence(attendee: Attendee, slot: Slot) -> Presence | None:
    """What counts for a person and a part: what was marked last, whenever a telephone sent it."""
    return Presence.objects.filter(attendee=attendee, slot=slot).order_by("-at", "-pk").first()


def minutes_at(event: Event, people: Iterable[Participant]) -> dict[int, int]:
    """The minutes each of some people was present at an event, by participant."""
    last = counting(Presence.objects.filter(attendee__register__event=event, attendee__participant__in=list(people)))
    found: dict[int, int] = {}
    for participant, minutes in last.values_list("attendee__participant", "minutes"):
        found[participant] = found.get(participant, 0) + minutes
    return found


def absent_from(event: Event) -> list[int]:
    """The participants on the closed register of an event who were there for no minute; none before it is closed."""
    register = register_of(event)
    if register is None or register.closed_at is None:
        return []
    people = [line.attendee.participant_id for line in lines_of(register) if not line.minutes]
    return [key for key in people if key is not None]


def was_present(user: AbstractBaseUser | AnonymousUser, event: Event) -> bool:
    """Whether the person of an account was there for a part of an event."""
    return _has_minutes(user, attendee__register__event=event)


def was_present_for(user: AbstractBaseUser | AnonymousUser, activity_key: UUID) -> bool:
    """Whether the person of an account was there for a part of any event of an activity."""
    return _has_minutes(user, attendee__register__event__activity_key=activity_key)


def registers() -> QuerySet[Register]:
    """All registers with their events, as lists show them."""
    return Register.objects.select_related("event__venue__municipality", "closed_by").prefetch_related(
        Prefetch("event__slots", Slot.objects.order_by("starts_at"))
    )


def closed_without_register() -> list[Event]:
    """Events that closing their register has closed, and whose register nobody finds."""
    return list(Event.objects.filter(state=Event.State.CLOSED, register=None).order_by("starts_at", "pk"))


def booked_and_not_listed(register: Register) -> QuerySet[Booking]:
    """Those with a seat who are not on the register yet: booked after it was opened."""
    listed = register.attendees.filter(participant__isnull=False).values("participant")
    return (
        Booking.objects.filter(event=register.event, state=Booking.State.BOOKED)
        .exclude(participant__in=listed)
        .select_related("participant")
        .order_by("participant__family_name", "participant__given_name", "pk")
    )


def _has_minutes(user: AbstractBaseUser | AnonymousUser, **where: Any) -> bool:
    if not user.is_authenticated:
        return False
    return counting(Presence.objects.filter(attendee__participant__user=user, **where)).filter(minutes__gt=0).exists()


def counting(presences: QuerySet[Presence], attendees: Collection[int] | None = None) -> QuerySet[Presence]:
    """Of some marks those that count: the one made last for each person and part.

    Where they are the marks of many `attendees`, by their keys, and of nobody else, the database compares them with
    these alone; with all there are otherwise, which takes as long as there are many.
    """
    same = Presence.objects.filter(attendee=OuterRef("attendee"), slot=OuterRef("slot"))
    if attendees is not None:
        same = same.filter(Among("attendee", attendees))
    later = same.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
    return presences.filter(~Exists(later))


def _by_name(attendee: Attendee) -> tuple[str, str, int]:
    person = attendee.participant or attendee
    return person.family_name.casefold(), person.given_name.casefold(), attendee.pk
