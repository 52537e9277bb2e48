"""Keeping a register: opening it, and all the verbs that other files of this room have."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.attendance.connections import apply_connections, drop_connections, settle_connection, take_report
from courses.attendance.imports import Shape, header_of, is_known, read_report, remember, report_rows, shape_of
from courses.attendance.listing import add_known, add_unknown, list_booked, settle_unknown, take_down, take_off
from courses.attendance.marks import mark, mark_everybody
from courses.attendance.models import LinkGiven, Register
from courses.attendance.platforms import FIELDS
from courses.attendance.rules import link_is_given, may_open
from courses.attendance.sealing import Finding, close_register, correct_presence, verify_register
from courses.attendance.sheets import attach_sheet, hand_out_sheet
from courses.attendance.succession import erase_from_registers, take_over_attendances
from courses.audit.actions import Author, record
from courses.booking.models import Booking
from courses.errors import NotAllowed

# Other rooms ask for all verbs here; marking, listing, closing, webinars and scans have a file each.
__all__ = [
    "FIELDS",
    "Finding",
    "Shape",
    "add_known",
    "add_unknown",
    "apply_connections",
    "attach_sheet",
    "close_register",
    "correct_presence",
    "drop_connections",
    "erase_from_registers",
    "give_link",
    "hand_out_sheet",
    "header_of",
    "is_known",
    "mark",
    "mark_everybody",
    "open_register",
    "read_report",
    "remember",
    "report_rows",
    "settle_connection",
    "settle_unknown",
    "shape_of",
    "take_down",
    "take_off",
    "take_over_attendances",
    "take_report",
    "verify_register",
]


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
        list_booked(register)
    return register


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
