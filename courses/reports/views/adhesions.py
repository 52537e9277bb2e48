"""The secretariat's actions on one adhesion."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.adhesion.actions import (
    accept_adhesion,
    ask_correction,
    contest_adhesion,
    reassign_adhesion,
    record_proof,
    reject_adhesion,
    set_protocol,
    withdraw_adhesion,
)
from courses.adhesion.models import Adhesion
from courses.adhesion.rules import eligibility, may_be_reassigned, may_go, may_take_proof, proof_of
from courses.reports.forms import (
    AcceptForm,
    AnswerForm,
    HistoryForm,
    ProofForm,
    ProtocolForm,
    ReassignForm,
)
from courses.reports.queries import adhesions
from courses.reports.views.base import ActionView

State = Adhesion.State
ADHESIONS = "courses_adhesion_modeladmin_index"
ADHESION = "courses_adhesion_modeladmin_inspect"
CONTACT = ("given_name", "family_name", "email", "role", "phone")


def fingerprint_of(adhesion: Adhesion) -> str:
    """All that a decision depends on, and another person may have changed."""
    contact = [getattr(adhesion, f"contact_{name}") for name in CONTACT]
    moments = (adhesion.sent_at, adhesion.confirmed_at)
    return "|".join(map(str, (adhesion.state, adhesion.proof, adhesion.contested, *moments, *contact)))


def proof_in_words(adhesion: Adhesion) -> str:
    """The proof recorded, or the one that the contact's address gives."""
    return str(Adhesion.Proof(proof_of(adhesion) if adhesion.body else adhesion.proof).label)


def contact_in_words(adhesion: Adhesion) -> str:
    """Name and address."""
    return f"{adhesion.contact_given_name} {adhesion.contact_family_name} {adhesion.contact_email}".strip()


class AdhesionAction(ActionView):
    """An action on one adhesion."""

    permission = "courses.decide_adhesion"
    records = adhesions()
    list_of = (ADHESIONS, gettext_lazy("Adhesions"))
    header_icon = "doc-full-inverse"

    @property
    def subject(self) -> Adhesion:
        """The record itself."""
        return self.record

    def address_of_subject(self) -> str:
        """The page with everything about the adhesion."""
        return reverse(ADHESION, args=[self.record.pk])

    def fingerprint(self) -> str:
        """State, proof, contact."""
        return fingerprint_of(self.record)

    def facts(self) -> list[tuple[Any, Any]]:
        """What decides."""
        adhesion = self.record
        facts = [
            (_("State"), adhesion.get_state_display()),
            (_("Contact"), contact_in_words(adhesion)),
            (_("Proof"), proof_in_words(adhesion)),
        ]
        if adhesion.body:
            facts.append((_("In the programme's range"), eligibility(adhesion.body).reason or _("Yes")))
        return [*facts, (_("Contested"), _("Yes"))] if adhesion.contested else facts


class Decide(AdhesionAction):
    """Bring an adhesion to a state, with a reason."""

    form_class = AnswerForm
    state: ClassVar[str]
    verb: ClassVar[Any]  # the action that does it
    said: ClassVar[Any]

    def refusal(self) -> str:
        """From some states there is no way to this one."""
        return may_go(self.record, self.state).reason

    def is_done(self, form: forms.Form) -> bool:
        """It is in the wanted state since this page was opened."""
        return self.record.state == self.state

    def act(self, form: forms.Form) -> str:
        """Do it."""
        type(self).verb(adhesion=self.record, author=self.request.user, **self.words(form))
        return str(self.said)

    def words(self, form: forms.Form) -> dict[str, str]:
        """What was written."""
        return {"reason": form.cleaned_data["reason"]}


