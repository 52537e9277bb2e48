"""What one may ask of a story."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.stories.queries import kinds_for
from courses.stories.telling import Subject

OLDEST = "oldest"


class StoryForm(forms.Form):
    """Which kind of entry, and in which order. What is none of the choices asks for nothing."""

    kind = forms.ChoiceField(label=_("Kind of entry"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", pgettext_lazy("order", "Newest first")), (OLDEST, pgettext_lazy("order", "Oldest first"))],
    )

    def __init__(self, data: Mapping[str, Any], subject: Subject, user: AbstractBaseUser) -> None:
        super().__init__(data, auto_id="story_%s")
        self.fields["kind"].choices = [
            ("", pgettext_lazy("any value of a filter", "All")),
            *kinds_for(subject, user),
        ]
        self.use_required_attribute = False

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked and may be."""
        found = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return {"kind": found.get("kind", ""), "oldest_first": found.get("order") == OLDEST}
