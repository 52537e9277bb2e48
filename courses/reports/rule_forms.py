"""The form of what a course asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.reports.forms import SeenForm


class RuleForm(SeenForm):
    """Hours, the share of them that is needed, and how absences and further days are judged."""

    course = forms.ChoiceField(label=_("Course"), error_messages={"required": _("Choose the course.")})
    hours = forms.DecimalField(
        label=_("Hours of attendance asked for"),
        min_value=0,
        max_value=200,
        decimal_places=2,
        localize=True,
        initial=6,
        help_text=_("A training day has 6. 0: the course asks for its activities alone."),
    )
    threshold = forms.IntegerField(
        label=_("Part of them that is needed, in per cent"), min_value=1, max_value=100, initial=80
    )
    several_days = forms.BooleanField(label=_("A person may book more than one training day"), required=False)
    excused_counts_less = forms.BooleanField(label=_("Excused absence lowers the hours asked for"), required=False)
    also_under_way = forms.BooleanField(
        label=_("It holds for enrolments under way too"),
        required=False,
        help_text=_("Left empty, who is enrolled already goes on by the rule of their day."),
    )

    def __init__(self, *args: Any, courses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = courses

    def rule(self) -> dict[str, Any]:
        """As `change_what_a_course_asks` takes it."""
        data = self.cleaned_data
        return {
            "course_key": data["course"],
            "minutes": round(data["hours"] * 60),
            "threshold": data["threshold"],
            "several_days": data["several_days"],
            "excused_counts_less": data["excused_counts_less"],
            "also_under_way": data["also_under_way"],
        }
