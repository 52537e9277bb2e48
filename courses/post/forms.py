"""The form of a letter's words."""

from typing import Any

from django import forms

from courses.post.letters import KINDS
from courses.post.models import LetterTemplate
from courses.post.rules import fault_in_words


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
            fault = fault_in_words(kind.placeholders, data.get(field, ""))
            if fault:
                self.add_error(field, fault)
        return data
