"""The personal data of attendance in the privacy register."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.attendance.exports import statement_pdf
from courses.attendance.models import (
    Attendee,
    Connection,
    LinkGiven,
    Presence,
    Register,
    Seal,
    SignedSheet,
    Slides,
    WalkIn,
)
from courses.attendance.succession import erase_from_registers
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import Paper, PersonalData, Retention, declare, delete, deletes, duty_is_over, keep

PROOF = _("Proving to the Fund who was trained, and for how long")
UNDER_A_PSEUDONYM = _("Minutes under a pseudonym, so that the seals of the register hold")


def _erase_from_registers(rows: QuerySet, participant: Any, author: Any) -> None:
    erase_from_registers(participant=participant, author=author)


def _forget_notes(rows: QuerySet, participant: Any, author: Any) -> None:
    """The seal holds the note's hash alone, which nobody turns back into words."""
    rows.update(note="")


def _statements_of(participant: Any) -> Iterator[Paper]:
    """The attendance statement of each event the person was at."""
    there = Attendee.objects.filter(participant=participant.pk, presences__minutes__gt=0).distinct()
    for attendee in there.select_related("participant__body", "booking__body", "register__event__venue__municipality"):
        name = gettext("attendance-statement-%(number)s.pdf") % {"number": attendee.register.event_id}
        yield name, statement_pdf(attendee)


def _old_scans(now: datetime) -> QuerySet[SignedSheet]:
    return SignedSheet.objects.all() if duty_is_over(now) else SignedSheet.objects.none()


def _old_connections(now: datetime) -> QuerySet[Connection]:
    closed = Connection.objects.filter(register__closed_at__isnull=False)
    return closed if duty_is_over(now) else closed.none()


declare(
    [
        PersonalData(Register, PROOF, TASK, PROGRAMME),
        PersonalData(
            Attendee,
            PROOF,
            TASK,
            PROGRAMME,
            about="participant",
            erase=_erase_from_registers,
            keeps=UNDER_A_PSEUDONYM,
            duty=True,
            papers=_statements_of,
        ),
        PersonalData(WalkIn, PROOF, TASK, PROGRAMME, about="attendee__participant", erase=delete),
        PersonalData(
            Presence,
            PROOF,
            TASK,
            PROGRAMME,
            about="attendee__participant",
            erase=_forget_notes,
            keeps=UNDER_A_PSEUDONYM,
        ),
        PersonalData(Seal, PROOF, TASK, PROGRAMME),
        PersonalData(
            SignedSheet,
            PROOF,
            TASK,
            PROGRAMME,
            keeps=_("The paper that people signed, for as long as the accounts are kept: it names others too"),
        ),
        PersonalData(Connection, PROOF, TASK, PROGRAMME, about="attendee__participant", erase=delete),
        PersonalData(
            LinkGiven,
            _("Helping those who cannot connect"),
            TASK,
            PROGRAMME,
            about="booking__participant",
            erase=delete,
        ),
        PersonalData(Slides, _("Knowing who gave out which slides"), TASK, PROGRAMME),
    ]
)

keep(
    [
        Retention(
            "scans", _("Scans of signed sheets"), _("deleted"), deletes(_old_scans, "file"), "DUTY_ENDS", unit="end"
        ),
        Retention(
            "connections",
            _("Connections to webinars, as the platform reported them"),
            _("deleted"),
            deletes(_old_connections),
            "DUTY_ENDS",
            unit="end",
        ),
    ]
)
