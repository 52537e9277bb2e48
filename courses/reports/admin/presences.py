"""The list of presences: every person at every event that has a register, whether they came or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import display
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.agenda.models import Event, Slot
from courses.attendance.models import Attendee
from courses.people.models import Role
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin, HardenedPermissions
from courses.reports.admin.columns import province_of, region_of, words_of
from courses.reports.presences import (
    OUTCOMES,
    UNMARKED,
    Outcome,
    attendees_listed,
    attendees_where,
    outcomes_of,
    search_attendees,
    with_places,
)
from courses.reports.views.base import PERSON

REGISTER = "courses_register_modeladmin_inspect"


class AsRegisters(HardenedPermissions):
    """Who may see, and take away, the registers, may this too: it is their rows."""

    def may(self, user: AbstractBaseUser, action: str) -> bool:
        """By the permission on registers."""
        return user.has_perm(f"courses.{action}_register")


@dataclass(frozen=True)
class OutcomeFilter(filters.Filter):
    """Present, absent, or not marked."""

    def condition(self, value: str) -> dict[str, Any]:
        """The people of that answer."""
        return {self.lookup: attendees_where(value).values("pk")}


@dataclass(frozen=True)
class ClosedFilter(filters.Filter):
    """On closed registers, or on those that are open."""

    def condition(self, value: str) -> dict[str, Any]:
        """By the moment of closing."""
        return {f"{self.lookup}__isnull": value == "open"}


CLOSED = {"closed": pgettext_lazy("registers", "Closed"), "open": pgettext_lazy("registers", "Open")}


class PresenceAdmin(HardenedAdmin):
    """A person at an event. A row leads to the register, where presences are corrected."""

    model = Attendee
    permission_helper_class = AsRegisters
    menu_label = pgettext_lazy("list", "Presences")
    menu_icon = "circle-check"
    note = _(
        "A row is a person at an event: who stands on three registers is here three times. Minutes count once the mark"
        " was made; the register may still be open."
    )
    list_display = ("person", "works_at_words", "day", "title", "place", "outcome", "time", "register_state")
    exported_as = {
        "person": ("surname", "forename"),
        "works_at_words": ("works_at_words", "province", "region"),
        "time": ("minutes", "of_minutes"),
    }
    list_export = (
        *("surname", "forename", "works_at_words", "province", "region", "role", "day", "meeting", "title", "place"),
        *("outcome", "minutes", "of_minutes", "register_state"),
    )
    list_select_related = ("participant__body__province__region", "booking", "register__event__venue__municipality")
    keys_first = True
    ordering = ("-register__event__starts_at",)
    filters = (
        filters.event("register__event"),
        OutcomeFilter("presence", pgettext_lazy("filter", "Presence"), "pk__in", OUTCOMES.items),
        ClosedFilter("register", pgettext_lazy("column", "Register"), "register__closed_at", CLOSED.items),
        filters.event_kind("register__event__kind"),
        filters.course("register__event__course_key"),
        filters.region("in_region", by_name=True),
        filters.province("in_province"),
        filters.role("participant__role"),
        filters.kind("participant__body__kind"),
        filters.body("participant__body"),
        filters.period(_("When"), "register__event__starts_at"),
    )
    search = search_attendees
    search_label = _("Name or e-mail address")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attendee]:
        """Who stands on a register."""
        return attendees_listed().order_by(*self.ordering)

    def narrowed(self, rows: QuerySet, values: dict[str, str]) -> QuerySet:
        """The places are looked for only when they are asked for: they cost four joins."""
        return super().narrowed(with_places(rows) if values.keys() & {"region", "province"} else rows, values)

    def prepare(self, rows: Sequence[Attendee]) -> Sequence[Attendee]:
        """The marks of the whole page, and how long the events lasted."""
        found = outcomes_of(rows)
        for row in rows:
            row.found = found.get(row.pk, Outcome(UNMARKED, 0))
        slots = Prefetch("register__event__slots", Slot.objects.order_by("starts_at"))
        prefetch_related_objects(rows, slots)
        return rows

    def address_of(self, row: Attendee) -> str:
        """The person's page; of somebody not settled yet the register's."""
        if row.participant_id:
            return reverse(PERSON, args=[row.participant_id])
        return reverse(REGISTER, args=[row.register_id])

    @display(description=_("Participant"), ordering="participant__search_text")
    def person(self, row: Attendee) -> str:
        """As a register has it: family name first."""
        return f"{self.surname(row)} {self.forename(row)}".strip()

    @display(description=_("Family name"))
    def surname(self, row: Attendee) -> str:
        """Of the participant, or as it was taken down."""
        return (row.participant or row).family_name

    @display(description=_("Given name"))
    def forename(self, row: Attendee) -> str:
        """Of the participant, or as it was taken down."""
        return (row.participant or row).given_name

    @display(description=_("Body"))
    def works_at_words(self, row: Attendee) -> str:
        """That of the booking's day; else today's, or what was taken down."""
        if row.booking and row.booking.body_name:
            return row.booking.named_body
        return str((row.participant.body if row.participant else None) or row.works_at)

    @display(description=_("Province"))
    def province(self, row: Attendee) -> str:
        """Of that body."""
        if row.booking and row.booking.body_name:
            return row.booking.province
        return province_of(row.participant.body) if row.participant else ""

    @display(description=_("Region"))
    def region(self, row: Attendee) -> str:
        """Of that body."""
        if row.booking and row.booking.body_name:
            return row.booking.region
        return region_of(row.participant.body) if row.participant else ""

    @display(description=_("Role"))
    def role(self, row: Attendee) -> str:
        """Of the participant."""
        return words_of(Role)[row.participant.role] if row.participant else ""

    @display(description=_("Date"), ordering="register__event__starts_at")
    def day(self, row: Attendee) -> Any:
        """When the event begins."""
        return row.register.event.starts_at

    @display(description=_("Kind"))
    def meeting(self, row: Attendee) -> str:
        """Training day or webinar."""
        return words_of(Event.Kind)[row.register.event.kind]

    @display(description=_("Title"))
    def title(self, row: Attendee) -> str:
        """Of the event."""
        return row.register.event.title

    @display(description=_("Place"))
    def place(self, row: Attendee) -> str:
        """The municipality, or online."""
        venue = row.register.event.venue
        return str(venue.municipality) if venue else gettext("online")

    @display(description=pgettext_lazy("column", "Presence"))
    def outcome(self, row: Attendee) -> str:
        """In a word."""
        return str(OUTCOMES[row.found.key])

    @display(description=_("Minutes"))
    def time(self, row: Attendee) -> str:
        """«240 / 360»."""
        return f"{row.found.minutes} / {self.of_minutes(row)}"

    @display(description=_("Minutes present"))
    def minutes(self, row: Attendee) -> int:
        """Over all parts."""
        return row.found.minutes

    @display(description=_("Minutes held"))
    def of_minutes(self, row: Attendee) -> int:
        """Of all parts."""
        return sum(slot.minutes for slot in row.register.event.slots.all())

    @display(description=pgettext_lazy("column", "Register"))
    def register_state(self, row: Attendee) -> str:
        """Open or closed."""
        return pgettext("register", "closed") if row.register.closed_at else pgettext("register", "open")
