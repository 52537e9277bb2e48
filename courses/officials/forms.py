"""The form that takes a file of people in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PeopleFileForm(forms.Form):
    """A spreadsheet of people, and whether they are written to."""

    file = forms.FileField(
        label=_("File of the people (XLSX or CSV)"),
        help_text=_("At most 2 MB. First we check it: nothing is saved until you say so."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose the file first."), "empty": _("The file is empty.")},
    )
    invites = forms.BooleanField(
        label=_("Invite by e-mail those who have an address"),
        required=False,
        initial=True,
    )
