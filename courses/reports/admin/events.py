"""The list of events, everything about one, and what the secretariat does with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin import display
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.agenda.models import Event, Teacher
from courses.agenda.rules import SOON, has_reached_minimum, name_of
from courses.dossiers.rules import MAY_MAKE
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.admin.inspecting import HardenedInspectView
from courses.reports.events import (
    events_listed,
    people_of,
    search_events,
    seats_kept,
    teaching_of,
)
from courses.reports.registers import state_of_register
from courses.reports.rules import is_ahead
from courses.reports.views import dossiers
from courses.reports.views import events as verbs
from courses.reports.views import events_bookings as places
from courses.reports.views import events_files as files
from courses.reports.views import events_making as making
from courses.reports.views.bookings_at_once import ChangeDayMany
from courses.reports.views.stories import EventStory, story_url

MANAGE, BOOK = "courses.manage_event", "courses.manage_booking"
# url name, view
ACTIONS = {
    "move": making.Move.as_view(),
    "change": verbs.ChangeDetails.as_view(),
    "seats": verbs.SetSeats.as_view(),
    "teachers": making.SetTeachers.as_view(),
    "confirm": verbs.Confirm.as_view(),
    "clone": making.Clone.as_view(),
    "call_off": verbs.CallOff.as_view(),
    "book": places.Book.as_view(),
    "overbook": places.Overbook.as_view(),
}
BY_TELEPHONE = [
    (BOOK, ("book", _("Book a person"))),
    ("courses.overbook", ("overbook", _("Book beyond the seats"))),
]
IN_THE_OFFICE = [
    ("move", _("Move the event")),
    ("change", _("Change the details")),
    ("seats", _("Change the seats")),
    ("teachers", _("Choose the teachers")),
]


def buttons_of(event: Event, user: Any) -> list[tuple[str, Any]]:
    """The actions that make sense now and this account may do, as url name and label."""
    found: list[tuple[str, tuple[str, Any]]] = []
    if is_ahead(event):
        found += BY_TELEPHONE
    if event.is_open:
        found += [(MANAGE, one) for one in IN_THE_OFFICE]
    if event.state == Event.State.SCHEDULED:
        found.append((MANAGE, ("confirm", _("Confirm the event"))))
    found.append((MANAGE, ("clone", _("Copy to another date"))))
    if event.is_open:
        found.append((MANAGE, ("call_off", _("Call the event off"))))
    return [(f"courses_event_{name}", label) for right, (name, label) in found if user.has_perm(right)]


@dataclass(frozen=True)
class TimeFilter(filters.Filter):
    """Events to come, soon or at all, or past."""

    choices: Any = field(
        default=lambda: [
            ("soon", _("In the next %(days)s days") % {"days": SOON.days}),
            ("coming", _("To come")),
            ("past", _("Past")),
        ]
    )

    def condition(self, value: str) -> dict[str, Any]:
        """What is under way is still to come."""
        now = timezone.now()
        if value == "soon":
            return {f"{self.lookup}__gt": now, f"{self.lookup}__lte": now + SOON}
        return {f"{self.lookup}__{'gt' if value == 'coming' else 'lte'}": now}


class EventView(HardenedInspectView):
    """Everything about one event on one page, and the actions on it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Parts, deadlines, teachers; people for those who may see them."""
        user = self.request.user
        event = events_listed().get(pk=self.instance.pk)
        self.instance = event
        sees_people = user.has_perm("courses.view_booking")
        context = {
            "event": event,
            "parts": event.slots.all(),
            "teaching": teaching_of(event),
            "people": people_of(event) if sees_people else None,
            "kept": seats_kept(event) if sees_people else None,
            "may": {
                "manage": user.has_perm(MANAGE),
                "book": user.has_perm(BOOK) and is_ahead(event),
                "read_needs": user.has_perm(BOOK),
                "export": sees_people and user.has_perm("courses.export_booking"),
            },
            "action_buttons": buttons_of(event, user),
        }
        found = super().get_context_data(**context | kwargs)
        # forty-eight days have one title: place and date tell which one it is
        found["header_title"] = found["breadcrumbs_items"][-1]["label"] = name_of(event)
        return found


class EventAdmin(HardenedAdmin):
    """Training days and webinars with their dates."""

    model = Event
    menu_label = _("Events")
    menu_icon = "calendar-alt"
    inspect_view_enabled = True
    inspect_view_class = EventView
    inspect_template_name = "courses/reports/event.html"
    inspect_view_fields = (
        *("title", "kind", "state", "reason", "starts_at", "ends_at", "venue", "seats", "waiting", "minimum"),
        *("reached", "seats_per_body", "booking_opens_at", "booking_closes_at", "cancel_until", "promotion_until"),
        *("link", "notes", "threshold"),
    )
    list_display = (
        *("starts_at", "kind", "title", "municipality", "seats", "waiting", "reached", "state"),
        "register_state",  # the region is a filter: a column more would not be seen at 1280 px
    )
    exported_as = {"seats": ("booked", "capacity")}
    list_export = (
        *("starts_at", "ends_at", "kind", "title", "hall", "municipality", "region_name", "teacher_names", "booked"),
        *(
            "capacity",
            "waiting",
            "minimum",
            "reached",
            "state",
            "register_state",
            "reason",
            "booking_closes_at",
            "cancel_until",
        ),
    )
    ordering = ("starts_at",)
    filters = (
        filters.choice("state", _("State"), "state", lambda: Event.State.choices),
        filters.choice("kind", _("Kind"), "kind", lambda: Event.Kind.choices),
        filters.region("venue__municipality__province__region"),
        TimeFilter("period", _("When"), "ends_at"),
        filters.YesFilter("short", _("Minimum"), "under_minimum", lambda: [("yes", _("Not reached"))]),
    )
    search = search_events
    search_label = _("Title or municipality")
    list_actions = (
        (MANAGE, "courses_event_create", _("Create an event")),
        (MANAGE, files.FILE, files.EventFile.page_title),
        (MAY_MAKE, dossiers.OF_PERIOD, dossiers.PeriodDossier.page_title),
    )
    action_urls = (
        story_url(EventStory),
        *dossiers.URLS,
        path("courses/event/create/", making.Create.as_view(), name="courses_event_create"),
        path("courses/event/file/", files.EventFile.as_view(), name=files.FILE),
        path("courses/event/modello.<str:file_format>", files.event_template, name="courses_event_template"),
        path(
            "courses/event/<int:pk>/teacher/<int:teacher>/account/",
            verbs.GiveAccount.as_view(),
            name="courses_event_account",
        ),
        path("courses/event/<int:pk>/iscritti.<str:file_format>", places.people_file, name="courses_event_people"),
        path("courses/booking/change-day/", ChangeDayMany.as_view(), name="courses_bookings_change_day"),
        path("courses/booking/<int:pk>/cancel/", places.Cancel.as_view(), name="courses_booking_cancel"),
        path("courses/booking/<int:pk>/change-day/", places.ChangeDay.as_view(), name="courses_booking_change_day"),
        *(
            path(f"courses/event/<int:pk>/{verb.replace('_', '-')}/", view, name=f"courses_event_{verb}")
            for verb, view in ACTIONS.items()
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """With place and numbers."""
        return events_listed().order_by(*self.ordering)

    def prepare(self, rows: Sequence[Event]) -> Sequence[Event]:
        """The teachers of the whole page."""
        prefetch_related_objects(rows, Prefetch("teachers", Teacher.objects.order_by("teaching__pk")))
        return rows

    @display(description=_("Municipality"), ordering="venue__municipality__name")
    def municipality(self, row: Event) -> str:
        """Where a training day is held."""
        return str(row.venue.municipality) if row.venue else ""

    @display(description=_("Region"), ordering="venue__municipality__province__region__name")
    def region_name(self, row: Event) -> str:
        """Of the municipality."""
        return row.venue.municipality.province.region.name if row.venue else ""

    @display(description=_("Venue"), ordering="venue__name")
    def hall(self, row: Event) -> str:
        """By its name."""
        return row.venue.name if row.venue else ""

    @display(description=_("Teachers"))
    def teacher_names(self, row: Event) -> str:
        """In their order."""
        return ", ".join(str(teacher) for teacher in row.teachers.all())

    @display(description=_("Booked"), ordering="booked")
    def booked(self, row: Event) -> int:
        """People with a seat."""
        return row.booked

    @display(description=_("Booked / seats"), ordering="booked")
    def seats(self, row: Event) -> str:
        """«12 / 40»."""
        return f"{row.booked} / {row.capacity}"

    @display(description=_("Waiting"), ordering="waiting")
    def waiting(self, row: Event) -> int:
        """On the waiting list, or offered a seat."""
        return row.waiting

    @display(description=pgettext_lazy("column", "Register"))
    def register_state(self, row: Event) -> str:
        """Not opened, open, sealed, corrected, or not as it was sealed."""
        return state_of_register(getattr(row, "register", None), row.seal_count)

    @display(description=_("Minimum reached"))
    def reached(self, row: Event) -> str:
        """Yes or no; held and offered seats count."""
        return gettext("yes") if has_reached_minimum(row) else gettext("no")
