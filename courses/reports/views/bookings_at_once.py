"""The secretariat moves many people to another date of the same course: those of one event, or of a list."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.agenda.models import Event
from courses.agenda.rules import name_of
from courses.booking.actions import change_day
from courses.booking.models import Booking
from courses.errors import NotAllowed
from courses.reports.event_forms import ChangeDayManyForm
from courses.reports.events import dates_for_many, dates_to_change_to
from courses.reports.rules import may_change_date
from courses.reports.views.base import address_of
from courses.reports.views.events import LIST_OF_EVENTS, event_address
from courses.reports.views.events_bookings import BookingAction
from courses.reports.views.many import ManyView


class ChangeDayMany(ManyView):
    """Another date instead, for those chosen: as many as there are seats, each told by letter."""

    permission = BookingAction.permission
    records = BookingAction.records
    form_class = ChangeDayManyForm
    list_of = LIST_OF_EVENTS
    header_icon = BookingAction.header_icon
    page_title = submit_label = gettext_lazy("Move the chosen ones to another date")
    consequence = gettext_lazy(
        "Each of them is written a letter with the new date. Whoever finds no free place there keeps the one they have."
    )

    @cached_property
    def event(self) -> Event | None:
        """The event from which one came."""
        return self.rows[0].event if self.rows else None

    @property
    def list_address(self) -> str:
        """Its page."""
        return event_address(self.event) if self.event else reverse(self.list_of[0])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The dates to choose from."""
        return {"dates": dates_to_change_to(self.rows[0], timezone.now()) if self.rows else Event.objects.none()}

    def refusal(self) -> str:
        """There must be another date with a free seat."""
        if self.rows and not self.get_form_kwargs()["dates"].exists():
            return _("There is no other date with a free place.")
        return ""

    def seen(self, record: Booking) -> str:
        """As for one alone."""
        return f"{record.state}|{record.event.starts_at}"

    def name_of(self, record: Booking) -> str:
        """Whose place it is."""
        return str(record.participant)

    def facts(self, record: Booking) -> str:
        """Body and state."""
        return " · ".join(filter(None, [str(record.body or ""), record.get_state_display()]))

    def address_of(self, record: Booking) -> str:
        """The person's page."""
        return address_of(record.participant)

    def act(self, record: Booking, form: forms.Form) -> str:
        """One for the other; where no seat is left the person keeps the one they have."""
        answer = may_change_date(record)
        if not answer:
            raise NotAllowed(answer.reason)
        event: Event = form.cleaned_data["event"]
        change_day(booking=record, event=event, author=self.request.user, via=Booking.Via.SECRETARIAT)
        return _("Has a place here instead: %(event)s.") % {"event": name_of(event)}


class MoveMany(ChangeDayMany):
    """The same from the list of all places: the rows may be of several events, each to one and the same other date."""

    list_of = ("courses_booking_modeladmin_index", pgettext_lazy("list", "Bookings"))

    @property
    def list_address(self) -> str:
        """The list, as it was left."""
        return ManyView.list_address.fget(self)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The dates that at least one of those chosen may change to."""
        return {"dates": dates_for_many(self.rows, timezone.now())}

    def facts(self, record: Booking) -> str:
        """With the event they would leave."""
        return f"{super().facts(record)} · {name_of(record.event)}"
