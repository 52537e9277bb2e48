"""The fields that the forms about events are made of."""

from datetime import date, time
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.agenda.models import Event, Teacher, Venue
from courses.agenda.rules import at
from courses.booking.forms import EventChoice
from courses.reports.forms import LONGEST_REASON

LONGEST_IDENTIFIER = 18  # digits that every database's integers hold
MOST_SEATS = 5000
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
LOCAL = "%Y-%m-%dT%H:%M"


class ListedInput(forms.TextInput):
    """A field that proposes, while one types, what may be written in it: a list too long to scroll."""

    options: tuple[str, ...] = ()

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The field and its proposals, without any script."""
        proposals = f"{(attrs or {}).get('id', name)}_list"
        field = super().render(name, value, {**(attrs or {}), "list": proposals, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in self.options))
        return format_html('{}<datalist id="{}">{}</datalist>', field, proposals, options)


class VenueField(forms.CharField):
    """A venue by its name and municipality, as the list proposes them."""

    widget = ListedInput

    def __init__(self, **kwargs: Any) -> None:
        wanted = {
            "label": gettext_lazy("Venue"),
            "max_length": 300,
            "help_text": gettext_lazy("Write part of the name or of the municipality, then choose from the list."),
            "error_messages": {"required": gettext_lazy("Choose the venue.")},
        }
        super().__init__(**wanted | kwargs)

    def offer(self, venues: QuerySet[Venue]) -> None:
        """What may be chosen."""
        self.venues = {str(venue): venue for venue in venues.select_related("municipality")}
        self.widget.options = tuple(self.venues)

    def clean(self, value: Any) -> Venue | None:
        """The venue itself."""
        name = super().clean(value)
        if not name:
            return None
        if name not in self.venues:
            raise forms.ValidationError(
                _("There is no venue of this name: choose one from the list, or create it first among the venues.")
            )
        return self.venues[name]


class TeachersField(forms.ModelMultipleChoiceField):
    """Several teachers, ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(Teacher.objects.all(), label=gettext_lazy("Teachers"), required=False)

    def clean(self, value: Any) -> QuerySet[Teacher]:
        """An identifier longer than any database's integers is nobody's."""
        if any(len(str(one)) > LONGEST_IDENTIFIER for one in value or ()):
            raise forms.ValidationError(_("Choose the teachers from the list."))
        return super().clean(value)


def day_field(label: str | Promise) -> forms.DateField:
    """A day of this century."""
    return forms.DateField(
        label=label,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write a date, for example 31/12/2027.")},
    )


def hour_field(label: str | Promise) -> forms.TimeField:
    """An hour, which may be left out."""
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write an hour, for example 9:30.")},
    )


def number_field(
    label: str | Promise,
    *,
    least: int = 0,
    most: int = MOST_SEATS,
    required: bool = True,
    help_text: Any = "",
) -> forms.IntegerField:
    """A number of people."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required, help_text=help_text)


def link_field() -> forms.URLField:
    """Where a webinar is followed."""
    return forms.URLField(
        label=gettext_lazy("Address of the connection (optional)"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(["https"], message=gettext_lazy("Write an address that begins with https://."))],
        help_text=gettext_lazy("Only those who have a place read it."),
    )


def notes_field() -> forms.CharField:
    """What everybody should know."""
    return forms.CharField(
        label=gettext_lazy("Practical notes (optional)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody reads them on the event's page: how to get there, what to bring."),
    )


def moment_field(label: str | Promise) -> forms.DateTimeField:
    """A local day and hour."""
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
        validators=[MinValueValidator(at(EARLIEST, time())), MaxValueValidator(at(LATEST, time()))],
        error_messages={"invalid": gettext_lazy("Write day and hour, for example 31/12/2027 12:00.")},
    )


def reason_field(label: str | Promise, help_text: str | Promise, *, required: bool = True) -> forms.CharField:
    """Why."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )


class DateWithSeats(EventChoice):
    """Dates, each with the places that are left: who moves many people must know."""

    def label_from_instance(self, event: Event) -> str:
        """«Giornata formativa di Rimini (RN), …: 12 posti liberi»."""
        free = ngettext("%(free)s free place", "%(free)s free places", event.seats_free) % {"free": event.seats_free}
        return f"{super().label_from_instance(event)}: {free}"
