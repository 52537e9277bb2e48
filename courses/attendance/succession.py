"""What becomes of a person's presences when two records turn out to be one, or a person is erased."""

from django.db import transaction

from courses.attendance.models import Attendee, Connection, Register
from courses.attendance.sealing import seal
from courses.audit.actions import Author, record
from courses.people.models import Participant


@transaction.atomic
def take_over_attendances(*, kept: Participant, absorbed: Participant, author: Author) -> None:
    """The places on registers go to the kept record; a closed register is sealed again, so that it stays true.

    Listed twice on one register, the second line stays with its name if it is sealed, else its marks go over.
    """
    for attendee in Attendee.objects.filter(participant=absorbed).select_related("register__event"):
        twin = Attendee.objects.filter(register=attendee.register, participant=kept).first()
        if twin is None:
            _change(attendee, participant=kept)
        elif attendee.register.closed_at:
            _change(attendee, participant=None, given_name=absorbed.given_name, family_name=absorbed.family_name)
        else:
            attendee.presences.update(attendee=twin)
            attendee.walk_ins.update(attendee=twin)
            attendee.connections.update(attendee=twin)
            attendee.delete()
        if attendee.register.closed_at:
            seal(attendee.register, author)


@transaction.atomic
def erase_from_registers(*, participant: Participant, author: Author) -> int:
    """Names, links and salts go; pseudonyms, minutes, commitments stay, and the seals hold. Returns how many."""
    found = Attendee.objects.filter(participant=participant)
    open_ones = Register.objects.filter(attendees__in=found, closed_at=None)
    closed = found.exclude(register__in=open_ones)
    Connection.objects.filter(attendee__in=closed).delete()  # their minutes stand on the register
    number = closed.update(participant=None, booking=None, salt="", given_name="", family_name="", works_at="")
    record(author=author, action="attendee.erase", subject=participant, number=number)
    return number


def _change(attendee: Attendee, **fields: object) -> None:
    Attendee.objects.filter(pk=attendee.pk).update(**fields)
