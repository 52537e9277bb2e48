"""The forms of «Il mio ente»."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.lines import LineField
from courses.people.models import Role
from courses.territory.forms import MunicipalityChoiceMixin
from courses.territory.models import Body


class OfficialForm(forms.Form):
    """A colleague whom the contact names."""

    given_name = LineField(label=_("Given name"), max_length=100)
    family_name = LineField(label=_("Family name"), max_length=100)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose the role")), *Role.choices])
    email = forms.EmailField(
        label=_("Office e-mail"),
        required=False,
        help_text=_("We send the invitation there. Without an address the person is enrolled and has no account."),
    )

    def colleague(self) -> dict[str, Any]:
        """The cleaned answers as `officials.actions.name_official` takes them."""
        names = ("given_name", "family_name", "role", "email", "municipality")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class OfficialThroughForm(MunicipalityChoiceMixin, OfficialForm):
    """The same for a union or social area: its officials may work in one of its municipalities."""

    municipality_required = False
    municipality_legend = _("Municipality of the person (optional)")
    municipality_name = deepcopy(MunicipalityChoiceMixin.base_fields["municipality_name"])
    municipality_name.help_text = _("Only for who works in a municipality and takes part through your body.")

    field_order = ["given_name", "family_name", "role", "email"]


def official_form(body: Body) -> type[OfficialForm]:
    """The form by which the contact of a body names somebody."""
    return OfficialForm if body.municipality_id else OfficialThroughForm


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person will read it."),
    )
