"""Keeping a register: opening it, marking presences, settling who came unannounced."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event, Slot
from courses.attendance.marks import new_mark
from courses.attendance.models import Attendee, LinkGiven, Presence, Register
from courses.attendance.queries import booked_and_not_listed, last_presence
from courses.attendance.rules import link_is_given, may_mark, may_open
from courses.attendance.sealing import Finding, close_register, correct_presence, verify_register
from courses.attendance.succession import erase_from_registers, take_over_attendances
from courses.audit.actions import Author, record
from courses.booking.models import Booking
from courses.errors import NotAllowed
from courses.people.models import Participant

# Other rooms ask for all verbs here; closing and correcting have a file of their own.
__all__ = [
    "Finding",
    "add_known",
    "add_unknown",
    "close_register",
    "correct_presence",
    "erase_from_registers",
    "give_link",
    "mark",
    "mark_everybody",
    "open_register",
    "settle_unknown",
    "take_off",
    "take_over_attendances",
    "verify_register",
]

Status = Presence.Status


@transaction.atomic
def open_register(*, event: Event, author: Author, now: datetime | None = None) -> Register:
    """Open the register with all who have a seat; opened again, those who booked since are added.

    Raises NotAllowed earlier than the evening before, or when the event was called off.
    """
    answer = may_open(event, now or timezone.now())
    if not answer:
        raise NotAllowed(answer.reason)
    register, created = Register.objects.get_or_create(event=event)
    if created:
        record(author=author, action="register.open", subject=register)
    if register.closed_at is None:
        Attendee.objects.bulk_create(
            [
                Attendee(register=register, participant=booking.participant, booking=booking)
                for booking in booked_and_not_listed(register)
            ],
            ignore_conflicts=True,
        )
    return register


@transaction.atomic
def mark(
    *,
    attendee: Attendee,
    slot: Slot,
    status: str,
    author: Author,
    late: int = 0,
    left_early: int = 0,
    note: str = "",
    at: datetime | None = None,
    mark_key: UUID | None = None,
    minutes: int | None = None,
    now: datetime | None = None,
) -> Presence:
    """Mark a person for a part: present, with the minutes missed at either end, absent or excused.

    `minutes` are those of a connection, which are missed anywhere: they stand instead of the others.
    The same mark twice (one `mark_key`, or nothing changed) is one entry. `at` is when the teacher marked it, on a
    phone without network earlier than now. Raises NotAllowed outside the time of the part or on a closed register.
    """
    # locked: a register is not closed while somebody is being marked
    attendee.register = Register.objects.select_for_update().get(pk=attendee.register_id)
    answer = may_mark(attendee.register, slot, now or timezone.now())
    if not answer:
        raise NotAllowed(answer.reason)
    known = Presence.objects.filter(mark_key=mark_key).first() if mark_key else None
    if known is not None:
        return known
    _refuse_absurd(slot, late, left_early, minutes)
    said = {"status": status, "late": late, "left_early": left_early, "minutes": minutes, "note": note}
    presence = new_mark(attendee=attendee, slot=slot, author=author, at=at, mark_key=mark_key, **said)
    return _insert(presence)


@transaction.atomic
def mark_everybody(*, register: Register, slot: Slot, author: Author, now: datetime | None = None) -> int:
    """«Tutti presenti»: everybody who is not marked for this part yet is present. Returns how many."""
    marked = Presence.objects.filter(slot=slot, attendee__register=register).values("attendee")
    missing = list(register.attendees.exclude(pk__in=marked).select_related("register__event"))
    for attendee in missing:
        mark(attendee=attendee, slot=slot, status=Status.PRESENT, author=author, now=now)
    return len(missing)


@transaction.atomic
def add_known(*, register: Register, participant: Participant, author: Author) -> Attendee:
    """Somebody known came without a seat. Twice is once. Raises NotAllowed on a closed register."""
    _refuse_closed(register)
    attendee, created = Attendee.objects.get_or_create(register=register, participant=participant)
    if created:
        record(author=author, action="attendee.add", subject=attendee)
    return attendee


@transaction.atomic
def add_unknown(*, register: Register, given_name: str, family_name: str, works_at: str, author: Author) -> Attendee:
    """Somebody came whom nobody knows: name and municipality are taken down, and settled later. Twice is once."""
    _refuse_closed(register)
    person = {"given_name": given_name.strip(), "family_name": family_name.strip(), "works_at": works_at.strip()}
    if not person["family_name"]:
        raise NotAllowed(_("Write at least the family name of who came."))
    known = register.attendees.filter(participant=None, **person).first()
    if known is not None:
        return known
    attendee = Attendee.objects.create(register=register, **person)
    record(author=author, action="attendee.add", subject=attendee)
    return attendee


@transaction.atomic
def settle_unknown(*, attendee: Attendee, participant: Participant, author: Author) -> Attendee:
    """The secretariat says who somebody taken down by name is; marks go over to the person if listed already."""
    _refuse_closed(attendee.register)
    if attendee.participant_id:
        raise NotAllowed(_("It is known already who this is."))
    try:
        with transaction.atomic():
            changed = Attendee.objects.filter(pk=attendee.pk, participant=None)
            changed.update(participant=participant, given_name="", family_name="", works_at="")
    except IntegrityError:
        listed = Attendee.objects.get(register=attendee.register, participant=participant)
        attendee.presences.update(attendee=listed)
        attendee.delete()
        attendee = listed
    record(author=author, action="attendee.settle", subject=attendee, participant=participant.pk)
    attendee.refresh_from_db()
    return attendee


@transaction.atomic
def take_off(*, attendee: Attendee, author: Author) -> None:
    """Somebody was put on the register by mistake and never marked as present: they go. Raises NotAllowed otherwise."""
    _refuse_closed(attendee.register)
    if attendee.booking_id or attendee.presences.exists():
        raise NotAllowed(_("This person is booked or was marked: mark them absent instead."))
    record(author=author, action="attendee.take_off", subject=attendee)
    attendee.delete()


@transaction.atomic
def give_link(*, booking: Booking, now: datetime | None = None) -> str:
    """The address of a webinar for who is booked, near its time: that it was given is written down, no more.

    Raises NotAllowed too early, too late, or without a seat.
    """
    answer = link_is_given(booking.event, now or timezone.now())
    if not answer:
        raise NotAllowed(answer.reason)
    if booking.state != Booking.State.BOOKED:
        raise NotAllowed(_("You have no place at this webinar: book one first."))
    if not booking.event.link:
        raise NotAllowed(_("The address of the webinar is not known yet: try again in a few minutes."))
    LinkGiven.objects.get_or_create(booking=booking)
    return booking.event.link


def _insert(presence: Presence) -> Presence:
    last = last_presence(presence.attendee, presence.slot)
    same = ("status", "minutes", "late", "left_early", "note")
    if last is not None and all(getattr(last, name) == getattr(presence, name) for name in same):
        return last
    try:
        with transaction.atomic():
            presence.save()
    except IntegrityError:  # the same mark twice at once
        return Presence.objects.get(mark_key=presence.mark_key)
    return presence


def _refuse_closed(register: Register) -> None:
    if Register.objects.select_for_update().get(pk=register.pk).closed_at:
        raise NotAllowed(_("The register is closed: ask the secretariat to correct it."))


def _refuse_absurd(slot: Slot, late: int, left_early: int, minutes: int | None) -> None:
    missed = late + left_early if minutes is None else slot.minutes - minutes
    if late < 0 or left_early < 0 or not 0 <= missed <= slot.minutes:
        raise NotAllowed(
            _("%(part)s lasts %(minutes)s minutes: write fewer minutes of absence, or mark the person absent.")
            % {"part": slot, "minutes": slot.minutes}
        )
