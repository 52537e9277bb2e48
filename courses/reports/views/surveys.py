"""The secretariat writes questionnaires, asks them, closes them, and reads what came back."""

import re
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from courses.agenda.models import Event
from courses.agenda.rules import END_OF_DAY, at
from courses.audit.actions import record
from courses.catalogue.models import CoursePage
from courses.reports.exports import FORMATS, spreadsheet
from courses.reports.forms import SeenForm
from courses.reports.queries import course_choices
from courses.reports.survey_forms import LAST, OpenRoundForm, QuestionnaireForm, Questions
from courses.reports.surveys import about_choices, topic_choices
from courses.reports.views.base import ActionView, denied
from courses.surveys.actions import close_round, create_questionnaire, open_round, revise_questionnaire
from courses.surveys.exports import HEADINGS, rows_of_lines, rows_of_results
from courses.surveys.models import Questionnaire, Round
from courses.surveys.queries import lines_of_round, rounds_listed, shown_results, summed
from courses.surveys.rules import is_frozen

QUESTIONNAIRES, ROUNDS = "courses_questionnaire_modeladmin_index", "courses_round_modeladmin_index"
WRITE, OPEN, EXPORT = "courses.change_questionnaire", "courses.open_round", "courses.export_round"


def questionnaire_address(questionnaire: Questionnaire) -> str:
    """The page of one version."""
    return reverse("courses_questionnaire_modeladmin_inspect", args=[questionnaire.pk])


def round_address(asked: Round) -> str:
    """The page of one round."""
    return reverse("courses_round_modeladmin_inspect", args=[asked.pk])


class Compose(ActionView):
    """A new questionnaire: its title and its questions, as many as one likes, without scripts."""

    permission = WRITE
    form_class = QuestionnaireForm
    list_of = (QUESTIONNAIRES, gettext_lazy("Questionnaires"))
    reason_field = "title"
    header_icon = "help"
    template_name = "courses/reports/questionnaire_form.html"
    page_title = submit_label = gettext_lazy("Write a questionnaire")
    participant = None
    made: Questionnaire | None = None

    @property
    def is_new(self) -> bool:
        """Whether there is none yet."""
        return True

    def address_of_subject(self) -> str:
        """Back to the list."""
        return reverse(QUESTIONNAIRES)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the courses; a press on «add» is no attempt to save."""
        found = super().get_form_kwargs() | {"courses": course_choices(), "is_new": self.is_new}
        if "more" in self.request.POST:
            names = (*QuestionnaireForm.base_fields,)
            found["initial"] = {name: self.request.POST[name] for name in names if name in self.request.POST}
            found.pop("data"), found.pop("files")
        return found

    def questions_now(self) -> list[dict[str, Any]]:
        """What the form shows first."""
        return []

    @cached_property
    def questions(self) -> Any:
        """The questions as they were sent; with «add», what was typed in the order of the places, and one more."""
        topics = {"topics": topic_choices()}
        if self.request.method != "POST":
            return Questions(prefix="q", initial=self.questions_now(), form_kwargs=topics)
        sent = Questions(self.request.POST, prefix="q", form_kwargs=topics)
        if "more" not in self.request.POST:
            return sent
        typed = [{name: form[name].data for name in form.fields} for form in sent.forms]
        kept = [one for one in typed if one["text"] and not one["remove"]]
        kept.sort(key=lambda one: int(one["place"]) if re.fullmatch(r"[0-9]{1,3}", one["place"] or "") else LAST)
        for place, one in enumerate(kept, start=1):
            one["place"] = place
        return Questions(prefix="q", initial=kept, form_kwargs=topics)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """«Add a question» gives the form back with all that was typed."""
        if "more" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.get_form()))
        form = self.get_form()
        is_valid = self.questions.is_valid()
        return self.form_valid(form) if form.is_valid() and is_valid else self.form_invalid(form)

    def act(self, form: forms.Form) -> str:
        """Write it."""
        self.made = create_questionnaire(questions=self.questions.drafts, author=self.request.user, **form.values)
        return _("The questionnaire is written. It is asked by itself where you said so, or when you open it.")

    def get_success_url(self) -> str:
        """To the questionnaire, once it is there."""
        return questionnaire_address(self.made) if self.made else self.address_of_subject()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the questions."""
        return super().get_context_data(questions=self.questions, **kwargs)


