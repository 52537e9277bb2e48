"""Who stands on an open register without having booked: known people, and people taken down by name."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses.attendance.models import Attendee, Register, WalkIn
from courses.attendance.queries import booked_and_not_listed, expected
from courses.attendance.roster import enrolled_as
from courses.audit.actions import Author, record
from courses.errors import NotAllowed
from courses.people.models import Participant


def list_booked(register: Register) -> None:
    """Put on the register whoever has a seat and is not there yet, in the caller's transaction."""
    fresh = [
        Attendee(register=register, participant=booking.participant, booking=booking)
        for booking in booked_and_not_listed(register)
    ]
    Attendee.objects.bulk_create(fresh, ignore_conflicts=True)


@transaction.atomic
def add_known(*, register: Register, participant: Participant, author: Author) -> Attendee:
    """Somebody known came without a seat. Twice is once. Raises NotAllowed on a closed register."""
    _refuse_closed(register)
    attendee, created = Attendee.objects.get_or_create(register=register, participant=participant)
    # who gave the seat up and came all the same stands there without one
    came_back = not expected(register).filter(pk=attendee.pk).exists()
    if came_back:
        attendee.booking = None
        attendee.save(update_fields=["booking"])
    if created or came_back:
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
def take_down(
    *, register: Register, key: UUID, given_name: str, family_name: str, works_at: str, author: Author
) -> Attendee:
    """Somebody taken down on a device without network, who is recognised if enrolled. The same `key` twice is once."""
    _refuse_closed(register)
    known = WalkIn.objects.filter(key=key).select_related("attendee").first()
    if known is not None and known.attendee.register_id == register.pk:
        return known.attendee
    if known is not None:
        raise NotAllowed(_("This person was taken down for another register."))
    told = {"given_name": given_name, "family_name": family_name, "works_at": works_at}
    person = enrolled_as(register.event, **told)
    if person is None:
        attendee = add_unknown(register=register, author=author, **told)
    else:
        attendee = add_known(register=register, participant=person, author=author)
    WalkIn.objects.create(key=key, attendee=attendee)
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
        attendee.walk_ins.update(attendee=listed)
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
    # who was connected under this name is not known any more
    attendee.connections.update(attendee=None, match="")
    record(author=author, action="attendee.take_off", subject=attendee)
    attendee.delete()


def _refuse_closed(register: Register) -> None:
    if Register.objects.select_for_update().get(pk=register.pk).closed_at:
        raise NotAllowed(_("The register is closed: ask the secretariat to correct it."))
