"""The personal data of bookings in the privacy register."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.booking.models import Booking, CalendarKey, HeldSeat
from courses.booking.tasks import forget_needs, past_needs
from courses.enrolment.privacy import COUNTED
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, Retention, declare, delete, keep


def _forget_words(rows: QuerySet, participant: Any, author: Any) -> None:
    """What was written goes, and the links in letters lead nowhere any more."""
    rows.update(needs="", exception_reason="", cancel_reason="")
    for booking in rows:
        rows.filter(pk=booking.pk).update(token=uuid4())


def _forget_past_needs(now: datetime, dry_run: bool) -> int:
    return past_needs(now).count() if dry_run else forget_needs(now)


declare(
    [
        PersonalData(
            Booking,
            _("Giving out the seats of training days and webinars"),
            TASK,
            _("Five years after the programme's final balance; what a person needs, until the event is over"),
            about="participant",
            erase=_forget_words,
            keeps=COUNTED,
        ),
        PersonalData(
            HeldSeat,
            _("Keeping seats for colleagues to be named"),
            TASK,
            PROGRAMME,
            about="booking__participant",
            keeps=COUNTED,
        ),
        PersonalData(
            CalendarKey,
            _("Showing a person's own events in their calendar"),
            TASK,
            PROGRAMME,
            about="participant",
            erase=delete,
        ),
    ]
)

keep(
    [
        Retention(
            "needs",
            _("What people need to take part"),
            _("deleted"),
            _forget_past_needs,
            period=_("until the event is over"),
        )
    ]
)