class Revise(Compose):
    """Change a questionnaire; of one that was asked, write the next version."""

    records = Questionnaire.objects.all()
    page_title = gettext_lazy("Change the questionnaire")
    submit_label = gettext_lazy("Save the questionnaire")
    is_new = False

    @property
    def subject(self) -> Questionnaire:
        """Which one."""
        return self.record

    @cached_property
    def last(self) -> Questionnaire:
        """The newest version."""
        return Questionnaire.objects.filter(family=self.record.family).order_by("-version")[0]

    def address_of_subject(self) -> str:
        """The page of the newest version: lists show that one alone."""
        return questionnaire_address(self.last)

    def refusal(self) -> str:
        """Only the last version is followed by another."""
        is_old = self.last.pk != self.record.pk
        return _("There is a newer version of this questionnaire: change that one.") if is_old else ""

    def fingerprint(self) -> str:
        """The version, and its questions."""
        self.__dict__.pop("last", None)
        return f"{self.last.pk}|{sorted(self.last.questions.values_list('pk', flat=True))}"

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        names = ("title", "intro", "for_days", "for_webinars")
        now = {name: getattr(self.record, name) for name in names}
        return super().get_initial() | now | {"course": str(self.record.course_key or "")}

    def questions_now(self) -> list[dict[str, Any]]:
        """As they are."""
        same = ("place", "text", "kind", "required", "per_teacher", "series")
        return [
            {name: getattr(one, name) for name in same}
            | {"options": "\n".join(one.options), "topic": str(one.topic_key or "")}
            for one in self.record.questions.all()
        ]

    def act(self, form: forms.Form) -> str:
        """Save it, or the version after it."""
        was_asked = is_frozen(self.record)
        self.made = revise_questionnaire(
            questionnaire=self.record, questions=self.questions.drafts, author=self.request.user, **form.values
        )
        if was_asked:
            return _("A new version is written: what was asked until now keeps its words and its answers.")
        return _("The questionnaire is saved.")


class OpenRound(ActionView):
    """Ask a questionnaire about an event, or a course, from now to the end of a day."""

    permission = OPEN
    records = Questionnaire.objects.all()
    form_class = OpenRoundForm
    reason_field = "about"
    list_of = (QUESTIONNAIRES, gettext_lazy("Questionnaires"))
    header_icon = "help"
    page_title = submit_label = gettext_lazy("Ask the questionnaire")
    opened: Round | None = None

    @property
    def subject(self) -> Questionnaire:
        """Which one."""
        return self.record

    def address_of_subject(self) -> str:
        """Its page."""
        return questionnaire_address(self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """What it may be about."""
        return super().get_form_kwargs() | {"choices": about_choices(self.record)}

    def act(self, form: forms.Form) -> str:
        """Open it: letters leave at the next tick."""
        what, _colon, key = form.cleaned_data["about"].partition(":")
        event = Event.objects.select_related("venue__municipality").get(pk=key) if what == "event" else None
        course = CoursePage.objects.filter(translation_key=key).first() if what == "course" else None
        self.opened = open_round(
            questionnaire=self.record,
            event=event,
            course=course,
            opens_at=timezone.now(),
            closes_at=at(form.cleaned_data["closes_on"], END_OF_DAY),
            author=self.request.user,
        )
        return _("The questionnaire is open: whoever was there is written to within minutes.")

    def get_success_url(self) -> str:
        """To the round, once it is open."""
        return round_address(self.opened) if self.opened else self.address_of_subject()


class CloseRound(ActionView):
    """Close a round before its day."""

    permission = OPEN
    records = rounds_listed()
    form_class = SeenForm
    list_of = (ROUNDS, gettext_lazy("Answers to questionnaires"))
    header_icon = "form"
    page_title = submit_label = gettext_lazy("Close the questionnaire")

    @property
    def subject(self) -> Round:
        """Which one."""
        return self.record

    def address_of_subject(self) -> str:
        """Its page."""
        return round_address(self.record)

    def refusal(self) -> str:
        """Once is enough."""
        return "" if self.record.state == Round.State.OPEN else _("This questionnaire is closed already.")

    def act(self, form: forms.Form) -> str:
        """Close it."""
        close_round(asked=self.record, author=self.request.user)
        return _("The questionnaire is closed: the results are below. It cannot be opened again.")

    def facts(self) -> list[tuple[Any, Any]]:
        """Until when it would be open: how many have answered is told by nobody before the closing."""
        return [
            (_("Open until"), date_format(timezone.localtime(self.record.closes_at), "SHORT_DATETIME_FORMAT")),
            (_("Mind"), _("After closing nobody can answer any more, and it cannot be opened again.")),
        ]


@require_safe
def round_file(request: HttpRequest, pk: int, file_format: str) -> HttpResponseBase:
    """What a closed round came to, as a spreadsheet. Who took it is kept."""
    if not (request.user.has_perm("courses.view_round") and request.user.has_perm(EXPORT)):
        return denied(request)
    asked = get_object_or_404(rounds_listed().filter(state=Round.State.CLOSED), pk=pk)
    return _file(request, asked, f"questionario-{asked.pk}", file_format, rows_of_lines(lines_of_round(asked)))


@require_safe
def pool_file(request: HttpRequest, pk: int, file_format: str) -> HttpResponseBase:
    """All closed rounds of a questionnaire together, as a spreadsheet."""
    if not (request.user.has_perm("courses.view_round") and request.user.has_perm(EXPORT)):
        return denied(request)
    questionnaire = get_object_or_404(Questionnaire, pk=pk)
    rows = rows_of_results(summed(shown_results(questionnaire.family)))
    return _file(request, questionnaire, f"questionario-tutte-{questionnaire.pk}", file_format, rows)


def _file(request: HttpRequest, subject: Any, name: str, file_format: str, rows: Any) -> HttpResponseBase:
    if file_format not in FORMATS:
        raise Http404
    record(author=request.user, action=f"{subject._meta.model_name}.export", subject=subject, format=file_format)
    return spreadsheet(file_format, name, [str(heading) for heading in HEADINGS], rows)
