"""What readers write to us from the pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class HoneypotForm(forms.Form):
    """A field that people do not see and programs that fill in every field do."""

    website = forms.CharField(required=False, max_length=200)

    def is_from_a_program(self) -> bool:
        """Whether the trap was filled in."""
        return bool(self.data.get(self.add_prefix("website")))


class FeedbackForm(HoneypotForm):
    """The answer to «Was this page useful?»."""

    page = forms.ModelChoiceField(Page.objects.live(), widget=forms.HiddenInput)
    useful = forms.TypedChoiceField(
        label=_("Was this page useful?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    comment = forms.CharField(
        label=_("What did not work?"),
        help_text=_("At most 500 characters. Do not write names or other personal data."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BarrierForm(HoneypotForm):
    """Somebody cannot read or use a page."""

    page_address = forms.CharField(
        label=_("Address of the page"),
        help_text=_("As it stands in the browser, or the page's title."),
        max_length=500,
        error_messages={"required": _("Write the address or the title of the page.")},
    )
    description = forms.CharField(
        label=_("What happened"),
        help_text=_("What you were trying to do and what stopped you; if you like, the device and the aids you use."),
        max_length=2000,
        error_messages={"required": _("Tell us what happened.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = forms.EmailField(
        label=_("E-mail to answer to"),
        help_text=_("We use it for the answer only, and delete it 12 months later."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_page_address(self) -> str:
        """One line: it becomes part of a letter."""
        address: Any = self.cleaned_data["page_address"]
        if len(address.splitlines()) > 1:
            raise ValidationError(_("Write the address on one line."))
        return address
