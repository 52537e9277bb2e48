"""The form of a message: what its group asks for, and words that are checked before anybody reads them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.messages.finding import ASKED
from courses.messages.models import Message
from courses.messages.queries import course_choices, event_choices, placeholders_of
from courses.post.rules import fault_in_words
from courses.territory.models import Province, Region

Group = Message.Group
LONGEST_TEXT, LONGEST_WAIT = 10_000, 730
DAYS = {
    Group.NOT_STARTED: (0, 7, _("Enrolled for at least so many days"), _("0 for everybody who has not started.")),
    Group.STUCK: (1, 30, _("Nothing done for at least so many days"), _("Neither a lesson read nor a day attended.")),
}


class MessageForm(forms.Form):
    """To whom, and what. `filters` are the cleaned answers about the group."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=200, error_messages={"required": _("Write the subject.")})
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Plain text. Below it each letter says why the person gets it."),
        error_messages={"required": _("Write the text.")},
    )

    def __init__(self, *args: Any, group: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        makers = {
            "event": self._event,
            "course": self._course,
            "days": self._days,
            "region": self._region,
            "province": self._province,
            "deputies": self._deputies,
        }
        words = {name: self.fields.pop(name) for name in ("subject", "text")}
        self.fields |= {name: makers[name]() for name in ASKED[group]} | words

    @property
    def filters(self) -> dict[str, Any]:
        """What the group asks for, as `Message.filters` keeps it: what was left empty is left out."""
        answers = {name: self.cleaned_data[name] for name in ASKED[self.group]}
        return {name: value for name, value in answers.items() if value != "" and value is not False}

    @property
    def words(self) -> dict[str, str]:
        """Subject and text."""
        return {name: self.cleaned_data[name] for name in ("subject", "text")}

    def clean_subject(self) -> str:
        """One line, and nothing that cannot be filled in."""
        return self._checked(" ".join(self.cleaned_data["subject"].split()))

    def clean_text(self) -> str:
        """Browsers send their own line ends: one kind is kept."""
        return self._checked(self.cleaned_data["text"].replace("\r\n", "\n"))

    def clean_event(self) -> int:
        """Its key."""
        return int(self.cleaned_data["event"])

    def clean(self) -> dict[str, Any]:
        """A province lies in its region."""
        data = super().clean()
        region, province = data.get("region"), data.get("province")
        if region and province and not Province.objects.filter(pk=province, region=region).exists():
            self.add_error("province", _("This province is not in the region you chose: choose one of the two."))
        return data

    def _checked(self, words: str) -> str:
        fault = fault_in_words(placeholders_of(self.group), words)
        if fault:
            raise forms.ValidationError(fault)
        return words

    def _event(self) -> forms.Field:
        choices = [("", _("Choose the event")), *event_choices(self.group)]
        required = {"required": _("Choose the event.")}
        help_text = _("Those whose register is closed.") if self.group == Group.ABSENT else ""
        return forms.ChoiceField(label=_("Event"), choices=choices, error_messages=required, help_text=help_text)

    def _course(self) -> forms.Field:
        found = course_choices()
        choices = found if len(found) == 1 else [("", _("Choose the course")), *found]
        return forms.ChoiceField(
            label=_("Course"), choices=choices, error_messages={"required": _("Choose the course.")}
        )

    def _days(self) -> forms.Field:
        least, usual, label, help_text = DAYS[self.group]
        bounds = {"min_value": least, "max_value": LONGEST_WAIT, "initial": usual}
        return forms.IntegerField(label=label, help_text=help_text, **bounds)

    @staticmethod
    def _region() -> forms.Field:
        choices = [("", _("All of Italy")), *Region.objects.values_list("code", "name")]
        return forms.ChoiceField(label=_("Region (optional)"), choices=choices, required=False)

    @staticmethod
    def _province() -> forms.Field:
        found = [(one.pk, str(one)) for one in Province.objects.all()]
        return forms.ChoiceField(
            label=_("Province (optional)"), choices=[("", _("All of them")), *found], required=False
        )

    @staticmethod
    def _deputies() -> forms.Field:
        return forms.BooleanField(label=_("Write to the deputies too"), required=False)


class ConfirmForm(forms.Form):
    """The number of people, typed: a message that went out is not called back."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=16)
    number = forms.IntegerField(
        label=_("How many people are you writing to?"),
        min_value=0,
        help_text=_("Type the number you read above, without dots."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Type the number of people."), "invalid": _("Type a number.")},
    )

    def __init__(self, *args: Any, people: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people

    def clean_number(self) -> int:
        """The one that stands on the page."""
        if self.cleaned_data["number"] != self.people:
            raise forms.ValidationError(
                _("The people are %(number)d: type this number if you mean to write to them.") % {"number": self.people}
            )
        return self.cleaned_data["number"]
