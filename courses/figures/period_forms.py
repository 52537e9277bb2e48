"""Of which period a report is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PeriodReportForm(forms.Form):
    """Both days included; what makes no period is refused by the action."""

    first = forms.DateField(
        label=_("From the day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the first day."), "invalid": _("Choose the first day.")},
    )
    last = forms.DateField(
        label=_("To the day (included)"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the last day."), "invalid": _("Choose the last day.")},
    )
