"""The papers of attendance: the sheet people sign, and what one person takes to the office the same evening."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from courses import conf
from courses.agenda.models import Event, Slot
from courses.agenda.rules import day_in_words, name_of
from courses.attendance.models import Attendee, Presence, Register
from courses.attendance.queries import Line, lines_of, slots_of
from courses.documents import typeset

FOGLIO = Path(__file__).parent / "typst" / "foglio.typ"
REGISTRO = Path(__file__).parent / "typst" / "registro.typ"
ATTESTAZIONE = Path(__file__).parent / "typst" / "attestazione.typ"
# Rows that fit: the first page has the facts and the teachers too.
ON_FIRST_PAGE, ON_A_PAGE, OTHERS = 9, 13, 12
Row = list[Any]
PRESENCE_HEADINGS = (
    *(gettext_lazy("Family name"), gettext_lazy("Given name"), gettext_lazy("Body"), gettext_lazy("Role")),
    *(gettext_lazy("Part"), gettext_lazy("Starts"), gettext_lazy("Ends"), gettext_lazy("Presence")),
    *(gettext_lazy("Minutes present"), gettext_lazy("Minutes late"), gettext_lazy("Minutes left early")),
    *(gettext_lazy("Note"), gettext_lazy("Marked"), gettext_lazy("Author")),
)


def sheet_pdf(register: Register) -> bytes:
    """The foglio firme: who is on the register in numbered rows, the rest of each page struck through."""
    return typeset(FOGLIO, sheet_data(register))


def sheet_data(register: Register) -> dict[str, Any]:
    """What stands on the sheet."""
    event, slots = register.event, slots_of(register)
    teachers = [str(teacher) for teacher in event.teachers.all()]
    people = [_row_of(number, line) for number, line in enumerate(lines_of(register), start=1)]
    return {
        **frame(_("Sign-in sheet")),
        "title": name_of(event),
        "logos": _("Place of the logos"),
        "facts": _facts_of(event, slots),
        "headings": [_("No."), _("Family and given name"), _("Body"), _("Role")],
        "parts": [f"{slot} {_hours(slot)}" for slot in slots],
        "in_out": [pgettext("signature", "In"), pgettext("signature", "Out")],
        "people": _("Participants"),
        "unused": _("Row not used"),
        "sheets": list(_in_sheets(people, len(teachers))),
        "teachers": {"title": _("Teachers"), "heading": _("Family and given name"), "names": teachers},
        "others": {
            "title": _("Not on the list"),
            "lead": _("Who came without a place signs here, in capital letters: name, body and role."),
            "rows": [[number, "", "", ""] for number in range(1, OTHERS + 1)],
        },
        "closing": [_("Place and date"), _("Signature of who kept the register")],
    }


def presence_rows(register: Register) -> Iterator[Row]:
    """One row for each person and part, under `PRESENCE_HEADINGS`."""
    slots = slots_of(register)
    for line in lines_of(register):
        attendee, known = line.attendee, line.attendee.participant
        person = known or attendee
        who = [person.family_name, person.given_name, known.place if known else attendee.works_at]
        for slot in slots:
            times = [str(slot), slot.starts_at, slot.ends_at]
            role = known.get_role_display() if known else ""
            yield [*who, role, *times, *_said(line.presences.get(slot.pk))]


def _said(mark: Presence | None) -> Row:
    if mark is None:
        return [_("not marked"), "", "", "", "", "", ""]
    author = str(mark.author) if mark.author else _("The system")
    return [mark.get_status_display(), mark.minutes, mark.late, mark.left_early, mark.note, mark.at, author]


def register_pdf(register: Register) -> bytes:
    """The register as it is kept, with its seals: the same register is the same file, byte for byte."""
    return typeset(REGISTRO, register_data(register))


def register_data(register: Register) -> dict[str, Any]:
    """What stands in it."""
    event, slots = register.event, slots_of(register)
    headings = [_("No."), _("Family and given name"), _("Body"), _("Role"), *map(str, slots), _("Minutes present")]
    rows = [
        [str(cell) for cell in _row_of(number, line)]
        + [_mark(line.presences.get(slot.pk)) for slot in slots]
        + [str(line.minutes)]
        for number, line in enumerate(lines_of(register), start=1)
    ]
    return {
        **frame(_("Register of presences")),
        "title": name_of(event),
        "facts": [*_facts_of(event, slots), [_("Teachers"), ", ".join(map(str, event.teachers.all())) or "–"]],
        "parts": len(slots),
        "people": {
            "title": _("Participants"),
            "headings": headings,
            "rows": rows,
            "nobody": _("Nobody is on the register."),
        },
        "seals": {"title": _("Seals"), "lines": list(_seals(register))},
    }


def _mark(mark: Presence | None) -> str:
    if mark is None:
        return _("not marked")
    if mark.status != Presence.Status.PRESENT:
        return mark.get_status_display()
    return ngettext("%(minutes)s minute", "%(minutes)s minutes", mark.minutes) % {"minutes": mark.minutes}


def _seals(register: Register) -> Iterator[str]:
    if register.closed_at is None:
        yield _("The register is still open: it may be corrected.")
    for seal in register.seals.order_by("number"):
        day = date_format(timezone.localtime(seal.sealed_at), "SHORT_DATETIME_FORMAT")
        yield _("Seal %(number)s of %(day)s: %(head)s") % {"number": seal.number, "day": day, "head": seal.head}


def statement_pdf(attendee: Attendee) -> bytes:
    """The attestazione di presenza of one person: the times as they were, whatever a certificate asks for."""
    return typeset(ATTESTAZIONE, statement_data(attendee))


def statement_data(attendee: Attendee) -> dict[str, Any]:
    """What stands in the statement."""
    event = attendee.register.event
    line = next(line for line in lines_of(attendee.register) if line.attendee.pk == attendee.pk)
    slots = slots_of(attendee.register)
    marks = [(slot, line.presences.get(slot.pk)) for slot in slots]
    kind = _("Attendance statement")
    return {
        **frame(kind),
        "title": f"{kind}: {attendee.full_name}",
        "lead": _("It is stated that the person below attended the event below, at the times below."),
        "facts": [
            [_("Name"), attendee.full_name],
            *([[_("Body"), _body_of(attendee)]] if _body_of(attendee) else []),
            *_facts_of(event, slots),
        ],
        "headings": [_("Part"), _("From"), _("To"), _("Minutes present")],
        "parts": [_part_row(event, slot, mark) for slot, mark in marks],
        "total": ngettext("In all %(minutes)s minute.", "In all %(minutes)s minutes.", line.minutes)
        % {"minutes": line.minutes},
        "notes": [
            _("These are the presences as they were taken on the day; it is no certificate of the course."),
            *([] if attendee.register.closed_at else [_("The register is still open: it may be corrected.")]),
        ],
        "issued": _("Issued by %(who)s on %(day)s.")
        % {"who": settings.WAGTAIL_SITE_NAME, "day": day_in_words(timezone.now())},
    }


def frame(kind: str) -> dict[str, str]:
    """What every paper of the programme carries."""
    cup = conf.cup()
    return {
        "kind": kind,
        "programme": settings.WAGTAIL_SITE_NAME,
        "funding": conf.get("FUNDING_LINE"),
        "cup": f"CUP\u00a0{cup}" if cup else "",
        "page": pgettext("page number", "Page"),
        "of": pgettext("page number", "of"),
    }


def _facts_of(event: Event, slots: Iterable[Slot]) -> list[list[str]]:
    venue = event.venue
    place = f"{venue.name}, {venue.address}, {venue.municipality}" if venue else _("online")
    return [
        [_("Event"), event.title],
        [_("Date"), day_in_words(event.starts_at)],
        [_("Place"), place],
        [_("Times"), ", ".join(f"{slot} {_hours(slot)}" for slot in slots)],
    ]


def _hours(slot: Slot) -> str:
    return f"{_clock(slot.starts_at)}–{_clock(slot.ends_at)}"


def _clock(moment: Any) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _body_of(attendee: Attendee) -> str:
    """That of the day where it was booked, else the one there is."""
    if attendee.booking is not None and attendee.booking.body is not None:
        return str(attendee.booking.body)
    return attendee.participant.place if attendee.participant else attendee.works_at


def _row_of(number: int, line: Line) -> Row:
    person = line.attendee.participant or line.attendee
    role = line.attendee.participant.get_role_display() if line.attendee.participant else ""
    return [number, f"{person.family_name} {person.given_name}", _body_of(line.attendee), role]


def _in_sheets(people: list[Row], teachers: int) -> Iterator[list[Row]]:
    """The rows page by page, each page filled up with rows that are struck through: nobody is added afterwards."""
    left, number = list(people), 1
    room = max(1, ON_FIRST_PAGE - teachers)
    while left or number == 1:
        page, left = left[:room], left[room:]
        page += [[number + offset, None, "", ""] for offset in range(len(page), room)]
        yield page
        number, room = number + len(page), ON_A_PAGE


def _part_row(event: Event, slot: Slot, mark: Presence | None) -> list[str]:
    if mark is None or not mark.minutes:
        return [str(slot), "–", "–", _("absent") if mark else _("not marked yet")]
    if event.kind == Event.Kind.WEBINAR:
        # who was connected in several goes has minutes, and no one time of coming and going
        return [str(slot), _clock(slot.starts_at), _clock(slot.ends_at), _of(mark.minutes, slot)]
    from_, until = slot.starts_at + timedelta(minutes=mark.late), slot.ends_at - timedelta(minutes=mark.left_early)
    return [str(slot), _clock(from_), _clock(until), _of(mark.minutes, slot)]


def _of(minutes: int, slot: Slot) -> str:
    return _("%(minutes)s of %(all)s") % {"minutes": minutes, "all": slot.minutes}
