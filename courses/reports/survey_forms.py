"""The forms of the secretariat's acts on questionnaires: writing one, question by question, and asking it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses import conf
from courses.reports.forms import SeenForm
from courses.surveys.actions import Draft
from courses.surveys.models import Question, Questionnaire

MOST_QUESTIONS, MOST_OPTIONS, LONGEST_OPTION = 60, 20, 120
LONGEST_INTRO = 2000
MOST_DAYS = 365
LAST = 1000  # the place of a question without one


class QuestionnaireForm(SeenForm):
    """What a questionnaire is called and when it is asked."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=150)
    kind = forms.ChoiceField(
        label=gettext_lazy("When it is asked"),
        choices=Questionnaire.Kind.choices,
        help_text=gettext_lazy(
            "Satisfaction and «afterwards» go to those present once the event is over; «before» to those booked, until"
            " it starts; «some months later» to those present, three months after."
        ),
    )
    intro = forms.CharField(
        label=gettext_lazy("Introduction"),
        required=False,
        max_length=LONGEST_INTRO,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    for_days = forms.BooleanField(label=gettext_lazy("Ask it at every training day, by itself"), required=False)
    for_webinars = forms.BooleanField(label=gettext_lazy("Ask it at every webinar, by itself"), required=False)

    def __init__(self, *args: Any, courses: list[tuple[str, str]], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = [("", _("All courses")), *courses]
        if not is_new:  # answers of before would be compared with others
            del self.fields["kind"]

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the questionnaire."""
        names = ("title", "kind", "intro", "for_days", "for_webinars")
        course = self.cleaned_data["course"]
        found = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return found | {"course_key": UUID(course) if course else None}


class QuestionForm(forms.Form):
    """One question; left empty, or marked to be taken away, it is none."""

    place = forms.IntegerField(label=pgettext_lazy("question", "Place"), min_value=1, max_value=999, required=False)
    text = forms.CharField(label=gettext_lazy("Question"), max_length=300, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=Question.Kind.choices, required=False)
    options = forms.CharField(
        label=gettext_lazy("Answers to choose from"),
        required=False,
        max_length=MOST_OPTIONS * (LONGEST_OPTION + 2),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One on each line. Only for «one» or «any of several answers»."),
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic it asks about"), required=False)
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    per_teacher = forms.BooleanField(label=gettext_lazy("Asked about each teacher"), required=False)
    remove = forms.BooleanField(label=gettext_lazy("Take this question away"), required=False)
    series = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", _("None in particular")), *topics]

    def clean(self) -> dict[str, Any]:
        """Answers to choose from are asked of whoever chooses."""
        found = super().clean() or self.cleaned_data
        lines = [line.strip() for line in found.get("options", "").splitlines() if line.strip()]
        found["lines"] = lines if found.get("kind") in (Question.Kind.CHOICE, Question.Kind.SEVERAL) else []
        if not found.get("text") or found.get("remove"):
            return found
        if not found.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Choose how it is answered."))
        chooses = found.get("kind") in (Question.Kind.CHOICE, Question.Kind.SEVERAL) and "options" not in self.errors
        fits = 2 <= len(lines) <= MOST_OPTIONS and max(map(len, lines)) <= LONGEST_OPTION
        if chooses and not fits:
            told = {"most": MOST_OPTIONS, "longest": LONGEST_OPTION}
            message = _("Write from 2 to %(most)s answers, one on each line, each of at most %(longest)s letters.")
            self.add_error("options", message % told)
        return found

    @property
    def draft(self) -> Draft | None:
        """The question; None for an empty one."""
        data = self.cleaned_data
        if not data.get("text") or data.get("remove"):
            return None
        return Draft(
            text=data["text"],
            kind=data["kind"],
            options=data["lines"],
            required=data["required"],
            per_teacher=data["per_teacher"],
            topic_key=UUID(data["topic"]) if data["topic"] else None,
            series=data["series"],
        )


class BaseQuestions(forms.BaseFormSet):
    """The questions of a questionnaire, in the order of their places."""

    @property
    def drafts(self) -> list[Draft]:
        """Those that are left, in order; without a place at the end."""
        forms_in_order = sorted(self.forms, key=lambda form: form.cleaned_data.get("place") or LAST)
        return [form.draft for form in forms_in_order if form.draft]


Questions = forms.formset_factory(
    QuestionForm, BaseQuestions, extra=1, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS
)


class OpenRoundForm(SeenForm):
    """About what, and until when."""

    about = forms.ChoiceField(
        label=gettext_lazy("About"), error_messages={"required": gettext_lazy("Choose an event, or the course.")}
    )
    closes_on = forms.DateField(
        label=gettext_lazy("Last day to answer"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("Choose an event, or the course")), *choices]
        self.fields["closes_on"].initial = timezone.localdate() + timedelta(days=conf.get("SURVEY_DAYS"))

    def clean_closes_on(self) -> date:
        """From today to a year from now."""
        day = self.cleaned_data["closes_on"]
        if not timezone.localdate() <= day <= timezone.localdate() + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(_("Choose a day from today to a year from now."))
        return day
