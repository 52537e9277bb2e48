"""The forms of the secretariat's actions. Each carries what its page showed, so that an old page changes nothing."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.adhesion.models import Adhesion
from courses.catalogue.queries import Outline
from courses.people.forms import BodyAndRoleMixin, NamesForm
from courses.people.models import Gender, Participant, Role
from courses.post.forms import LetterTemplateForm
from courses.territory.actions import body_of_municipality

LONGEST_REASON = 1000


def _reason(label: str | Promise, help_text: str | Promise, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason.")},
    )


class SeenForm(forms.Form):
    """What the page showed when it was opened; compared with what is true when it is sent."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


class StateForm(SeenForm):
    """Why an enrolment changes."""

    reason = _reason(_("Reason"), _("The participant may read it. It stays in the history of the enrolment."))


class StateManyForm(forms.Form):
    """One reason for many enrolments."""

    reason = _reason(_("Reason"), _("Each participant may read it. It stays in the history of each enrolment."))


class WithdrawCompletionForm(SeenForm):
    """Why a completion is withdrawn."""

    reason = _reason(_("Reason"), _("It stays in the history, with your name and the time."))


class CompleteForm(SeenForm):
    """Which activity counts as completed, and why."""

    activity = forms.ChoiceField(label=_("Activity"), error_messages={"required": _("Choose the activity.")})
    reason = _reason(_("Reason"), _("For example: the person read it on paper. It is shown beside the completion."))

    field_order = ["activity", "reason"]

    def __init__(self, *args: Any, outline: Outline, done: frozenset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = []
        for part in outline.parts:
            missing = [(str(one.key), one.page.title) for one in part.activities if one.key not in done]
            if missing:
                groups.append((part.module.title, missing))
        self.fields["activity"].choices = [("", _("Choose the activity")), *groups]


class EnrolManyForm(forms.Form):
    """In which course, and why although the programme does not address a body."""

    course = forms.ChoiceField(label=_("Course"), error_messages={"required": _("Choose the course.")})
    exception_reason = _reason(
        _("Reason of the exception"),
        _("Only where the body has not joined, or is out of the programme's range: write who decided, and why."),
        required=False,
    )

    field_order = ["course", "exception_reason"]

    def __init__(self, *args: Any, courses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = courses if len(courses) == 1 else [("", _("Choose the course")), *courses]


class EnrolForm(SeenForm, EnrolManyForm):
    """The same for one person."""


class ContactForm(SeenForm, NamesForm):
    """Names as on the certificate, and the address we write to."""

    email = forms.EmailField(
        label=_("E-mail address (optional)"),
        required=False,
        help_text=_("Where we write to. Who has an account changes its address alone, in the personal area."),
    )

    field_order = ["given_name", "family_name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_name"].help_text = _("All of the given names, as they must appear on the certificate.")
        for name in ("given_name", "family_name", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # they are somebody else's

    @staticmethod
    def initial_for(participant: Participant) -> dict[str, str]:
        """The form's starting values."""
        return {name: getattr(participant, name) for name in ("given_name", "family_name", "email")}


class NewParticipantForm(BodyAndRoleMixin, ContactForm):
    """An official who rings up: no account and no e-mail are needed."""

    gender = forms.ChoiceField(
        label=_("Gender (optional)"),
        choices=[("", _("Not indicated")), *Gender.choices],
        required=False,
        help_text=_("The Fund asks how many women and men were trained. Leave it empty if the person prefers."),
    )
    another_person = forms.BooleanField(
        label=_("It is another person with the same name"),
        required=False,
        help_text=_("Tick it only after checking: the same name in the same body is usually the same person."),
    )

    field_order = [
        *("given_name", "family_name", "email"),
        *("municipality_name", "region", "province", "municipality", "other_body"),
        *("role", "gender", "another_person"),
    ]


class MoveForm(SeenForm, BodyAndRoleMixin):
    """The body and role a person has now."""

    through = forms.BooleanField(
        label=_("The person works in the municipality and takes part through the other body"),
        help_text=_("For example an official of a small municipality who takes part through its union."),
        required=False,
    )

    field_order = ["municipality_name", "region", "province", "municipality", "other_body", "through", "role"]

    def clean(self) -> dict[str, Any]:
        """Taking part through a body needs both."""
        cleaned = super().clean()
        if cleaned.get("through") and "municipality_name" not in self.errors:
            if not cleaned.get("municipality"):
                self.add_error("municipality_name", _("Write the municipality where the person works."))
            if not cleaned.get("other_body"):
                self.add_error("other_body", _("Choose the body through which the person takes part."))
        return cleaned

    def affiliation(self) -> dict[str, Any]:
        """The cleaned answers as `people.actions.move_participant` takes them."""
        data = self.cleaned_data
        named, other = data["municipality"], data["other_body"]
        if data["through"]:
            return {"body": other, "municipality": named, "role": data["role"]}
        return {"body": body_of_municipality(municipality=named) if named else other, "role": data["role"]}

    @staticmethod
    def initial_for(participant: Participant) -> dict[str, Any]:
        """The form's starting values."""
        body = participant.body
        municipality = body.municipality if body else None
        if participant.municipality:
            known = {"municipality_name": str(participant.municipality), "through": True}
            return known | {"other_body": participant.body_id, "role": participant.role}
        return {
            "municipality_name": str(municipality) if municipality else "",
            "other_body": body.pk if body and municipality is None else None,
            "role": participant.role,
        }


class MergeForm(SeenForm):
    """How it is known that two records are one person, and which account is closed when both have one."""

    close_account = forms.BooleanField(required=False)
    reason = _reason(_("How you know that it is the same person"), _("It stays in the history, with your name."))

    field_order = ["reason", "close_account"]

    def __init__(self, *args: Any, to_close: AbstractBaseUser | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if to_close is None:
            del self.fields["close_account"]
            return
        field = self.fields["close_account"]
        field.label = _("Close the account of %(who)s") % {"who": to_close}
        field.help_text = _("Both records have an account, and one person keeps one. Nobody signs in with it any more.")


_CONTACT_READS = _("The contact reads it in a letter.")
_STAYS = _("It stays in the history of the adhesion, with your name and the time.")
_EXCEPTION = _("Only for a body out of the programme's range, or of unknown population: write who decided, and why.")


class AcceptForm(SeenForm):
    """Why a body is accepted although the programme does not address it; for the others there is nothing to write."""

    exception_reason = _reason(_("Reason of the exception"), _EXCEPTION)

    def __init__(self, *args: Any, is_exception: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_exception:
            del self.fields["exception_reason"]


class AnswerForm(SeenForm):
    """A reason that the contact will read."""

    reason = _reason(_("Reason"), _CONTACT_READS)


class HistoryForm(SeenForm):
    """A reason for the file."""

    reason = _reason(_("Reason"), _STAYS)


class ProofForm(SeenForm):
    """How it is known that who wrote may act for the body."""

    BY_HAND = (Adhesion.Proof.PEC, Adhesion.Proof.SECRETARIAT)

    proof = forms.ChoiceField(
        label=_("Proof"),
        choices=[(one.value, one.label) for one in BY_HAND],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say which proof there is.")},
    )
    note = _reason(
        _("Note (optional)"), _("For example: date and number of the message, or whom you rang."), required=False
    )

    field_order = ["proof", "note"]


class ProtocolForm(SeenForm):
    """What a register of mail says, as text."""

    protocol = forms.CharField(
        label=_("Protocol number and date"),
        max_length=80,
        required=False,
        help_text=_("As it stands in the register, for example «1234 of 5 May 2026». Leave it empty to take it away."),
    )


class ReassignForm(SeenForm, NamesForm):
    """Who takes over from the contact, and why."""

    email = forms.EmailField(label=_("Office e-mail of the new contact"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose the role")), *Role.choices],
        error_messages={"required": _("Choose the role.")},
    )
    phone = forms.CharField(label=_("Office telephone (optional)"), max_length=40, required=False)
    reason = _reason(_("Reason"), _STAYS)

    field_order = ["given_name", "family_name", "email", "role", "phone", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_name"].help_text = self.fields["family_name"].help_text = ""
        for name in ("given_name", "family_name", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # they are somebody else's


class AcceptManyForm(forms.Form):
    """One reason for the exceptions among many."""

    reason = _reason(_("Reason of the exceptions"), _EXCEPTION, required=False)


class RejectManyForm(forms.Form):
    """One reason for many."""

    reason = _reason(_("Reason"), _CONTACT_READS)


class WordsForm(LetterTemplateForm, SeenForm):
    """The words of a letter."""
