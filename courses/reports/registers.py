"""What the secretariat reads of registers: the list, one register with everything on it, its rows for a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from courses.agenda.models import Event, Slot
from courses.attendance.models import Attendee, Connection, Presence, Register, Seal
from courses.attendance.queries import Line, counting, lines_of, registers, slots_of
from courses.audit.models import Entry
from courses.people.models import Participant
from courses.reports.queries import TRAIL_LENGTH
from courses.stories.queries import in_words
from courses.territory.queries import fold


def seals_of(register: str) -> Coalesce:
    """How many seals the register has that stands at a lookup, for lists of whatever."""
    each = Seal.objects.filter(register=OuterRef(register)).order_by().values("register")
    return Coalesce(Subquery(each.annotate(number=Count("pk")).values("number")), 0)


def state_of_register(register: Register | None, seals: int) -> str:
    """In words, with what the last check of its seals found; the register's own page checks them anew."""
    if register is None:
        return _("not opened")
    if register.closed_at is None:
        return pgettext("register", "open")
    if register.is_whole is False:
        return _("seal not valid")
    if seals < 2:
        return _("closed and sealed")
    return ngettext("corrected %(number)d time", "corrected %(number)d times", seals - 1) % {"number": seals - 1}


def registers_listed() -> QuerySet[Register]:
    """All registers with how many `people` are on them, how many of those are `unknown`, and `has_unmatched` rows."""
    unknown = Attendee.objects.filter(participant=None).exclude(family_name="")
    return registers().annotate(
        people=_count_for_register(Attendee.objects.all()),
        unknown=_count_for_register(unknown),
        seal_count=seals_of("pk"),
        has_unmatched=Exists(Connection.objects.filter(Connection.UNSETTLED, register=OuterRef("pk"))),
    )


def _count_for_register(rows: QuerySet) -> Coalesce:
    mine = rows.filter(register=OuterRef("pk")).order_by().values("register")
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


def search_registers(found: QuerySet[Register], text: str) -> QuerySet[Register]:
    """Those whose municipality is found by every word typed, whatever accents, or whose title holds the text."""
    place = Q()
    for word in fold(text).split():
        place &= Q(event__venue__municipality__search_text__contains=f" {word}")
    return found.filter(place | Q(event__title__icontains=text.strip()))


def count_present(rows: Sequence[Register]) -> None:
    """Write on each register how many people were `present` for at least a minute, in one query."""
    marks = Presence.objects.filter(attendee__register__in=rows).order_by()
    there = counting(marks).filter(minutes__gt=0).values("attendee__register")
    numbers = dict(there.annotate(people=Count("attendee", distinct=True)).values_list("attendee__register", "people"))
    for row in rows:
        row.present = numbers.get(row.pk, 0)


@dataclass(frozen=True)
class Cell:
    """A part of the event for one person: the mark that counts, if there is one."""

    slot: Slot
    presence: Presence | None


@dataclass(frozen=True)
class Row:
    """One person of a register, part by part."""

    line: Line
    cells: list[Cell]


def rows_of(register: Register) -> list[Row]:
    """Everybody on a register, with a cell for each part."""
    slots = slots_of(register)
    return [Row(line, [Cell(slot, line.presences.get(slot.pk)) for slot in slots]) for line in lines_of(register)]


def history_of(register: Register) -> QuerySet[Presence]:
    """Every entry of a register, the last first: also those that do not count any more."""
    found = Presence.objects.filter(attendee__register=register).order_by("-pk")
    return found.select_related("attendee__participant", "slot", "author")[: TRAIL_LENGTH * 5]


def trail_of_register(register: Register) -> list[Entry]:
    """The last things done to a register and to who stands on it, each with `what`: the action in words."""
    attendees = [str(pk) for pk in register.attendees.values_list("pk", flat=True)]
    about = Q(subject_type=Register._meta.label_lower, subject_id=str(register.pk))
    people = Q(subject_type=Attendee._meta.label_lower, subject_id__in=attendees)
    found = Entry.objects.filter(about | people).select_related("author").order_by("-at", "-pk")
    entries = list(found[:TRAIL_LENGTH])
    for entry in entries:
        entry.what = in_words(entry)
    return entries


@dataclass(frozen=True)
class Closing:
    """What closing a register will say: present for at least a part, absent, not marked at all."""

    present: int
    absent: int
    unmarked: int


def closing_of(register: Register) -> Closing:
    """In people."""
    rows = rows_of(register)
    present = sum(row.line.minutes > 0 for row in rows)
    unmarked = sum(not row.line.presences for row in rows)
    return Closing(present, len(rows) - present - unmarked, unmarked)


def people_of_course(event: Event) -> QuerySet[Participant]:
    """Who may be meant by a name on a register: whoever is enrolled in the event's course, or booked for it."""
    enrolled = Q(enrolments__course_key=event.course_key)
    booked = Q(bookings__event=event)
    found = Participant.objects.filter(enrolled | booked).distinct()
    return found.select_related("body__municipality", "municipality")


def unsettled_of(register: Register) -> list[Connection]:
    """The connections that belong to nobody yet, one for each name and address."""
    first: dict[tuple[str, str], Connection] = {}
    for one in register.connections.filter(Connection.UNSETTLED):
        first.setdefault((one.name, one.email), one)
    return list(first.values())


def connected_of(register: Register) -> QuerySet[Connection]:
    """All connections, by name."""
    return register.connections.select_related("attendee__participant").order_by("name", "joined_at", "pk")
