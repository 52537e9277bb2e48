"""The list of completions: dated facts, those withdrawn included."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from courses.people.queries import search_people_in
from courses.progress.models import Completion
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.admin.columns import account_name
from courses.reports.admin.people_columns import BodyColumns, PersonColumns
from courses.reports.admin.plain import FieldColumn
from courses.reports.views.base import PERSON
from courses.reports.views.enrolments import WithdrawCompletion


class CompletionAdmin(PersonColumns, BodyColumns, HardenedAdmin):
    """Activities done. A row leads to the person, where a completion can be withdrawn."""

    model = Completion
    menu_label = _("Completions")
    menu_icon = "tick-inverse"
    list_display = ("name", "activity_title", "module_title", "completed_at", "method", "author_name", "withdrawn_at")
    exported_as = {"name": ("family_name", "given_name")}
    list_export = (
        *("family_name", "given_name", "body", "province", "region", "course_title", "module_title"),
        *("activity_title", "completed_at", "method", "author_name", "reason", "revision_id", "withdrawn_at"),
    )
    list_select_related = ("participant__body__province__region", "author")
    ordering = ("-completed_at",)
    author_name = FieldColumn(_("Author"), "author", say=account_name)  # nobody: an activity completed itself
    filters = (
        filters.course("course_key"),
        filters.method("method"),
        filters.region("participant__body__province__region"),
        filters.province("participant__body__province"),
        filters.role("participant__role"),
        filters.kind("participant__body__kind"),
        filters.body("participant__body"),
        filters.period(_("Completed on"), "completed_at"),
    )
    search = search_people_in
    search_label = _("Name or e-mail address")
    action_urls = (
        path("courses/completion/<int:pk>/withdraw/", WithdrawCompletion.as_view(), name="courses_completion_withdraw"),
    )

    def address_of(self, row: Completion) -> str:
        """The person's page."""
        return reverse(PERSON, args=[row.participant_id])
