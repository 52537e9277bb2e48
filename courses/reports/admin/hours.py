"""The list of hours: what closed registers credited to each person, and what the rows come to together."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.people.models import Role
from courses.people.queries import search_people_in
from courses.progress.models import Credit
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.admin.columns import in_hours
from courses.reports.admin.people_columns import BodyColumns, PersonColumns
from courses.reports.admin.plain import FieldColumn
from courses.reports.admin.presences import AsRegisters
from courses.reports.presences import hours_in_all
from courses.reports.views.base import PERSON
from courses.territory.rules import grouped

YES = {"yes": _("At least a minute")}


class CreditedFilter(filters.Filter):
    """Only those with hours: a row without any is of somebody who was absent."""

    def condition(self, value: str) -> dict[str, Any]:
        """More than none."""
        return {f"{self.lookup}__gt": 0}


class HoursAdmin(PersonColumns, BodyColumns, HardenedAdmin):
    """Hours of attendance. A row leads to the person."""

    model = Credit
    permission_helper_class = AsRegisters
    menu_label = _("Hours")
    menu_icon = "time"
    note = _(
        "A row is what a closed register says of a person: who was at three events is here three times, with the hours"
        " of each. A correction of the register changes its row, and adds none."
    )
    list_display = ("name", "body", "credited_on", "kind", "title", "hours", "of_hours", "excused_hours")
    exported_as = {
        "name": ("family_name", "given_name"),
        "hours": ("minutes", "hours"),
        "of_hours": ("of_minutes", "of_hours"),
        "excused_hours": ("excused",),
    }
    list_export = (
        *("family_name", "given_name", "body", "province", "region", "role", "course_title", "module_title", "kind"),
        *("title", "credited_on", "minutes", "of_minutes", "excused", "hours", "of_hours"),
    )
    list_select_related = ("participant__body__province__region",)
    keys_first = True
    role = FieldColumn(_("Role"), "participant__role", words=Role)
    hours = FieldColumn(_("Hours present"), "minutes", say=in_hours, ordering="minutes")
    of_hours = FieldColumn(_("Hours held"), "of_minutes", say=in_hours, ordering="of_minutes")
    excused_hours = FieldColumn(_("Hours excused"), "excused", say=in_hours, ordering="excused")
    ordering = ("-credited_on",)
    filters = (
        filters.course("course_key"),
        filters.choice("meeting", _("Kind"), "kind", lambda: Credit.Kind.choices),
        CreditedFilter("present", pgettext_lazy("filter", "Presence"), "minutes", YES.items),
        filters.region("participant__body__province__region"),
        filters.province("participant__body__province"),
        filters.role("participant__role"),
        filters.kind("participant__body__kind"),
        filters.body("participant__body"),
        filters.period(_("When"), "credited_on"),
    )
    search = search_people_in
    search_label = _("Name or e-mail address")

    def summary(self, rows: QuerySet[Credit]) -> str:
        """Persons apart from presences."""
        number, people, presences, minutes = hours_in_all(rows)
        numbers = {"rows": number, "people": people, "presences": presences, "hours": round(minutes / 60)}
        words = _("Rows: %(rows)s. Persons present: %(people)s. Presences: %(presences)s. Person-hours: %(hours)s.")
        return str(words) % {name: grouped(value) for name, value in numbers.items()}

    def address_of(self, row: Credit) -> str:
        """The person's page."""
        return reverse(PERSON, args=[row.participant_id])
