"""The versions of what each course asks for."""

from django.contrib.admin import display
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name

from courses.progress.models import CompletionRule
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.queries import course_choices, rule_in_words
from courses.reports.views.asked import ChangeRule


class RuleAdmin(HardenedAdmin):
    """Each version stays: enrolments keep the one of their day."""

    model = CompletionRule
    menu_label = _("Course rules")
    menu_icon = "tasks"
    list_display = ("course", "version", "asks", "since", "author_name")
    list_select_related = ("author",)
    ordering = ("-since",)
    filters = (filters.course("course_key"),)
    list_actions = (("courses.change_rule", "courses_rule_change", _("Change what a course asks for")),)
    action_urls = (path("courses/rule/change/", ChangeRule.as_view(), name="courses_rule_change"),)

    def prepare(self, rows: list[CompletionRule]) -> list[CompletionRule]:
        """The titles of the courses, in two queries for all."""
        titles = dict(course_choices())
        for row in rows:
            row.title = titles.get(str(row.course_key), "")
        return rows

    @display(description=_("Course"))
    def course(self, row: CompletionRule) -> str:
        """By its title."""
        return row.title

    @display(description=_("What it asks for"))
    def asks(self, row: CompletionRule) -> str:
        """In words."""
        return rule_in_words(row)

    @display(description=_("Author"))
    def author_name(self, row: CompletionRule) -> str:
        """Who wrote it; nobody for those that come with the programme."""
        return get_user_display_name(row.author) if row.author else ""
