"""The list of bookings: every person at every event, with a seat, in line or given up; moving many of them at once."""

from operator import attrgetter

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.agenda.models import Event
from courses.booking.models import Booking
from courses.people.queries import search_people_in
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.admin.columns import place_of
from courses.reports.admin.events import TimeFilter
from courses.reports.admin.people_columns import PersonColumns
from courses.reports.admin.plain import FieldColumn
from courses.reports.views.base import PERSON
from courses.reports.views.bookings_at_once import MoveMany
from courses.territory.models import named_body


class BookingAdmin(PersonColumns, HardenedAdmin):
    """Places at events. A row leads to the person."""

    model = Booking
    menu_label = pgettext_lazy("list", "Bookings")
    menu_icon = "calendar-check"
    note = _(
        "A row is a person at an event. Who gave up a place, or changed it for another date, keeps the old row with the"
        " state «Cancelled»."
    )
    list_display = ("name", "works_at", "day", "title", "place", "state", "reply", "booked_at")
    exported_as = {"name": ("family_name", "given_name"), "works_at": ("body_name", "province", "region")}
    list_export = (
        *("family_name", "given_name", "email", "role", "body_name", "province", "region", "day", "meeting", "title"),
        *("place", "state", "reply", "booked_at", "via", "exception_reason", "cancelled_at", "cancel_reason"),
    )
    list_select_related = ("participant", "event__venue__municipality")
    keys_first = True
    works_at = FieldColumn(_("Body"), "body_name", "province", say=named_body, ordering="body_name")
    day = FieldColumn(_("Date"), "event", say=attrgetter("starts_at"), ordering="event__starts_at")
    meeting = FieldColumn(_("Kind"), "event__kind", words=Event.Kind)
    title = FieldColumn(_("Title"), "event", say=attrgetter("title"))
    place = FieldColumn(_("Place"), "event", say=place_of)
    ordering = ("-booked_at",)
    filters = (
        filters.event("event"),
        filters.choice("state", _("State"), "state", lambda: Booking.State.choices),
        TimeFilter("period", _("When"), "event__ends_at"),
        filters.event_kind("event__kind"),
        filters.course("event__course_key"),
        filters.choice("reply", _("Answer to the change"), "reply", lambda: Booking.Reply.choices[1:]),
        filters.region("region", by_name=True),
        filters.province("province"),
        filters.role("role"),
        filters.body("body"),
    )
    search = search_people_in
    search_label = _("Name or e-mail address")
    many_actions = ((MoveMany.permission, "courses_bookings_move", MoveMany.page_title),)
    action_urls = (path("courses/booking/move/", MoveMany.as_view(), name="courses_bookings_move"),)

    def address_of(self, row: Booking) -> str:
        """The person's page."""
        return reverse(PERSON, args=[row.participant_id])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        """All there ever were."""
        return Booking.objects.order_by(*self.ordering)
