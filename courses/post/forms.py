"""The form of a letter's words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.post.letters import KINDS
from courses.post.models import LetterTemplate
from courses.post.rules import misused_placeholders


class LetterTemplateForm(forms.ModelForm):
    """Words with placeholders, checked against the kind before they are saved."""

    class Meta:
        model = LetterTemplate
        fields = ["subject", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 18})}

    def clean_text(self) -> str:
        """Browsers send their own line ends: one kind is kept."""
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Refuse a placeholder that this letter cannot fill, and name those it can."""
        data = super().clean()
        kind = KINDS[self.instance.kind]
        for field in ("subject", "text"):
            wrong = misused_placeholders(kind, data.get(field, ""))
            if wrong:
                message = _("Here you cannot use %(wrong)s. You can use: %(known)s.")
                known = ", ".join(f"${{{name}}}" for name in kind.placeholders)
                self.add_error(field, message % {"wrong": ", ".join(wrong), "known": known})
        return data
