"""The forms of the secretariat's acts on a register."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.agenda.models import Event
from courses.agenda.rules import name_of
from courses.attendance.actions import is_known
from courses.attendance.forms import SignedSheetForm
from courses.attendance.models import Presence
from courses.reports.forms import SeenForm

TIMES_IN_UTC = _("Times are in UTC")
WHEN_IN_UTC = _("Tick it if the report says «UTC» or «GMT»: we add the one or two hours of our clocks.")


class OpenForm(SeenForm):
    """Of which event."""

    event = forms.ModelChoiceField(
        label=_("Event"), queryset=Event.objects.none(), error_messages={"required": _("Choose the event.")}
    )

    def __init__(self, *args: Any, events: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events
        self.fields["event"].label_from_instance = name_of


class CorrectForm(SeenForm):
    """What is true instead, and why."""

    status = forms.ChoiceField(label=_("Presence"), choices=Presence.Status.choices)
    late = forms.IntegerField(label=_("Minutes late"), min_value=0, max_value=1440, initial=0)
    left_early = forms.IntegerField(label=_("Minutes left early"), min_value=0, max_value=1440, initial=0)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("It stays in the register, with your name: for example, what the signed sheet says."),
        error_messages={"required": _("Write the reason.")},
    )

    field_order = ["status", "late", "left_early", "reason"]


class ScanForm(SeenForm, SignedSheetForm):
    """The signed sheet."""


class ReportForm(SeenForm):
    """A platform's report."""

    file = forms.FileField(
        label=_("Attendance report"),
        help_text=_("As the platform gives it: CSV or XLSX, at most 2 MB."),
        error_messages={"required": _("Choose the file.")},
    )
    is_utc = forms.BooleanField(label=TIMES_IN_UTC, required=False, help_text=WHEN_IN_UTC)


class ColumnsForm(forms.Form):
    """Which column of a report says what."""

    rows = forms.CharField(widget=forms.HiddenInput)  # the report itself, signed: nothing is kept in between
    platform = forms.CharField(
        label=_("Name of the platform"),
        max_length=40,
        help_text=_("Under this name the columns are remembered for the next time."),
        error_messages={"required": _("Write the name of the platform.")},
    )
    order = forms.ChoiceField(
        label=_("How dates are written"),
        required=False,
        choices=[
            ("", _("Find out from the day of the event")),
            ("dmy", _("day/month/year")),
            ("mdy", _("month/day/year")),
        ],
    )
    is_utc = forms.BooleanField(label=TIMES_IN_UTC, required=False, help_text=WHEN_IN_UTC)

    def __init__(self, *args: Any, headings: Iterable[str], fields: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(place), heading) for place, heading in enumerate(headings) if heading]
        for field, label in fields.items():
            self.fields[f"column_{field}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", pgettext_lazy("column", "None")), *named]
            )
        self.order_fields(["platform", *(f"column_{field}" for field in fields), "order", "is_utc"])

    def clean_platform(self) -> str:
        """The reports of known platforms are read as they are: no other shape takes their name."""
        name = self.cleaned_data["platform"]
        if is_known(name):
            raise forms.ValidationError(
                _("This name belongs to a platform we know: write another one, for example «%(name)s 2».")
                % {"name": name}
            )
        return name

    def columns(self) -> dict[str, int]:
        """The chosen column of each field."""
        given = {name.removeprefix("column_"): value for name, value in self.cleaned_data.items() if "column_" in name}
        return {field: int(place) for field, place in given.items() if place}
