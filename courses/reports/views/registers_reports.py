"""Attendance reports of webinars: taken in, their columns chosen where new, unknown names settled, minutes applied."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from courses.attendance.actions import (
    FIELDS,
    Shape,
    apply_connections,
    drop_connections,
    header_of,
    read_report,
    remember,
    report_rows,
    settle_connection,
    shape_of,
    take_report,
)
from courses.attendance.models import Connection, Register
from courses.errors import CoursesError
from courses.reports.forms import SeenForm
from courses.reports.register_forms import ColumnsForm, ReportForm
from courses.reports.registers import connected_of, unsettled_of
from courses.reports.views.base import denied
from courses.reports.views.choosing import ChoosePerson
from courses.reports.views.registers import KEEP, RegisterAction

CONNECTIONS = "courses_register_connections"
VALID_FOR = 3600  # seconds between sending a report and choosing its columns
SALT = "courses.attendance.report"


class TakeReport(RegisterAction):
    """Take a report in; one of a new shape asks for its columns, and carries its rows along, signed."""

    form_class = ReportForm
    template_name = "courses/reports/register_file.html"
    page_title = gettext_lazy("Import an attendance report")
    submit_label = gettext_lazy("Read the report")

    def refusal(self) -> str:
        """A closed register takes none."""
        return _("The register is closed: correct the presences one by one.") if self.register.closed_at else ""

    def fingerprint(self) -> str:
        """The same report twice adds nothing, whatever happened in between."""
        return ""

    def get_success_url(self) -> str:
        """To what the report says, once it is read."""
        return reverse(CONNECTIONS, args=[self.register.pk]) if hasattr(self, "taken") else self.address_of_subject()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, or the columns that were chosen."""
        if self.refusal():
            return self.get(request)
        return self._with_columns() if "rows" in request.POST else super().post(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Take it in where its shape is known, else ask."""
        try:
            rows = report_rows(form.cleaned_data["file"].read())
            shape = shape_of(rows)
            if shape is None:
                return self._ask(rows)
            return self._take(rows, replace(shape, is_utc=form.cleaned_data["is_utc"] or shape.is_utc))
        except CoursesError as refusal:
            form.add_error("file", refusal.message)
            return self.form_invalid(form)

    def _ask(self, rows: Sequence[list[str]]) -> HttpResponse:
        header = header_of(rows)
        signed = signing.dumps({"rows": rows, "header": header}, salt=SALT, compress=True)
        form = ColumnsForm(headings=rows[header], fields=FIELDS, initial={"rows": signed})
        return self._show(form, rows, header)

    def _show(self, form: forms.Form, rows: Sequence[list[str]], header: int) -> HttpResponse:
        more = {"form": form, "headings": rows[header], "sample": rows[header + 1 : header + 4], "new_shape": True}
        return self.render_to_response(self.get_context_data(**more))

    def _with_columns(self) -> HttpResponse:
        try:
            kept = signing.loads(self.request.POST["rows"], salt=SALT, max_age=VALID_FOR)
        except signing.BadSignature:
            messages.error(self.request, _("Too much time has passed since the report was sent: send it again."))
            return redirect(self.request.path)
        rows, header = kept["rows"], kept["header"]
        form = ColumnsForm(self.request.POST, headings=rows[header], fields=FIELDS)
        if not form.is_valid():
            return self._show(form, rows, header)
        data = form.cleaned_data
        shape = Shape(data["platform"], header, form.columns(), data["order"], data["is_utc"])
        try:
            answer = self._take(rows, shape)
            remember(shape, rows)
        except CoursesError as refusal:
            form.add_error(None, refusal.message)
            return self._show(form, rows, header)
        return answer

    def _take(self, rows: Sequence[list[str]], shape: Shape) -> HttpResponse:
        report = read_report(rows, shape, self.register.event)
        self.taken = take_report(register=self.register, seen=report.seen, author=self.request.user)
        said = _("%(platform)s: %(added)s new connections, %(unsettled)s of them to be settled.") % {
            "platform": shape.platform,
            "added": self.taken.added,
            "unsettled": self.taken.unsettled,
        }
        if report.unreadable:
            said += " " + ngettext(
                "%(number)s row has no time and was left out.",
                "%(number)s rows have no time and were left out.",
                report.unreadable,
            ) % {"number": report.unreadable}
        messages.success(self.request, said)
        return redirect(self.get_success_url())


class Connections(RegisterAction):
    """What the reports say; for who keeps registers also what is to be settled, and the button to bring the minutes."""

    permission = "courses.view_register"
    form_class = SeenForm
    template_name = "courses/reports/register_connections.html"
    page_title = gettext_lazy("Connections to the webinar")
    submit_label = gettext_lazy("Bring the minutes onto the register")

    def fingerprint(self) -> str:
        """Bringing them twice changes nothing."""
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Reading gives no right to write."""
        return super().post(request, *args, **kwargs) if request.user.has_perm(KEEP) else denied(request)

    def act(self, form: forms.Form) -> str:
        """Bring them, or take the reports back."""
        if "drop" in self.request.POST:
            rows = drop_connections(register=self.register, author=self.request.user)
            return ngettext(
                "%(number)s row of the reports was taken away: import the right report now.",
                "%(number)s rows of the reports were taken away: import the right report now.",
                rows,
            ) % {"number": rows}
        people = apply_connections(register=self.register, author=self.request.user)
        return ngettext(
            "The minutes of %(number)s person are on the register.",
            "The minutes of %(number)s people are on the register.",
            people,
        ) % {"number": people}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows."""
        more = {
            "register": self.register,
            "unsettled": unsettled_of(self.register),
            "connections": connected_of(self.register),
            "may_keep": self.request.user.has_perm(KEEP),
        }
        return super().get_context_data(**more, **kwargs)


class SettleConnection(ChoosePerson, RegisterAction):
    """Say who was connected under a name."""

    records = Connection.objects.select_related("register__event__venue__municipality")
    page_title = submit_label = gettext_lazy("Say who was connected")

    @property
    def register(self) -> Register:
        """The one of the report."""
        return self.record.register

    def first_question(self) -> str:
        """The longest word of the name: most often the family name."""
        return max(self.record.name.split("(")[0].split(), key=len, default="")

    def may_be_nobody(self) -> bool:
        """A technician is connected too."""
        return self.request.POST.get("person") == "nobody"

    def refusal(self) -> str:
        """A closed register stays."""
        return _("The register is closed: correct the presences one by one.") if self.register.closed_at else ""

    def fingerprint(self) -> str:
        """Said again, the last word counts."""
        return ""

    def act(self, form: forms.Form) -> str:
        """Say it."""
        settle_connection(connection=self.record, participant=self.chosen, author=self.request.user)
        if self.chosen is None:
            return _("«%(name)s» is no participant.") % {"name": self.record.name or self.record.email}
        return _("«%(name)s» was %(person)s.") % {
            "name": self.record.name or self.record.email,
            "person": self.chosen.full_name,
        }

    def get_success_url(self) -> str:
        """Back to the rows."""
        return reverse(CONNECTIONS, args=[self.register.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With «no participant» as an answer."""
        return super().get_context_data(nobody=True, **kwargs)

    def facts(self) -> list[tuple[Any, Any]]:
        """What the report says."""
        return [(_("Name in the report"), self.record.name or "–"), (_("E-mail"), self.record.email or "–")]
