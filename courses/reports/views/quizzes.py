"""How quizzes and their questions go, for editors and the secretariat; more time for one person."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from courses.people.models import Participant
from courses.quizzes.actions import give_extra_time
from courses.quizzes.exports import HEADINGS_OF_QUESTIONS, rows_of_questions
from courses.quizzes.models import Attempt
from courses.quizzes.queries import extra_time_of, question_lines, quiz_line, quizzes_listed, simulations_listed
from courses.reports.forms import SeenForm
from courses.reports.queries import people
from courses.reports.views.base import ActionView
from courses.reports.views.learning import LIST, File, LearningScreen, OneOfThem

GIVE = "courses.give_extratime"
ONE, FILE = "courses_quiz_figures", "courses_quiz_file"
QUESTIONS = File(
    name="quiz",
    line=quiz_line,
    rows=lambda key: rows_of_questions(question_lines(key)),
    headings=HEADINGS_OF_QUESTIONS,
    action="quiz.export",
    subject=Attempt,
)


class Quizzes(LearningScreen):
    """All quizzes and simulations, each with how many took it and how it went."""

    template_name = "courses/reports/quizzes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The two lists."""
        return super().get_context_data(lines=quizzes_listed(), simulations=simulations_listed(), **kwargs)


class QuizFigures(OneOfThem):
    """The questions of one quiz, the hardest first."""

    template_name = "courses/reports/quiz.html"
    file, file_address = QUESTIONS, FILE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the questions."""
        return super().get_context_data(questions=question_lines(self.line.key), **kwargs)


@require_safe
def quiz_file(request: HttpRequest, key: UUID, file_format: str) -> HttpResponseBase:
    """The same as a spreadsheet."""
    return QUESTIONS.answer(request, key, file_format)


class ExtraTimeForm(SeenForm):
    """How much more; why is not asked."""

    CHOICES = (
        ("0", gettext_lazy("As everybody")),
        ("50", gettext_lazy("Half as much again")),
        ("100", gettext_lazy("Twice as much")),
        ("none", gettext_lazy("No time limit")),
    )

    time = forms.ChoiceField(
        label=gettext_lazy("Time in quizzes"),
        choices=CHOICES,
        help_text=gettext_lazy("It counts for all quizzes, and for an attempt that is under way. Do not write why."),
    )


class GiveExtraTime(ActionView):
    """More time in quizzes for one person (WCAG 2.2.1)."""

    permission = GIVE
    records = people()
    form_class = ExtraTimeForm
    page_title = gettext_lazy("More time in quizzes")
    submit_label = gettext_lazy("Save the time")
    reason_field = "time"

    @property
    def participant(self) -> Participant:
        """The record is the person."""
        return self.record

    def fingerprint(self) -> str:
        """What they have now."""
        extra = extra_time_of(self.record)
        if extra is None:
            return "0"
        return "none" if extra.percent is None else str(extra.percent)

    def get_initial(self) -> dict[str, Any]:
        """What they have now."""
        return super().get_initial() | {"time": self.fingerprint()}

    def is_done(self, form: forms.Form) -> bool:
        """They have it already."""
        return form.cleaned_data["time"] == self.fingerprint()

    def act(self, form: forms.Form) -> str:
        """Give it."""
        time = form.cleaned_data["time"]
        give_extra_time(
            participant=self.record, percent=None if time == "none" else int(time), author=self.request.user
        )
        return _("The time in quizzes is changed.")


URLS = (
    path("quiz/", Quizzes.as_view(), name=LIST),
    path("quiz/<uuid:key>/", QuizFigures.as_view(), name=ONE),
    path("quiz/<uuid:key>/domande.<str:file_format>", quiz_file, name=FILE),
    path("courses/participant/<int:pk>/time/", GiveExtraTime.as_view(), name="courses_participant_time"),
)
