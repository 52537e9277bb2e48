"""The forms of «Il mio ente»."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.people.models import Role


class OfficialForm(forms.Form):
    """A colleague whom the contact names."""

    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose the role")), *Role.choices])
    email = forms.EmailField(
        label=_("Office e-mail"),
        required=False,
        help_text=_("We send the invitation there. Without an address the person is enrolled and has no account."),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person will read it."),
    )
