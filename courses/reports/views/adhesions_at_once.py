"""The secretariat's decisions on many adhesions at once."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.adhesion.actions import accept_adhesion, reject_adhesion
from courses.adhesion.models import Adhesion
from courses.adhesion.rules import eligibility
from courses.errors import NotAllowed
from courses.reports.forms import AcceptManyForm, RejectManyForm
from courses.reports.queries import adhesions
from courses.reports.views.adhesions import (
    ADHESION,
    AdhesionAction,
    contact_in_words,
    fingerprint_of,
)
from courses.reports.views.many import ManyView


class _Many(ManyView):
    permission = "courses.decide_adhesion"
    records = adhesions()
    list_of = AdhesionAction.list_of
    inspect_name = ADHESION
    header_icon = AdhesionAction.header_icon

    def seen(self, record: Adhesion) -> str:
        """As for one alone."""
        return fingerprint_of(record)

    def facts(self, record: Adhesion) -> str:
        """State, contact, proof recorded, and why it is an exception."""
        proof = str(Adhesion.Proof(record.proof).label)  # whether the domain is known would cost a query a row
        facts = [record.get_state_display(), contact_in_words(record), _("Proof: %(proof)s") % {"proof": proof}]
        return " · ".join(filter(None, [*facts, record.body and eligibility(record.body).reason]))


class AcceptMany(_Many):
    """Accept those chosen; the reason is for the exceptions among them."""

    form_class = AcceptManyForm
    page_title = submit_label = gettext_lazy("Accept the chosen ones")

    def act(self, record: Adhesion, form: forms.Form) -> str:
        """What is contested is decided on its own page."""
        if record.contested:
            raise NotAllowed(_("It is contested: decide it on its own page."))
        is_exception = record.body is not None and not eligibility(record.body)
        reason = form.cleaned_data["reason"] if is_exception else ""
        accept_adhesion(adhesion=record, author=self.request.user, exception_reason=reason)
        return _("Accepted.")


class RejectMany(_Many):
    """Reject those chosen, for one reason."""

    form_class = RejectManyForm
    page_title = submit_label = gettext_lazy("Reject the chosen ones")

    def act(self, record: Adhesion, form: forms.Form) -> str:
        """Each contact is told."""
        reject_adhesion(adhesion=record, reason=form.cleaned_data["reason"], author=self.request.user)
        return _("Rejected.")
