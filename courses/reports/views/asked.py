"""What a course asks for besides its activities: the secretariat writes a new version of it."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.progress.queries import newest_rule
from courses.reports.actions import change_what_a_course_asks
from courses.reports.queries import course_choices, rule_in_words
from courses.reports.rule_forms import RuleForm
from courses.reports.views.base import ActionView

RULES = "courses_completionrule_modeladmin_index"


class ChangeRule(ActionView):
    """Write the next version of a course's rule."""

    permission = "courses.change_rule"
    form_class = RuleForm
    list_of = (RULES, gettext_lazy("Course rules"))
    page_title = submit_label = gettext_lazy("Change what a course asks for")
    header_icon = "tasks"
    subject = None

    @cached_property
    def courses(self) -> list[tuple[str, str]]:
        """Every course by key."""
        return course_choices()

    def address_of_subject(self) -> str:
        """The list of the rules."""
        return reverse(RULES)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the courses to choose from."""
        return super().get_form_kwargs() | {"courses": self.courses}

    def fingerprint(self) -> str:
        """The versions in force."""
        rules = [newest_rule(key) for key, _title in self.courses]
        return ",".join(f"{rule.course_key}:{rule.version}" for rule in rules if rule)

    def facts(self) -> list[tuple[Any, Any]]:
        """What each course asks for now."""
        return [(title, rule_in_words(newest_rule(key))) for key, title in self.courses]

    def act(self, form: forms.Form) -> str:
        """Write it, and move those under way on purpose."""
        moved = change_what_a_course_asks(author=self.request.user, **form.rule())
        said = _("The new rule holds for who enrols from now on.")
        if form.cleaned_data["also_under_way"]:
            words = ngettext(
                "%(number)s enrolment under way goes by it too.", "%(number)s enrolments under way go by it too.", moved
            )
            said += " " + words % {"number": moved}
        return said
