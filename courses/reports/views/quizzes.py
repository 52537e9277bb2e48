"""How quizzes and their questions go, for editors and the secretariat; more time for one person."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.audit.actions import record
from courses.people.models import Participant
from courses.quizzes.actions import give_extra_time
from courses.quizzes.exports import HEADINGS, rows_of_questions
from courses.quizzes.models import Attempt
from courses.quizzes.queries import FEWEST, QuizLine, extra_time_of, question_lines, quiz_line, quizzes_listed
from courses.reports.exports import FORMATS, spreadsheet
from courses.reports.forms import SeenForm
from courses.reports.queries import people
from courses.reports.views.base import ActionView, denied

SEE, EXPORT, GIVE = "courses.view_quiz_figures", "courses.export_quiz_figures", "courses.give_extratime"
LIST, ONE, FILE = "courses_quizzes", "courses_quiz_figures", "courses_quiz_file"


class _QuizScreen(WagtailAdminTemplateMixin, TemplateView):
    """For those who may see how quizzes go: the permission is asked before what there is."""

    header_icon = "help"
    page_title = gettext_lazy("How quizzes go")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same answer to all others, whatever is asked."""
        return super().dispatch(request, *args, **kwargs) if request.user.has_perm(SEE) else denied(request)

    def here(self) -> list[dict[str, Any]]:
        """The page itself."""
        return [{"url": "", "label": str(self.page_title)}]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the first page to here."""
        return [*super().get_breadcrumbs_items(), *self.here()]


class Quizzes(_QuizScreen):
    """All quizzes, each with how many took it and how it went."""

    template_name = "courses/reports/quizzes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list."""
        return super().get_context_data(lines=quizzes_listed(), fewest=FEWEST, **kwargs)


class QuizFigures(_QuizScreen):
    """The questions of one quiz, the hardest first."""

    template_name = "courses/reports/quiz.html"

    @cached_property
    def line(self) -> QuizLine:
        """Which quiz."""
        found = quiz_line(self.kwargs["key"])
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        """Its title."""
        return self.line.title

    def here(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [{"url": reverse(LIST), "label": str(self.page_title)}, {"url": "", "label": self.line.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the files, for who may take them away."""
        files = []
        if self.request.user.has_perm(EXPORT):
            files = [(reverse(FILE, args=[self.line.key, one]), one.upper()) for one in FORMATS]
        lines = question_lines(self.line.key)
        return super().get_context_data(line=self.line, questions=lines, files=files, fewest=FEWEST, **kwargs)


@require_safe
def quiz_file(request: HttpRequest, key: UUID, file_format: str) -> HttpResponseBase:
    """The same as a spreadsheet; who took it is written down."""
    if not request.user.has_perm(EXPORT):
        return denied(request)
    line = quiz_line(key)
    if line is None or file_format not in FORMATS:
        raise Http404
    record(author=request.user, action="quiz.export", subject=Attempt, quiz=str(key), format=file_format)
    name = f"quiz-{slugify(line.title)[:60]}"
    return spreadsheet(file_format, name, [str(one) for one in HEADINGS], rows_of_questions(question_lines(key)))


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
