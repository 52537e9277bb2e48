"""The forms of the privacy desk."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.keeping.models import DataRequest
from courses.reports.forms import LONGEST_REASON, SeenForm


class RequestForm(SeenForm):
    """What somebody asked about their own data, when, and by which way."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=DataRequest.Kind.choices)
    asked_on = forms.DateField(
        label=_("Asked on"),
        help_text=_("The answer is due within 30 days from this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=DataRequest.Channel.choices)
    asked_by = forms.ChoiceField(label=_("Who asked"), choices=DataRequest.Asker.choices)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("For example the protocol number. It is deleted with the person's data."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ["kind", "asked_on", "channel", "asked_by", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].initial = timezone.localdate()


class EraseForm(SeenForm):
    """The one act that nobody takes back."""

    sure = forms.BooleanField(
        label=_("I checked who asks, and I know that nobody can bring these data back"),
        error_messages={"required": _("Tick the box: nobody can bring these data back.")},
    )


class AnswerForm(SeenForm):
    """Why the data are kept, or nothing is done."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person may read it: they may complain to the Garante per la protezione dei dati personali."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason.")},
    )


class DoneForm(SeenForm):
    """How the request was answered."""

    reason = forms.CharField(
        label=_("What was done"),
        help_text=_("For example: the name was corrected on the same day."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
