"""What somebody looks for in the calendar, read from the address of the page."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.agenda.models import Event
from courses.agenda.queries import Filters, Place

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
KINDS = {"giornata": Event.Kind.DAY, "webinar": Event.Kind.WEBINAR}
NO_DATES_THERE = gettext_lazy("There are no dates for this choice now: choose another one.")


class QuickSelect(forms.Select):
    """A list of many choices, drawn by one template."""

    template_name = "courses/agenda/select.html"


def _list(label: str | Promise) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        error_messages={"invalid_choice": NO_DATES_THERE},
        widget=QuickSelect(attrs={"class": "form-select"}),
    )


class DayInput(forms.DateInput):
    """A field for a day; what is no day is not shown again, since browsers would not show it either."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """As HTML writes a date."""
        text = super().format_value(value)
        return text if text and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None


def _day(label: str | Promise) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        error_messages={"invalid": gettext_lazy("Write a date, for example 31/12/2027.")},
        widget=DayInput(attrs={"class": "form-control"}, format="%Y-%m-%d"),
    )


class CalendarForm(forms.Form):
    """The filters of the calendar. The fields have the names that stand in the address, which people share."""

    tipo = _list(gettext_lazy("Kind"))
    regione = _list(gettext_lazy("Region"))
    provincia = _list(gettext_lazy("Province"))
    tema = _list(gettext_lazy("Topic"))
    dal = _day(gettext_lazy("From the day"))
    al = _day(gettext_lazy("To the day"))
    posti = forms.BooleanField(
        label=gettext_lazy("Only with free places"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input", "value": "1"}),
    )

    def __init__(self, data: Any, *, places: list[Place], topics: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="filtro-%s")
        regions = {place.region: place.region_name for place in places}
        self._offer("tipo", [("giornata", _("Training days")), ("webinar", _("Webinars"))], _("Days and webinars"))
        self._offer("regione", list(regions.items()), _("All the regions"))
        grouped: dict[str, list[tuple[str, str]]] = {name: [] for name in regions.values()}
        for place in places:
            grouped[place.region_name].append((place.province, f"{place.province_name} ({place.province})"))
        self._offer("provincia", list(grouped.items()), _("All the provinces"))
        self._offer("tema", topics, _("All the topics"))

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        super().clean()
        first, last = self.cleaned_data.get("dal"), self.cleaned_data.get("al")
        if first and last and last < first:
            self.add_error("al", _("The last day comes before the first: mend one of the two."))
        return self.cleaned_data

    @property
    def filters(self) -> Filters:
        """What was chosen; a choice that makes no sense is told beside its field, and is not asked for."""
        self.is_valid()
        chosen = self.cleaned_data
        return Filters(
            region=chosen.get("regione", ""),
            province=chosen.get("provincia", ""),
            topic=chosen.get("tema", ""),
            kind=KINDS.get(chosen.get("tipo", ""), ""),
            free=chosen.get("posti", False),
            since=chosen.get("dal"),
            until=chosen.get("al"),
        )

    @property
    def chosen(self) -> int:
        """How many filters are on; a choice that makes no sense is none."""
        return len(set(self.changed_data) - self.errors.keys())

    def _offer(self, name: str, choices: list[Any], everything: str) -> None:
        self.fields[name].choices = [("", everything), *choices]
