"""Which figures to show: a period in months, and what the map shows. Whatever else is asked is as if it were not."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.figures import measures as m
from courses.figures.breakdown import DIVIDED_BY
from courses.figures.choropleth import LEVELS, SHOWN
from courses.figures.dashboard import months_between
from courses.figures.labels import heading_of
from courses.figures.tallies import months_counted

MONTH = "%Y-%m"


class FiguresForm(forms.Form):
    """Both months may be left open. A period that ends before it begins is turned round."""

    dal = forms.ChoiceField(label=gettext_lazy("From the month of"), required=False)
    al = forms.ChoiceField(label=gettext_lazy("To the month of"), required=False)

    def __init__(self, given: QueryDict) -> None:
        super().__init__({name: given.get(name, "") for name in self.base_fields})
        span = months_counted()
        self.months = {month.strftime(MONTH): month for month in months_between(span or [])}
        named = [(key, capfirst(date_format(month, "F Y"))) for key, month in self.months.items()]
        self.fields["dal"].choices = [("", _("The beginning")), *named]
        self.fields["al"].choices = [("", _("Today")), *named]
        self.full_clean()
        self.data = {name: self.chosen(name) for name in self.fields}
        self._errors = {}

    def chosen(self, name: str) -> str:
        """What was asked for, if it may be; else what stands first."""
        value = self.cleaned_data.get(name, "")
        return value or next(iter(self.fields[name].choices))[0]

    @property
    def period(self) -> tuple[date | None, date | None]:
        """The first and the last month; None where it is open."""
        since, until = self.months.get(self.chosen("dal")), self.months.get(self.chosen("al"))
        if since and until and since > until:
            return until, since
        return since, until


class DashboardForm(FiguresForm):
    """The same, and the map."""

    mappa = forms.ChoiceField(
        label=gettext_lazy("On the map"), required=False, choices=[(key, one.label) for key, one in SHOWN.items()]
    )
    livello = forms.ChoiceField(
        label=pgettext_lazy("map", "Areas"), required=False, choices=list(LEVELS.items()), initial=m.REGION
    )


class BreakdownForm(FiguresForm):
    """The same, and by what the numbers are divided."""

    per = forms.ChoiceField(label=gettext_lazy("Divided by"), required=False)

    def __init__(self, given: QueryDict) -> None:
        self.base_fields["per"].choices = [(dimension, heading_of(dimension)) for dimension in DIVIDED_BY]
        super().__init__(given)


def period_in_words(period: tuple[date | None, date | None]) -> str:
    """For headings."""
    since, until = (date_format(month, "F Y") if month else "" for month in period)
    if since and until:
        return _("From %(since)s to %(until)s") % {"since": since, "until": until}
    if since:
        return _("From %(since)s on") % {"since": since}
    return _("Until %(until)s") % {"until": until} if until else _("From the beginning")


def as_question(form: FiguresForm) -> dict[str, Any]:
    """What is chosen, for an address that keeps it."""
    return {name: form.chosen(name) for name in form.fields if form.chosen(name)}
