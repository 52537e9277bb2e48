"""What the secretariat may do to an enrolment's activities, and until when to an event's places."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.booking.models import Booking
from courses.enrolment.models import Enrolment, State
from courses.enrolment.rules import Answer
from courses.errors import Verdict
from courses.reports.models import SavedReport


def may_complete_for(enrolment: Enrolment) -> Answer:
    """The secretariat completes activities for whoever is enrolled, waiting or suspended, not for who has withdrawn."""
    if enrolment.state == State.WITHDRAWN:
        return Answer(False, reason=_("This enrolment was withdrawn: enrol the person again first."))
    return Answer(True)


def is_ahead(event: Event) -> bool:
    """Places of an event are given, changed and taken back by the secretariat until it begins."""
    return event.is_open and event.starts_at > timezone.now()


def may_touch(booking: Booking) -> Verdict:
    """A place that stands, at an event that has not begun, is the secretariat's to take back or change."""
    if booking.state == Booking.State.CANCELLED:
        return Verdict(False, _("This place was given up already: there is nothing to do."))
    if not is_ahead(booking.event):
        return Verdict(False, _("This event has begun or been held already."))
    return Verdict(True)


def may_change_date(booking: Booking) -> Verdict:
    """Only a seat is changed for another date: who waits has none to give back."""
    if may_touch(booking) and booking.state != Booking.State.BOOKED:
        return Verdict(False, _("Only who has a seat changes the day: book the person at the other date."))
    return may_touch(booking)


def may_delete_report(report: SavedReport, user: AbstractBaseUser | AnonymousUser) -> Verdict:
    """A saved list is deleted by who saved it, or by a superuser."""
    if user.is_superuser or (user.is_authenticated and report.author_id == user.pk):
        return Verdict(True)
    return Verdict(False, _("Only who saved this list, or an administrator, deletes it."))
