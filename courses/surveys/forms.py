"""The questionnaire as a form: radio buttons in words, a box to tick, a field to write in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.agenda.models import Teacher
from courses.surveys.actions import Given
from courses.surveys.models import Question, Round
from courses.surveys.queries import teachers_of
from courses.surveys.rules import LONGEST_TEXT, RESPONDENTS, asked_about, choices_of

CHOOSE = {
    Question.Kind.SCALE: gettext_lazy("Choose an answer, or «I do not know»."),
    Question.Kind.NUMBER: gettext_lazy("Choose a number from 0 to 10."),
}


class AnswerForm(forms.Form):
    """One field for each question, and for each teacher where it is about teachers. Asks nothing of the person."""

    def __init__(self, *args: Any, asked: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        teachers = teachers_of(asked)
        self.about: dict[str, tuple[Question, Teacher | None]] = {
            f"q{question.pk}" + (f"t{teacher.pk}" if teacher else ""): (question, teacher)
            for question in asked.questionnaire.questions.all()
            for teacher in asked_about(question, teachers)
        }
        for name, (question, teacher) in self.about.items():
            self.fields[name] = _field(question, f"{teacher}: {question.text}" if teacher else question.text)

    @property
    def given(self) -> Iterable[Given]:
        """The answers, without those that were left out."""
        for name, (question, teacher) in self.about.items():
            value = self.cleaned_data[name]
            about = (question.pk, teacher.pk if teacher else None)
            if value and question.kind == Question.Kind.TEXT:
                yield Given(*about, text=value)
            elif value and question.kind == Question.Kind.SEVERAL:
                yield Given(*about, values=(*value, RESPONDENTS))
            elif value:
                yield Given(*about, values=(value,))


def _field(question: Question, label: str) -> forms.Field:
    told = {"label": label, "required": question.required}
    if question.kind == Question.Kind.TEXT:
        help_text = _("Without names, please: neither yours nor of others.")
        widget = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(
            **told,
            max_length=LONGEST_TEXT,
            widget=widget,
            help_text=help_text,
            error_messages={"required": _("Write a few words.")},
        )
    said = {"required": str(CHOOSE.get(question.kind, _("Choose an answer.")))}
    choices = choices_of(question)
    if question.kind == Question.Kind.SEVERAL:
        return forms.MultipleChoiceField(
            **told,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one answer.")},
        )
    return forms.ChoiceField(**told, choices=choices, widget=forms.RadioSelect, error_messages=said)
