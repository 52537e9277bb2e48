"""The secretariat's acts on certificates: put right, annul, issue again, settle a report, confirm those that wait."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses import conf
from courses.certificates.actions import annul, confirm, issue_again, reissue, settle_report
from courses.certificates.models import Certificate, Confirmation
from courses.certificates.queries import how_many_due, progress_of
from courses.certificates.rules import hours_in_words, may_annul, may_issue_again, may_reissue
from courses.reports.certificate_forms import AnnulForm, ConfirmForm, IssueAgainForm, ReissueForm, SettleForm
from courses.reports.certificates import (
    AT_ONCE,
    Result,
    certificates_listed,
    results_of,
    waiting_for,
    waiting_sources,
)
from courses.reports.views.base import ActionView, address_of, denied
from courses.reports.views.many import Outcome

CERTIFICATES = "courses_certificate_modeladmin_index"
CERTIFICATE = "courses_certificate_modeladmin_inspect"
LIST_OF_CERTIFICATES = (CERTIFICATES, gettext_lazy("Certificates"))
DUE = ("courses_certificate_due", gettext_lazy("Certificates to be issued"))
ISSUE = "courses.issue_certificate"


class CertificateAction(ActionView):
    """An act on one certificate."""

    permission = ISSUE
    records = certificates_listed()
    list_of = LIST_OF_CERTIFICATES
    header_icon = "clipboard-list"

    @property
    def subject(self) -> Any:
        """Its number and whose it is."""
        return str(self.record)

    def address_of_subject(self) -> str:
        """Its page."""
        return reverse(CERTIFICATE, args=[self.record.pk])

    def fingerprint(self) -> str:
        """Whether it counts, what it says against the register, and what was reported."""
        open_ones = self.record.reports.filter(handled_at=None).values_list("pk", flat=True)
        return f"{self.record.state}|{self.record.flagged}|{list(open_ones)}"

    def facts(self) -> list[tuple[Any, Any]]:
        """What it says now, and what the person says is wrong."""
        one = self.record
        hours = f"{hours_in_words(one.minutes)} / {hours_in_words(one.of_minutes)}"
        facts = [(_("It says now"), f"{one.holder}, {one.title}"), (_("Hours"), hours)]
        said = one.reports.filter(handled_at=None).first()
        return [*facts, (_("Error reported"), said.text)] if said else facts


class Reissue(CertificateAction):
    """Put the name right and issue a new certificate."""

    form_class = ReissueForm
    page_title = submit_label = gettext_lazy("Put right and issue again")

    def refusal(self) -> str:
        """Only one that counts, of somebody who is known."""
        return may_reissue(self.record).reason

    def get_initial(self) -> dict[str, Any]:
        """The person's names as they are now."""
        person = self.record.participant
        return super().get_initial() | {"given_name": person.given_name, "family_name": person.family_name}

    def act(self, form: forms.Form) -> str:
        """Issue the new one."""
        data = {name: form.cleaned_data[name] for name in ("given_name", "family_name", "reason")}
        new = reissue(certificate=self.record, author=self.request.user, **data)
        words = _("Certificate no. %(new)s takes the place of no. %(old)s, which says so to whoever verifies it.")
        return words % {"new": new.label, "old": self.record.label}


class Annul(CertificateAction):
    """It counts no more."""

    form_class = AnnulForm
    page_title = submit_label = gettext_lazy("Annul the certificate")

    def refusal(self) -> str:
        """Only one that counts."""
        return may_annul(self.record).reason

    def act(self, form: forms.Form) -> str:
        """Annul it."""
        annul(certificate=self.record, reason=form.cleaned_data["reason"], author=self.request.user)
        return _("The certificate is annulled: who verifies it reads so.")


class IssueAgain(CertificateAction):
    """A new one after one that was annulled."""

    form_class = IssueAgainForm
    page_title = submit_label = gettext_lazy("Issue again")

    def refusal(self) -> str:
        """Only one that was annulled, and that nothing followed."""
        return may_issue_again(self.record).reason

    def act(self, form: forms.Form) -> str:
        """Issue the new one."""
        new = issue_again(certificate=self.record, reason=form.cleaned_data["reason"], author=self.request.user)
        words = _("Certificate no. %(new)s is issued: who verifies the annulled no. %(old)s is led there.")
        return words % {"new": new.label, "old": self.record.label}

    def facts(self) -> list[tuple[Any, Any]]:
        """Why it was annulled, too."""
        return [*super().facts(), (_("Annulled because"), self.record.reason)]


