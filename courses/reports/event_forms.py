"""The forms of the secretariat's acts on events and on places at them."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.agenda.models import Event, Slot, Venue
from courses.agenda.rules import Part, at, fault_in_parts
from courses.booking.forms import NeedsForm
from courses.reports.event_fields import (
    LOCAL,
    DateWithSeats,
    TeachersField,
    VenueField,
    day_field,
    hour_field,
    link_field,
    moment_field,
    notes_field,
    number_field,
    reason_field,
)
from courses.reports.forms import SeenForm
from courses.spreadsheets import LARGEST

HALVES = {
    Slot.Kind.MORNING: pgettext_lazy("slot", "Morning"),
    Slot.Kind.AFTERNOON: pgettext_lazy("slot", "Afternoon"),
    Slot.Kind.CONNECTION: pgettext_lazy("slot", "Connection"),
}


class WhenAndWhereForm(SeenForm):
    """The day, from when to when each part lasts, and the venue of a training day."""

    day = day_field(gettext_lazy("Date"))
    venue = VenueField()

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.halves = [Slot.Kind.CONNECTION]
        if kind == Event.Kind.DAY:
            self.halves = [Slot.Kind.MORNING, Slot.Kind.AFTERNOON]
            self.fields["venue"].offer(Venue.objects.all())
        else:
            del self.fields["venue"]
        for half in self.halves:
            words = {"part": HALVES[half]}
            self.fields[f"{half}_from"] = hour_field(_("%(part)s, from") % words)
            self.fields[f"{half}_to"] = hour_field(_("%(part)s, to") % words)
        self.order_fields(["day", *(f"{half}_{end}" for half in self.halves for end in ("from", "to"))])

    def clean(self) -> dict[str, Any]:
        """Whole parts that make sense, on a day to come."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        for half in self.halves:
            start, end = data[f"{half}_from"], data[f"{half}_to"]
            if (start is None) != (end is None):
                missing = f"{half}_{'from' if start is None else 'to'}"
                self.add_error(missing, _("Write both hours of this part, or leave both empty."))
        if not self.errors:
            data["parts"] = parts_of(data["day"], {h: (data[f"{h}_from"], data[f"{h}_to"]) for h in self.halves})
            self._judge(data["parts"])
        return data

    def _judge(self, parts: list[Part]) -> None:
        fault = fault_in_parts(parts, self.kind)
        if fault:
            self.add_error(None, fault)
        elif min(part.starts_at for part in parts) <= timezone.now():
            self.add_error("day", _("The new date is past: choose one to come."))


class MoveForm(WhenAndWhereForm):
    """Another day, other hours, another venue: one that holds those who have a seat."""

    def __init__(self, *args: Any, taken: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_venue(self) -> Venue | None:
        """Nobody loses a seat by a move."""
        venue = self.cleaned_data["venue"]
        if venue is not None and venue.seats < self.taken:
            words = {"venue": venue, "seats": venue.seats, "taken": self.taken}
            raise forms.ValidationError(
                _("%(venue)s has %(seats)s seats, and %(taken)s are taken: choose a larger venue.") % words
            )
        return venue


def parts_of(day: date, hours: dict[str, tuple[time | None, time | None]]) -> list[Part]:
    """The parts that have hours."""
    return [Part(str(half), at(day, start), at(day, end)) for half, (start, end) in hours.items() if start and end]


def hours_of(parts: list[Any]) -> dict[str, time]:
    """The starting values of the hours' fields, from parts or slots."""
    found: dict[str, time] = {}
    for part in parts:
        found[f"{part.kind}_from"] = timezone.localtime(part.starts_at).time()
        found[f"{part.kind}_to"] = timezone.localtime(part.ends_at).time()
    return found


class TeachersMixin(forms.Form):
    """Who teaches."""

    teachers = TeachersField()


class CreateForm(TeachersMixin, WhenAndWhereForm):
    """A new event."""

    capacity = number_field(gettext_lazy("Seats"), least=1)
    minimum = number_field(gettext_lazy("Minimum of participants"))
    seats_per_body = number_field(
        gettext_lazy("Seats per body (optional)"),
        least=1,
        required=False,
        help_text=gettext_lazy("Who asks for more goes to the waiting list. Empty: no limit."),
    )
    link = link_field()
    notes = notes_field()

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        if kind == Event.Kind.DAY:
            del self.fields["link"]


class CloneForm(SeenForm):
    """Another date, and another venue."""

    day = day_field(gettext_lazy("Date"))
    venue = VenueField()

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Event.Kind.DAY:
            self.fields["venue"].offer(Venue.objects.all())
        else:
            del self.fields["venue"]

    def clean_day(self) -> date:
        """To come."""
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("The new date is past: choose one to come."))
        return day


