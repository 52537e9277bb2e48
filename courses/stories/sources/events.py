"""What happens around events: places, held seats, registers, presences, papers, questionnaires."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from courses.agenda.models import Event
from courses.agenda.rules import name_of
from courses.attendance.models import Presence, Register, Seal, SignedSheet, Slides
from courses.booking.models import Booking, HeldSeat
from courses.people.models import Participant
from courses.stories.telling import Kind, Source, Told
from courses.surveys.models import Round
from courses.territory.models import Body

PLACES, REGISTERS, ROUNDS = "courses.view_booking", "courses.view_register", "courses.view_round"
_EVENT = "venue__municipality"
_WITH_EVENT = f"event__{_EVENT}"


def _booked(row: Booking) -> Told:
    words = {
        Booking.State.WAITING: _("On the waiting list"),
        Booking.State.OFFERED: _("A place is offered, from the waiting list"),
    }
    via = _("booked by: %(who)s") % {"who": row.get_via_display().lower()}
    more = "; ".join([name_of(row.event), via])
    return Told(words.get(row.state, _("Place asked for")), more, row.participant, None, row.exception_reason)


def _gave_up(row: Booking) -> Told:
    return Told(_("Place given up"), name_of(row.event), row.participant, row.cancelled_by, row.cancel_reason)


def _held(row: HeldSeat) -> Told:
    return Told(_("Seat held for %(body)s") % {"body": row.body}, name_of(row.event), None, row.held_by)


def _presence(row: Presence) -> Told:
    said = row.get_status_display()
    if row.status == Presence.Status.PRESENT:
        minutes = ngettext("%(number)s minute", "%(number)s minutes", row.minutes) % {"number": row.minutes}
        said = f"{said}, {minutes}"
    words = f"{row.slot}: {said}"
    attendee = row.attendee
    more = name_of(attendee.register.event) if attendee.participant else attendee.full_name
    return Told(words, more, attendee.participant, row.author, row.note)


def _bodys_presences(body: Body) -> Iterator[Q]:
    """By the body of the day where there was a place, by that of now for who came without one."""
    yield Q(attendee__booking__body=body)
    yield Q(attendee__booking=None, attendee__participant__body=body)


def _paper(words: Callable[[], str], more: str = "") -> Callable[[Any], Told]:
    return lambda row: Told(words(), getattr(row, more) if more else "", None, row.author)


def _sealed(row: Seal) -> Told:
    first = row.number == 1
    words = pgettext("story", "Register closed and sealed") if first else _("Corrected register sealed anew")
    return Told(words, f"{row.head[:16]}…", None, row.author)


def _round(words: Callable[[], str]) -> Callable[[Round], Told]:
    return lambda row: Told(words(), row.questionnaire.title)


_PLACE = {"joined": ("participant", "body__municipality", _WITH_EVENT, "cancelled_by")}
_OF_PLACE = {Participant: "participant", Body: "body", Event: "event"}

SOURCES = (
    Source(
        *(Kind.BOOKING, Booking, "booked_at", PLACES, _OF_PLACE, _booked),
        told_by=("booking.create", "booking.wait"),
        **_PLACE,
    ),
    Source(
        *(Kind.BOOKING, Booking, "cancelled_at", PLACES, _OF_PLACE, _gave_up),
        told_by=("booking.cancel",),
        **_PLACE,
    ),
    Source(
        *(Kind.BOOKING, HeldSeat, "held_at", PLACES, {Body: "body", Event: "event"}, _held),
        joined=("body__municipality", _WITH_EVENT, "held_by"),
        told_by=("seat.hold",),
    ),
    Source(
        *(Kind.PRESENCE, Presence, "at", REGISTERS),
        {
            Participant: "attendee__participant",
            Body: _bodys_presences,
            Event: "attendee__register__event",
        },
        _presence,
        joined=("attendee__participant", f"attendee__register__{_WITH_EVENT}", "slot", "author"),
        told_by=("presence.correct",),
    ),
    Source(
        *(Kind.PRESENCE, Register, "opened_at", REGISTERS, {Event: "event"}),
        lambda row: Told(pgettext("story", "Register opened")),
        told_by=("register.open",),
    ),
    Source(
        *(Kind.PRESENCE, Seal, "sealed_at", REGISTERS, {Event: "register__event"}, _sealed),
        joined=("author",),
        told_by=("register.seal", "register.close"),
    ),
    Source(
        *(Kind.PRESENCE, SignedSheet, "uploaded_at", REGISTERS, {Event: "register__event"}),
        _paper(lambda: _("Scan of the signed sheet added"), "sha256"),
        joined=("author",),
        told_by=("sheet.attach",),
    ),
    Source(
        *(Kind.PRESENCE, Slides, "uploaded_at", REGISTERS, {Event: "event"}),
        _paper(lambda: _("Slides added"), "title"),
        joined=("author",),
        told_by=("slides.add",),
    ),
    Source(
        *(Kind.QUESTIONNAIRE, Round, "opens_at", ROUNDS, {Event: "event"}),
        _round(lambda: _("Questionnaire opened")),
        joined=("questionnaire",),
        told_by=("round.open",),
    ),
    Source(
        *(Kind.QUESTIONNAIRE, Round, "closed_at", ROUNDS, {Event: "event"}),
        _round(lambda: _("Questionnaire closed")),
        joined=("questionnaire",),
        told_by=("round.close",),
    ),
)
