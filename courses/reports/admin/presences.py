"""The list of presences: every person at every event that has a register, whether they came or not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib.admin import display
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from courses.agenda.models import Event, Slot
from courses.attendance.models import Attendee, Register
from courses.people.models import Role
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin, HardenedPermissions
from courses.reports.admin.columns import place_of, province_of, region_of, words_of
from courses.reports.admin.plain import FieldColumn
from courses.reports.presences import (
    OUTCOMES,
    UNMARKED,
    Outcome,
    attendees_from,
    attendees_listed,
    attendees_where,
    outcomes_of,
    search_attendees,
)
from courses.reports.views.base import PERSON
from courses.territory.models import Body, named_body

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
class PlaceFilter(filters.Filter):
    """By the region or province where people worked that day."""

    def condition(self, value: str) -> dict[str, Any]:
        """The people from there."""
        return {self.lookup: attendees_from(**{self.name: value}).values("pk")}


@dataclass(frozen=True)
class ClosedFilter(filters.Filter):
    """On closed registers, or on those that are open."""

    def condition(self, value: str) -> dict[str, Any]:
        """By the moment of closing."""
        return {f"{self.lookup}__isnull": value == "open"}


NO_MARK = Outcome(UNMARKED, 0)
CLOSED = {"closed": pgettext_lazy("registers", "Closed"), "open": pgettext_lazy("registers", "Open")}


def _known_or_taken(known: str | None, taken: str) -> str:
    """Of the participant, or as it was taken down."""
    return taken if known is None else known


def _full_name(family: str | None, given: str | None, taken_family: str, taken_given: str) -> str:
    """As a register has it: family name first."""
    return f"{_known_or_taken(family, taken_family)} {_known_or_taken(given, taken_given)}".strip()


def _works_at(that_day: str | None, its_province: str, today: Body | None, taken: str) -> str:
    """That of the booking's day; else today's, or what was taken down."""
    if that_day:
        return named_body(that_day, its_province)
    return str(today or taken)


def _of_that_day(now: Callable[[Body | None], str]) -> Callable[[str | None, str | None, Body | None], str]:
    """Where the booking's body stood that day; without one, where the person's stands now."""
    return lambda body_name, place, today: place if body_name else now(today)


def _minutes_held(register: Register) -> int:
    """Of all parts of its event."""
    return sum(slot.minutes for slot in register.event.slots.all())


def _state_in_words(register: Register) -> str:
    return pgettext("register", "closed") if register.closed_at else pgettext("register", "open")


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
    needs = ("register",)
    person = FieldColumn(
        *(_("Participant"), "participant__family_name", "participant__given_name", "family_name", "given_name"),
        say=_full_name,
        ordering="participant__search_text",
    )
    surname = FieldColumn(_("Family name"), "participant__family_name", "family_name", say=_known_or_taken)
    forename = FieldColumn(_("Given name"), "participant__given_name", "given_name", say=_known_or_taken)
    works_at_words = FieldColumn(
        *(_("Body"), "booking__body_name", "booking__province", "participant__body", "works_at"), say=_works_at
    )
    province = FieldColumn(
        *(_("Province"), "booking__body_name", "booking__province", "participant__body"), say=_of_that_day(province_of)
    )
    region = FieldColumn(
        *(_("Region"), "booking__body_name", "booking__region", "participant__body"), say=_of_that_day(region_of)
    )
    role = FieldColumn(_("Role"), "participant__role", words=Role)
    day = FieldColumn(_("Date"), "register", say=attrgetter("event.starts_at"), ordering="register__event__starts_at")
    meeting = FieldColumn(_("Kind"), "register", say=lambda register: words_of(Event.Kind)[register.event.kind])
    title = FieldColumn(_("Title"), "register", say=attrgetter("event.title"))
    place = FieldColumn(_("Place"), "register", say=lambda register: place_of(register.event))
    of_minutes = FieldColumn(_("Minutes held"), "register", say=_minutes_held)
    register_state = FieldColumn(pgettext_lazy("column", "Register"), "register", say=_state_in_words)
    ordering = ("-register__event__starts_at",)
    filters = (
        filters.event("register__event"),
        OutcomeFilter("presence", pgettext_lazy("filter", "Presence"), "pk__in", OUTCOMES.items),
        ClosedFilter("register", pgettext_lazy("column", "Register"), "register__closed_at", CLOSED.items),
        filters.event_kind("register__event__kind"),
        filters.course("register__event__course_key"),
        PlaceFilter("region", _("Region"), "pk__in", filters.region_names),
        PlaceFilter("province", _("Province"), "pk__in", filters.provinces),
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

    def prepare(self, rows: Sequence[Attendee]) -> Sequence[Attendee]:
        """The marks of the whole page, and how long the events lasted."""
        found, words = outcomes_of(rows), {key: str(word) for key, word in OUTCOMES.items()}
        for row in rows:
            row.found = found.get(row.pk, NO_MARK)
            row.in_a_word = words[row.found.key]
        slots = Prefetch("event__slots", Slot.objects.order_by("starts_at"))
        prefetch_related_objects(list({id(row.register): row.register for row in rows}.values()), slots)
        return rows

    def address_of(self, row: Attendee) -> str:
        """The person's page; of somebody not settled yet the register's."""
        if row.participant_id:
            return reverse(PERSON, args=[row.participant_id])
        return reverse(REGISTER, args=[row.register_id])

    @display(description=pgettext_lazy("column", "Presence"))
    def outcome(self, row: Attendee) -> str:
        """In a word."""
        return row.in_a_word

    @display(description=_("Minutes"))
    def time(self, row: Attendee) -> str:
        """«240 / 360»."""
        return f"{row.found.minutes} / {self.of_minutes(row)}"

    @display(description=_("Minutes present"))
    def minutes(self, row: Attendee) -> int:
        """Over all parts."""
        return row.found.minutes
