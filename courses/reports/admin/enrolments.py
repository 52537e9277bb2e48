"""The list of enrolments, with progress and the body of their day."""

from collections.abc import Sequence

from django.contrib.admin import display
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment, State
from courses.people.queries import search_people_in
from courses.progress.queries import most_modules, progress_of_many
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.admin.columns import in_hours, progress_text
from courses.reports.admin.modules import Block, ModuleColumns, names_of_modules
from courses.reports.admin.people_columns import PersonColumns
from courses.reports.admin.plain import FieldColumn
from courses.reports.views.base import PERSON
from courses.reports.views.enrolments import ChangeState, CompleteActivity
from courses.reports.views.enrolments_at_once import ChangeStateMany, RemindToStartMany


class EnrolmentAdmin(PersonColumns, ModuleColumns, HardenedAdmin):
    """Participants in courses. A row leads to the person, where the actions are."""

    model = Enrolment
    menu_label = _("Enrolments")
    menu_icon = "list-ul"
    list_display = (
        *("name", "course_title", "state", "progress", "enrolled_at"),
        *("body_name", "province", "region"),
    )
    exported_as = {"name": ("family_name", "given_name"), "progress": ("done", "required", "percent")}
    list_export = (
        *("family_name", "given_name", "email", "role", "body_name", "province", "region", "population"),
        *("population_year", "course_title", "state", "reason", "exception_reason", "enrolled_at"),
        *("done", "required", "percent", "hours", "completed_at"),
    )
    note = _(
        "A row is a person in a course. Choose the columns «Module 1 (%)» and so on to see how far they are in each"
        " module, in the order of the course; only required activities count. Hours are those of closed registers."
    )
    list_select_related = ("participant", "completion")
    ordering = ("-enrolled_at",)
    needs = ("participant_id", "course_key", "state")
    completed_at = FieldColumn(_("Course completed"), "completion__completed_at")
    filters = (
        filters.course("course_key"),
        filters.state("state"),
        filters.region("region", by_name=True),
        filters.province("province"),
        filters.role("role"),
        filters.kind("body__kind"),
        filters.body("body"),
        filters.period(_("Enrolled"), "enrolled_at"),
    )
    search = search_people_in
    search_label = _("Name or e-mail address")
    many_actions = (
        ("courses.decide_enrolment", "courses_enrolments_activate", ChangeStateMany.TITLES[State.ACTIVE]),
        ("courses.decide_enrolment", "courses_enrolments_suspend", ChangeStateMany.TITLES[State.SUSPENDED]),
        ("courses.send_message", "courses_enrolments_remind", RemindToStartMany.page_title),
    )
    action_urls = (
        path(
            "courses/enrolment/activate/",
            ChangeStateMany.as_view(state=State.ACTIVE),
            name="courses_enrolments_activate",
        ),
        path(
            "courses/enrolment/suspend/",
            ChangeStateMany.as_view(state=State.SUSPENDED),
            name="courses_enrolments_suspend",
        ),
        path("courses/enrolment/remind/", RemindToStartMany.as_view(), name="courses_enrolments_remind"),
        *(
            path(
                f"courses/enrolment/<int:pk>/{verb}/",
                ChangeState.as_view(state=state),
                name=f"courses_enrolment_{verb}",
            )
            for verb, state in {
                "activate": State.ACTIVE,
                "suspend": State.SUSPENDED,
                "withdraw": State.WITHDRAWN,
            }.items()
        ),
        path("courses/enrolment/<int:pk>/complete/", CompleteActivity.as_view(), name="courses_enrolment_complete"),
    )

    def prepare(self, rows: Sequence[Enrolment]) -> Sequence[Enrolment]:
        """Progress and hours of the whole page."""
        found, block = progress_of_many(rows), Block(rows)
        for row in rows:
            row.found, row.block = found[row.pk], block
        return rows

    def more_columns(self) -> Sequence[str]:
        """Each module of the course with most of them."""
        return names_of_modules(most_modules())

    def address_of(self, row: Enrolment) -> str:
        """The person's page, at this enrolment."""
        return f"{reverse(PERSON, args=[row.participant_id])}#enrolment-{row.pk}"

    @display(description=_("Progress"))
    def progress(self, row: Enrolment) -> str:
        """«12 di 24 (50 %)»."""
        return progress_text(row.found)

    @display(description=_("Required activities done"))
    def done(self, row: Enrolment) -> int:
        """Of those the course asks for now."""
        return row.found.done

    @display(description=_("Required activities"))
    def required(self, row: Enrolment) -> int:
        """Those the course asks for now."""
        return row.found.required

    @display(description=_("Progress (%)"))
    def percent(self, row: Enrolment) -> int:
        """From 0 to 100."""
        return row.found.percent

    @display(description=_("Hours present"))
    def hours(self, row: Enrolment) -> float:
        """In the course, with two decimals."""
        return in_hours(row.block.minutes.get((row.participant_id, row.course_key), 0))