class DetailsForm(SeenForm):
    """What may change without asking anybody again."""

    link = link_field()
    threshold = number_field(gettext_lazy("Minutes of presence asked for, in per cent"), least=1, most=100)
    notes = notes_field()
    minimum = number_field(gettext_lazy("Minimum of participants"))
    seats_per_body = number_field(gettext_lazy("Seats per body (optional)"), least=1, required=False)
    booking_opens_at = moment_field(gettext_lazy("Booking opens"))
    booking_closes_at = moment_field(gettext_lazy("Booking closes"))
    cancel_until = moment_field(gettext_lazy("Places may be given up until"))
    promotion_until = moment_field(gettext_lazy("Freed places are offered until"))
    notify = forms.BooleanField(label=gettext_lazy("Tell those booked by letter"), required=False)

    NAMES = (
        *("link", "threshold", "notes", "minimum", "seats_per_body"),
        *("booking_opens_at", "booking_closes_at", "cancel_until", "promotion_until"),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Event.Kind.DAY:
            del self.fields["link"], self.fields["threshold"]

    def clean(self) -> dict[str, Any]:
        """Booking opens before it closes."""
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("booking_opens_at"), data.get("booking_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("booking_closes_at", _("Booking closes before it opens: mend one of the two."))
        return data

    @staticmethod
    def initial_for(event: Event) -> dict[str, Any]:
        """What stands."""
        values = {name: getattr(event, name) for name in DetailsForm.NAMES}
        return {k: timezone.localtime(v).strftime(LOCAL) if isinstance(v, datetime) else v for k, v in values.items()}


class SeatsForm(SeenForm):
    """How many seats."""

    capacity = number_field(gettext_lazy("Seats"), least=1)


class TeachersForm(TeachersMixin, SeenForm):
    """Who teaches an event."""


class CallOffForm(SeenForm):
    """Why an event is not held."""

    reason = reason_field(
        gettext_lazy("Reason"),
        gettext_lazy(
            "It is public: it stands on the page of the event, and in a letter to all who are booked or wait."
        ),
    )


class AccountForm(SeenForm):
    """Whose account has the registers of a teacher."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the account"),
        required=False,
        help_text=gettext_lazy("The person must have an account already. Leave it empty to take the registers away."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_email(self) -> Any:
        """The account of this address."""
        email, users = self.cleaned_data["email"], get_user_model()
        if not email:
            return None
        found = users._default_manager.filter(
            **{f"{users.get_email_field_name()}__iexact": email}, is_active=True
        ).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has an account with this address: ask the teacher to register."))
        return found


class BookForm(NeedsForm, SeenForm):
    """What a person who rings up needs."""


class OverbookForm(NeedsForm, SeenForm):
    """Why one more than the seats."""

    reason = reason_field(gettext_lazy("Reason"), gettext_lazy("It stays in the history, with your name."))

    field_order = ["reason", "needs"]


class CancelForm(SeenForm):
    """Why a place is given up; of a place in line there is nothing to write."""

    reason = reason_field(gettext_lazy("Reason"), gettext_lazy("The person reads it in a letter."), required=False)


class ChangeDayManyForm(forms.Form):
    """Which date instead."""

    event = DateWithSeats(
        label=gettext_lazy("New date"),
        queryset=None,
        empty_label=gettext_lazy("Choose the date"),
        error_messages={
            "required": gettext_lazy("Choose the date."),
            "invalid_choice": gettext_lazy("Choose the date."),
        },
    )

    def __init__(self, *args: Any, dates: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = dates


class ChangeDayForm(SeenForm, ChangeDayManyForm):
    """The same for one person."""


class EventFileForm(forms.Form):
    """A file of events."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX or CSV, at most 2 MB and 500 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": gettext_lazy("Choose the file."), "empty": gettext_lazy("The file is empty.")},
    )

    def read(self) -> bytes:
        """Its content, never more than one byte too many."""
        return self.cleaned_data["file"].read(LARGEST + 1)
