"""The personal data of bookings in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.booking.models import Booking, CalendarKey, HeldSeat
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, declare

declare(
    [
        PersonalData(
            Booking,
            _("Giving out the seats of training days and webinars"),
            TASK,
            _("Five years after the programme's final balance; what a person needs, until the event is over"),
        ),
        PersonalData(HeldSeat, _("Keeping seats for colleagues to be named"), TASK, PROGRAMME),
        PersonalData(CalendarKey, _("Showing a person's own events in their calendar"), TASK, PROGRAMME),
    ]
)
