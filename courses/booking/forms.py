"""The forms of booking: what a person needs, why a place is given up, which day instead, which colleagues."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.agenda.models import Event
from courses.agenda.rules import name_of
from courses.booking.models import Booking
from courses.people.models import Participant

MOST_SEATS = 99


class NeedsForm(forms.Form):
    """What a person needs to take part."""

    needs = forms.CharField(
        label=_("What do you need to take part?"),
        required=False,
        max_length=Booking._meta.get_field("needs").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "For example a place near the screen, a sign-language interpreter, a lunch without gluten. Write"
            " what you need, never why. Only the secretariat and that day's teacher read it; it is deleted after the"
            " event."
        ),
    )


class GiveUpForm(forms.Form):
    """Why a place is given up: one of the ready reasons, or own words."""

    OTHER = "other"
    READY = (
        ("work", _("Work that cannot wait")),
        ("journey", _("The venue is hard to reach")),
        ("personal", _("Personal reasons")),
        ("colleague", _("A colleague comes instead")),
        (OTHER, _("Another reason")),
    )

    why = forms.ChoiceField(label=_("Reason"), choices=READY, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In a few words (only for another reason)"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Another reason needs its words."""
        found = super().clean() or self.cleaned_data
        if found.get("why") == self.OTHER and not found.get("words", "").strip() and "words" not in self.errors:
            self.add_error("words", _("Write the reason in a few words."))
        return found

    @property
    def reason(self) -> str:
        """What is written down."""
        if self.cleaned_data["why"] == self.OTHER:
            return self.cleaned_data["words"]
        return str(dict(self.READY)[self.cleaned_data["why"]])


class EventChoice(forms.ModelChoiceField):
    """One of several dates, by place and day."""

    def label_from_instance(self, obj: Event) -> str:
        """As the calendar calls it."""
        return name_of(obj)


class ChangeDayForm(forms.Form):
    """Another date of the same course."""

    event = EventChoice(label=_("Choose another date"), queryset=None, empty_label=_("Choose the date"))
    TAKEN = _("That date has no free place any more: choose another one. You keep the place you have.")

    def __init__(self, *args: Any, dates: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = dates
        self.fields["event"].error_messages |= {"required": _("Choose the date."), "invalid_choice": self.TAKEN}


class ColleaguesField(forms.ModelMultipleChoiceField):
    """Several colleagues, ticked."""

    widget = forms.CheckboxSelectMultiple
    NOBODY = _("Tick at least one colleague.")
    LONGEST_IDENTIFIER = 18  # digits: no database has a longer one

    def clean(self, value: Any) -> QuerySet:
        """An identifier longer than any database's integers is nobody's."""
        if any(len(str(one)) > self.LONGEST_IDENTIFIER for one in value or ()):
            raise forms.ValidationError(_("Choose the colleagues from the list."))
        return super().clean(value)


class ColleaguesForm(forms.Form):
    """Which colleagues to book, and what to do when there is no room for all."""

    people = ColleaguesField(
        label=_("Which colleagues?"), queryset=None, error_messages={"required": ColleaguesField.NOBODY}
    )
    how = forms.ChoiceField(
        label=_("If there are not enough places"),
        choices=[
            ("all", pgettext_lazy("booking a group", "All or nobody")),
            ("some", pgettext_lazy("booking a group", "As many as possible, the others on the waiting list")),
        ],
        initial="all",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, people: QuerySet[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people


class HoldForm(forms.Form):
    """How many seats to keep without a name."""

    number = forms.IntegerField(label=_("How many places"), min_value=1, max_value=MOST_SEATS, initial=1)


class ColleagueForm(forms.Form):
    """One colleague: for a seat that is kept, or in somebody's place."""

    participant = forms.ModelChoiceField(label=_("Colleague"), queryset=None, empty_label=_("Choose a colleague"))

    def __init__(self, *args: Any, people: QuerySet[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].queryset = people