class Accept(Decide):
    """Accept; out of range with a written reason."""

    form_class = AcceptForm
    reason_field = "exception_reason"
    page_title = submit_label = gettext_lazy("Accept the adhesion")
    state, verb = State.ACCEPTED, accept_adhesion
    said = gettext_lazy("The adhesion is accepted: its officials are enrolled and the contact is told.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whether a reason is needed."""
        return super().get_form_kwargs() | {"is_exception": self._is_exception()}

    def words(self, form: forms.Form) -> dict[str, str]:
        """The reason of the exception, if it is one."""
        return {"exception_reason": form.cleaned_data.get("exception_reason", "")}

    def _is_exception(self) -> bool:
        return self.record.body is not None and not eligibility(self.record.body)


class Reject(Decide):
    """Reject."""

    page_title = submit_label = gettext_lazy("Reject the adhesion")
    state, verb = State.REJECTED, reject_adhesion
    said = gettext_lazy("The adhesion is rejected, and the contact is told why.")


class AskCorrection(Decide):
    """Give it back to be corrected."""

    page_title = submit_label = gettext_lazy("Ask for a correction")
    state, verb = State.DRAFT, ask_correction
    said = gettext_lazy("The contact is asked to correct the adhesion and to send it again.")


class Withdraw(Decide):
    """Take it back."""

    form_class = HistoryForm
    page_title = submit_label = gettext_lazy("Withdraw the adhesion")
    state, verb = State.WITHDRAWN, withdraw_adhesion
    said = gettext_lazy("The adhesion is withdrawn: its contacts act no more. Enrolments stay as they are.")


class RecordProof(AdhesionAction):
    """A proof arrived."""

    form_class = ProofForm
    reason_field = "note"
    page_title = submit_label = gettext_lazy("Record a proof")

    def refusal(self) -> str:
        """Of what is rejected or withdrawn nothing is to be proven."""
        return may_take_proof(self.record).reason

    def is_done(self, form: forms.Form) -> bool:
        """It is recorded already, and there is no new note."""
        return self.record.proof == form.cleaned_data["proof"] and not form.cleaned_data["note"]

    def act(self, form: forms.Form) -> str:
        """Record it; it may accept the adhesion."""
        proof, note = form.cleaned_data["proof"], form.cleaned_data["note"]
        before = self.record.state
        after = record_proof(adhesion=self.record, proof=proof, note=note, author=self.request.user).state
        return _("The proof is recorded.") if before == after else f"{_('The proof is recorded.')} {Accept.said}"


class SetProtocol(AdhesionAction):
    """Write the protocol number."""

    form_class = ProtocolForm
    reason_field = "protocol"
    page_title = submit_label = gettext_lazy("Write the protocol number")

    def get_initial(self) -> dict[str, Any]:
        """What is written."""
        return super().get_initial() | {"protocol": self.record.protocol}

    def fingerprint(self) -> str:
        """The number alone."""
        return self.record.protocol

    def is_done(self, form: forms.Form) -> bool:
        """It is written so."""
        return self.record.protocol == form.cleaned_data["protocol"]

    def act(self, form: forms.Form) -> str:
        """Write it."""
        set_protocol(adhesion=self.record, protocol=form.cleaned_data["protocol"], author=self.request.user)
        return _("The protocol number is written.")


class Contest(AdhesionAction):
    """Somebody says the contact may not act for the body; or the doubt is over."""

    form_class = HistoryForm
    contested: bool = True

    def get_page_title(self) -> Any:
        """What will be done."""
        return _("Mark as contested") if self.contested else _("No longer contested")

    @property
    def submit_label(self) -> Any:
        """The button says what it does."""
        return self.get_page_title()

    def refusal(self) -> str:
        """Once is enough."""
        if self.record.contested != self.contested:
            return ""
        return _("It is contested already.") if self.contested else _("Nobody contests it.")

    def is_done(self, form: forms.Form) -> bool:
        """It is so."""
        return self.record.contested == self.contested

    def act(self, form: forms.Form) -> str:
        """Say so."""
        reason, author = form.cleaned_data["reason"], self.request.user
        contest_adhesion(adhesion=self.record, contested=self.contested, reason=reason, author=author)
        if self.contested:
            return _("The adhesion is marked as contested: it is not accepted by itself.")
        return _("The adhesion is no longer contested.")


class Reassign(AdhesionAction):
    """Another contact takes over."""

    form_class = ReassignForm
    page_title = submit_label = gettext_lazy("Replace the contact")

    def refusal(self) -> str:
        """There must be a contact to replace."""
        return may_be_reassigned(self.record).reason

    def is_done(self, form: forms.Form) -> bool:
        """They are the contact."""
        return all(getattr(self.record, f"contact_{name}") == form.cleaned_data[name] for name in CONTACT)

    def act(self, form: forms.Form) -> str:
        """Replace the contact."""
        data = form.cleaned_data
        contact = {f"contact_{name}": data[name] for name in CONTACT}
        reassign_adhesion(adhesion=self.record, reason=data["reason"], author=self.request.user, **contact)
        return _("%(name)s is now the contact, and is told so.") % {
            "name": f"{data['given_name']} {data['family_name']}"
        }
