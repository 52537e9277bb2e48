"""The list of registers, everything about one, and what the secretariat does with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.agenda.models import Event
from courses.agenda.rules import name_of
from courses.attendance.actions import verify_register
from courses.attendance.models import Register
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.admin.inspecting import HardenedInspectView
from courses.reports.registers import (
    count_present,
    history_of,
    registers_listed,
    rows_of,
    search_registers,
    state_of_register,
    trail_of_register,
    unsettled_of,
)
from courses.reports.views import registers as acts
from courses.reports.views import registers_files as files
from courses.reports.views import registers_reports as reports
from courses.reports.views.registers import KEEP


@dataclass(frozen=True)
class ClosedFilter(filters.Filter):
    """Open ones whose event is over are to be closed."""

    choices: Any = field(
        default=lambda: [
            ("due", pgettext_lazy("registers", "To be closed")),
            ("open", pgettext_lazy("registers", "Open")),
            ("closed", pgettext_lazy("registers", "Closed")),
        ]
    )

    def condition(self, value: str) -> dict[str, Any]:
        """By the moment of closing, and of the event's end."""
        due = {"event__ends_at__lt": timezone.now()} if value == "due" else {}
        return {"closed_at__isnull": value != "closed"} | due


def buttons_of(register: Register, user: Any) -> list[tuple[str, Any]]:
    """The acts that make sense now and this account may do, as url name and label."""
    if not user.has_perm(KEEP):
        return []
    found = []
    if register.closed_at is None:
        if register.event.ends_at < timezone.now():
            found.append(("close", _("Close and seal the register")))
        if register.event.kind == Event.Kind.WEBINAR:
            found.append(("report", _("Import an attendance report")))
    return [(f"courses_register_{name}", label) for name, label in [*found, ("scan", _("Add a signed sheet"))]]


class RegisterView(HardenedInspectView):
    """Everything about one register on one page, and the acts on it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """People part by part, history, seals, scans, connections; the trail for those who may read it."""
        user = self.request.user
        register = registers_listed().get(pk=self.instance.pk)
        self.instance = register
        count_present([register])
        findings = verify_register(register)
        context = {
            "register": register,
            "header_title": name_of(register.event),
            "slots": register.event.slots.all(),
            "people": rows_of(register),
            "history": history_of(register),
            "seals": register.seals.select_related("author"),
            "findings": findings,
            "sheets": register.sheets.select_related("author"),
            "unsettled": unsettled_of(register),
            "connections": register.connections.count(),
            "may_keep": user.has_perm(KEEP),
            "may_export": user.has_perm("courses.export_register"),
            "trail": trail_of_register(register) if user.has_perm("courses.view_entry") else None,
            "action_buttons": buttons_of(register, user),
        }
        return super().get_context_data(**context | kwargs)


class RegisterAdmin(HardenedAdmin):
    """The presences of training days and webinars."""

    model = Register
    menu_label = _("Registers")
    menu_icon = "clipboard-list"
    inspect_view_enabled = True
    inspect_view_class = RegisterView
    inspect_template_name = "courses/reports/register.html"
    inspect_view_fields = ("day", "event", "place", "people", "present", "unknown", "opened_at", "closed_at", "closer")
    list_display = ("day", "event", "place", "opened_at", "people", "present", "unknown", "closed_at", "register_state")
    list_export = (*list_display, "closer")
    ordering = ("-event__starts_at",)
    filters = (
        ClosedFilter("state", _("State"), "closed_at"),
        filters.choice("kind", _("Kind"), "event__kind", lambda: Event.Kind.choices),
        filters.region("event__venue__municipality__province__region"),
        filters.period(_("When"), "event__starts_at"),
        filters.YesFilter(
            "unmatched", _("Webinar report"), "has_unmatched", lambda: [("yes", _("Names to be matched"))]
        ),
    )
    search = search_registers
    search_label = _("Title or municipality")
    list_actions = ((KEEP, "courses_register_open", _("Open a register")),)
    action_urls = (
        path("courses/register/open/", acts.Open.as_view(), name="courses_register_open"),
        path("courses/register/<int:pk>/close/", acts.Close.as_view(), name="courses_register_close"),
        path(
            "courses/register/<int:pk>/correct/<int:attendee>/<int:slot>/",
            acts.Correct.as_view(),
            name="courses_register_correct",
        ),
        path("courses/register/<int:pk>/scan/", acts.AddScan.as_view(), name="courses_register_scan"),
        path("courses/register/<int:pk>/report/", reports.TakeReport.as_view(), name="courses_register_report"),
        path("courses/register/<int:pk>/connections/", reports.Connections.as_view(), name=reports.CONNECTIONS),
        path("courses/connection/<int:pk>/settle/", reports.SettleConnection.as_view(), name="courses_connection"),
        path("courses/attendee/<int:pk>/settle/", acts.Settle.as_view(), name="courses_attendee_settle"),
        path("courses/attendee/<int:pk>/take-off/", acts.TakeOff.as_view(), name="courses_attendee_take_off"),
        path("courses/register/<int:pk>/foglio-firme.pdf", files.sheet_to_sign, name="courses_register_sheet"),
        path("courses/register/<int:pk>/presenze.<str:file_format>", files.presences_file, name="courses_presences"),
        path("courses/signedsheet/<int:pk>/", files.signed_sheet, name="courses_signed_sheet"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Register]:
        """With place and numbers."""
        return registers_listed().order_by(*self.ordering)

    def prepare(self, rows: Sequence[Register]) -> Sequence[Register]:
        """Who was present, for the whole page."""
        count_present(rows)
        return rows

    @display(description=_("Date"), ordering="event__starts_at")
    def day(self, row: Register) -> Any:
        """When the event begins."""
        return row.event.starts_at

    @display(description=_("Place"), ordering="event__venue__municipality__name")
    def place(self, row: Register) -> str:
        """The municipality, or online."""
        return str(row.event.venue.municipality) if row.event.venue else gettext("online")

    @display(description=_("People"), ordering="people")
    def people(self, row: Register) -> int:
        """All who stand on it."""
        return row.people

    @display(description=_("People present"))
    def present(self, row: Register) -> int:
        """For at least a minute."""
        return row.present

    @display(description=_("Unknown people"), ordering="unknown")
    def unknown(self, row: Register) -> int:
        """Taken down by name, and not settled."""
        return row.unknown

    @display(description=_("State"), ordering="seal_count")
    def register_state(self, row: Register) -> str:
        """Open, sealed, corrected, or not as it was sealed."""
        return state_of_register(row, row.seal_count)

    @display(description=_("Closed by"))
    def closer(self, row: Register) -> str:
        """Of the secretariat."""
        return str(row.closed_by or "")
