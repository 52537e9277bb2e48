"""Presences of a webinar from its platform's report: who was connected becomes minutes on the register."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from courses.attendance.imports import Seen
from courses.attendance.listing import add_known
from courses.attendance.marks import mark
from courses.attendance.models import Attendee, Connection, Presence, Register
from courses.attendance.queries import slots_of
from courses.attendance.rules import minutes_connected
from courses.audit.actions import Author, record
from courses.booking.models import Booking
from courses.errors import NotAllowed
from courses.people.models import Participant
from courses.territory.models import fold

Match = Connection.Match
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Taken:
    """What became of a report: how many connections are new, and how many of them belong to nobody yet."""

    added: int
    unsettled: int


@transaction.atomic
def take_report(*, register: Register, seen: Iterable[Seen], author: Author) -> Taken:
    """Keep the connections of a report: by e-mail address, then by name they are known, or settled by hand later.

    The same report twice adds nothing. Raises NotAllowed on a closed register.
    """
    register = _open(register)
    known = set(register.connections.values_list("name", "email", "joined_at", "left_at"))
    fresh = [one for one in dict.fromkeys(seen) if (one.name, one.email, one.joined_at, one.left_at) not in known]
    who = _Matcher(register, {one.email for one in fresh if one.email}, author)
    rows = []
    for one in fresh:
        match, attendee = who.is_this(one)
        rows.append(
            Connection(
                register=register,
                name=one.name,
                email=one.email,
                joined_at=one.joined_at,
                left_at=one.left_at,
                match=match,
                attendee=attendee,
            )
        )
    Connection.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
    unsettled = sum(row.match == Match.NONE for row in rows)
    record(author=author, action="connection.import", subject=register, added=len(rows), unsettled=unsettled)
    return Taken(len(rows), unsettled)


@transaction.atomic
def drop_connections(*, register: Register, author: Author) -> int:
    """The reports taken in were wrong: all their rows go. Marks made from them stay until the right one replaces them.

    Returns how many rows. Raises NotAllowed on a closed register.
    """
    register = _open(register)
    number, _kinds = register.connections.all().delete()
    record(author=author, action="connection.drop", subject=register, number=number)
    return number


@transaction.atomic
def settle_connection(*, connection: Connection, participant: Participant | None, author: Author) -> int:
    """By hand: this was that person, or no participant at all (None); so for all rows with the same name and address.

    Somebody who was not on the register comes onto it. Returns how many rows are settled.
    """
    register = _open(connection.register)
    attendee = None
    if participant is not None:
        attendee = add_known(register=register, participant=participant, author=author)
    same = register.connections.filter(name=connection.name, email=connection.email)
    changed = same.update(match=Match.HAND if attendee else Match.IGNORED, attendee=attendee)
    record(author=author, action="connection.settle", subject=connection, rows=changed)
    return changed


@transaction.atomic
def apply_connections(*, register: Register, author: Author, now: datetime | None = None) -> int:
    """Whoever was connected is marked with the minutes they were there. Returns how many people.

    What was marked before stays in the history; who is in no report keeps their mark. Doing it again changes nothing.
    Raises NotAllowed while somebody in the report is not known, and on a closed register.
    """
    register = _open(register)
    if register.connections.filter(Connection.UNSETTLED).exists():
        raise NotAllowed(_("Say first who the people are whom the report has and we do not know."))
    found = register.connections.filter(attendee__isnull=False).select_related("attendee")
    people: dict[Attendee, list[tuple[datetime, datetime]]] = {}
    for one in found:
        people.setdefault(one.attendee, []).append((one.joined_at, one.left_at))
    for attendee, intervals in people.items():
        for slot in slots_of(register):
            minutes = minutes_connected(slot, intervals)
            status = Presence.Status.PRESENT if minutes else Presence.Status.ABSENT
            said = {"status": status, "minutes": minutes, "note": _("From the report of the platform")}
            mark(attendee=attendee, slot=slot, author=author, now=now, **said)
    record(author=author, action="connection.apply", subject=register, people=len(people))
    return len(people)


class _Matcher:
    """Who a row of a report is, asked for a whole report in a few queries."""

    def __init__(self, register: Register, addresses: set[str], author: Author) -> None:
        self.register, self.author = register, author
        attendees = register.attendees.filter(participant__isnull=False).select_related("participant__user")
        self.listed = {one.participant_id: one for one in attendees}
        here = [one.participant for one in self.listed.values()]
        booked = Booking.objects.filter(event=register.event, state=Booking.State.BOOKED)
        here += [one.participant for one in booked.select_related("participant__user") if self._is_new(one.participant)]
        self.by_name = _grouped((_words(one.full_name), one) for one in here)
        self.by_email = _grouped((address, one) for one in here for address in _addresses(one))
        field = f"user__{get_user_model().get_email_field_name()}__in"
        accounts = Participant.objects.filter(**{field: addresses}).select_related("user")
        self.accounts = {address: one for one in accounts for address in _addresses(one, account=True)}
        settled = register.connections.filter(match__in=[Match.HAND, Match.IGNORED]).select_related("attendee")
        self.decided = {(one.name, one.email): (one.match, one.attendee) for one in settled}

    def is_this(self, seen: Seen) -> tuple[str, Attendee | None]:
        """How the person is known, and their place on the register; the same twice is asked once."""
        key = (seen.name, seen.email)
        if key not in self.decided:
            self.decided[key] = self._look_for(seen)
        return self.decided[key]

    def _look_for(self, seen: Seen) -> tuple[str, Attendee | None]:
        by_email = self.by_email.get(seen.email, []) if seen.email else []
        by_name = self.by_name.get(_words(seen.name), []) if seen.name else []
        if len(by_email) == 1:
            return Match.EMAIL, self._place_of(by_email[0])
        if not by_email and seen.email in self.accounts:
            return Match.EMAIL, self._place_of(self.accounts[seen.email])
        # an address that several share says which body, the name which of them
        both = [one for one in by_name if one in by_email] or by_name
        if len(both) == 1:
            return Match.NAME, self._place_of(both[0])
        return Match.NONE, None

    def _place_of(self, participant: Participant) -> Attendee:
        if participant.pk not in self.listed:
            self.listed[participant.pk] = add_known(register=self.register, participant=participant, author=self.author)
        return self.listed[participant.pk]

    def _is_new(self, participant: Participant) -> bool:
        return participant.pk not in self.listed


def _addresses(participant: Participant, *, account: bool = False) -> set[str]:
    """Where a person may have registered at the platform: their account's address, and the one we write to."""
    user = participant.user
    own = {getattr(user, user.get_email_field_name())} if user else set()
    return {address.lower() for address in (own if account else {*own, participant.email}) if address}


def _words(name: str) -> str:
    """A name whatever the order of its words; what stands in brackets («(Comune di Lodi)») is no name."""
    return " ".join(sorted(fold(name.split("(")[0]).split()))


def _grouped(pairs: Iterable[tuple[str, Participant]]) -> dict[str, list[Participant]]:
    found: dict[str, list[Participant]] = {}
    for key, participant in pairs:
        found.setdefault(key, []).append(participant)
    return found


def _open(register: Register) -> Register:
    locked = Register.objects.select_for_update().select_related("event").get(pk=register.pk)
    if locked.closed_at:
        raise NotAllowed(_("The register is closed: correct the presences one by one."))
    return locked
