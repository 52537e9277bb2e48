"""The forms of the secretariat's acts on certificates."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.certificates.forms import TemplateForm
from courses.certificates.queries import Due
from courses.certificates.rules import hours_in_words
from courses.people.forms import NamesForm
from courses.reports.forms import LONGEST_REASON, SeenForm


class ReissueForm(NamesForm, SeenForm):
    """The name as it must read, and why a new certificate is issued."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: the family name was misspelt. It stays in the history; nobody outside reads it."),
        error_messages={"required": _("Write the reason.")},
    )


class AnnulForm(SeenForm):
    """Why it does not count any more."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history. Who verifies the certificate reads that it is annulled, and not why."),
        error_messages={"required": _("Write the reason.")},
    )


class IssueAgainForm(SeenForm):
    """Why it counts after all."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: it was annulled for a namesake. It stays in the history; nobody outside reads it."),
        error_messages={"required": _("Write the reason.")},
    )


class SettleForm(SeenForm):
    """What was found when the certificate is right after all."""

    outcome = forms.CharField(
        label=_("What you found"),
        max_length=300,
        help_text=_("For example: the person was rung up, the name is right as it stands."),
        error_messages={"required": _("Write what you found.")},
    )


class ConfirmForm(SeenForm):
    """Everybody is ticked: untick those who must wait."""

    chosen = forms.MultipleChoiceField(
        label=_("Issue the certificate to"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Untick those who must wait: they stay in the list."),
        error_messages={"required": _("Tick at least one person.")},
    )

    def __init__(self, *args: Any, dues: Sequence[Due], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(due.key, _named(due)) for due in dues]
        self.fields["chosen"].initial = [due.key for due in dues]


class WordsForm(TemplateForm, SeenForm):
    """The words and pictures of certificates of a kind."""


def _named(due: Due) -> str:
    person = due.participant
    name = f"{person.family_name} {person.given_name}"
    if due.credit is None:
        return name
    return f"{name} – {hours_in_words(due.credit.minutes)} / {hours_in_words(due.credit.of_minutes)}"