class Settle(CertificateAction):
    """The certificate is right: the report is closed."""

    form_class = SettleForm
    reason_field = "outcome"
    page_title = submit_label = gettext_lazy("The certificate is right: close the report")

    def refusal(self) -> str:
        """There must be one."""
        return "" if self.record.reported else _("There is no report to settle: somebody did it a moment ago.")

    def act(self, form: forms.Form) -> str:
        """Close it."""
        settle_report(certificate=self.record, outcome=form.cleaned_data["outcome"], author=self.request.user)
        return _("The report is closed.")


class _IssuerPage(WagtailAdminTemplateMixin, TemplateView):
    """A page for those who may issue."""

    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The permission before anything else."""
        return super().dispatch(request, *args, **kwargs) if request.user.has_perm(ISSUE) else denied(request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the certificates to here."""
        above = {"url": reverse(CERTIFICATES), "label": LIST_OF_CERTIFICATES[1]}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.get_page_title()}]


class DueList(_IssuerPage):
    """What is to be issued: by itself in the background, or once it is confirmed."""

    template_name = "courses/reports/certificates_due.html"
    page_title = DUE[1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many are due, and what waits for a word."""
        waits = conf.get("CERTIFICATES_CONFIRMED")
        more = {"due": how_many_due(), "issued": Certificate.objects.count(), "waits": waits}
        return super().get_context_data(**more, sources=waiting_sources() if waits else [], **kwargs)


class Confirm(ActionView):
    """Confirm the certificates for one thing, with everybody ticked."""

    permission = ISSUE
    form_class = ConfirmForm
    list_of = DUE
    reason_field = "chosen"
    header_icon = "clipboard-list"
    page_title = gettext_lazy("Confirm certificates")
    submit_label = gettext_lazy("Issue the certificates of those ticked")

    @cached_property
    def dues(self) -> Any:
        """Whose wait."""
        found = waiting_for(self.kwargs["source"]) if conf.get("CERTIFICATES_CONFIRMED") else []
        if not found:
            raise Http404
        return found

    @property
    def subject(self) -> Any:
        """For what."""
        return self.dues[0].title

    def address_of_subject(self) -> str:
        """Back to what waits."""
        return reverse(DUE[0])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who may be chosen."""
        return super().get_form_kwargs() | {"dues": self.dues}

    def facts(self) -> list[tuple[Any, Any]]:
        """How many are below; those beyond one page come next."""
        return [(_("People below"), len(self.dues)), (_("At most in one go"), AT_ONCE)]

    def act(self, form: forms.Form) -> str:
        """Confirm them."""
        self.batch = confirm(keys=form.cleaned_data["chosen"], author=self.request.user)
        return _("The certificates are being issued: this page says how far it is.")

    def get_success_url(self) -> str:
        """To the progress of the batch."""
        return reverse("courses_certificate_batch", args=[self.batch]) if hasattr(self, "batch") else reverse(DUE[0])


class Batch(_IssuerPage):
    """How far a batch is."""

    template_name = "courses/reports/certificates_batch.html"
    page_title = gettext_lazy("Certificates being issued")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many of how many."""
        if not Confirmation.objects.filter(batch=self.kwargs["batch"]).exists():
            raise Http404
        batch = self.kwargs["batch"]
        outcomes = [_outcome(one) for one in results_of(batch)]
        return super().get_context_data(progress=progress_of(batch), outcomes=outcomes, **kwargs)

    @property
    def list_address(self) -> str:
        """Where one came from."""
        return reverse(DUE[0])


def _outcome(result: Result) -> Outcome:
    """Of one certificate: its page once it is issued, or why it is not."""
    name, certificate = str(result.confirmation.participant), result.certificate
    if certificate is not None:
        said = _("Certificate no. %(number)s.") % {"number": certificate.label}
        return Outcome(name, reverse(CERTIFICATE, args=[certificate.pk]), True, said)
    if result.is_due:
        return Outcome(name, address_of(result.confirmation.participant), False, _("It is being issued."))
    why = _("It is due no more: the register was corrected, or the enrolment ended.")
    return Outcome(name, address_of(result.confirmation.participant), False, why)
