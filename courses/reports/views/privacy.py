"""The privacy desk: requests about personal data, a person's copy, erasure, the two tables of what is kept."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.audit.actions import record
from courses.keeping.actions import carry_out_erasure, hand_copy, limit_person, record_request, settle
from courses.keeping.models import DataRequest
from courses.keeping.queries import held_about, last_round, name_of, register_rows, requests, retention_lines
from courses.keeping.rules import may_erase
from courses.people.models import Participant
from courses.reports.exports import FORMATS, spreadsheet
from courses.reports.forms import SeenForm
from courses.reports.privacy_forms import AnswerForm, DoneForm, EraseForm, RequestForm
from courses.reports.queries import people
from courses.reports.views.base import ActionView, address_of, denied

MAY = "courses.manage_privacy"
REQUESTS = ("courses_datarequest_modeladmin_index", gettext_lazy("Requests about personal data"))
REQUEST = "courses_datarequest_modeladmin_inspect"
State = DataRequest.State
HEADINGS = (
    *(gettext_lazy("Data"), gettext_lazy("Purpose"), gettext_lazy("Legal basis"), gettext_lazy("Kept for")),
    gettext_lazy("What stays after an erasure"),
)


class RecordRequest(ActionView):
    """Write down what a person asked about their own data."""

    permission = MAY
    records = people()
    form_class = RequestForm
    reason_field = "note"
    header_icon = "lock"
    page_title = submit_label = gettext_lazy("Record a request about personal data")
    request_made: DataRequest | None = None

    @property
    def participant(self) -> Participant:
        """Who asks."""
        return self.record

    def act(self, form: forms.Form) -> str:
        """Record it."""
        data = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        self.request_made = record_request(participant=self.record, author=self.request.user, **data)
        return _("The request is recorded: answer it within 30 days.")

    def get_success_url(self) -> str:
        """To the request, once there is one."""
        made = self.request_made
        return reverse(REQUEST, args=[made.pk]) if made else address_of(self.record)


class _RequestAction(ActionView):
    """An answer to a request."""

    permission = MAY
    records = requests()
    list_of = REQUESTS
    header_icon = "lock"

    @property
    def subject(self) -> DataRequest:
        """The request."""
        return self.record

    def address_of_subject(self) -> str:
        """Its page."""
        return reverse(REQUEST, args=[self.record.pk])

    def fingerprint(self) -> str:
        """Where it stands."""
        return self.record.state

    def refusal(self) -> str:
        """What is answered is answered."""
        if self.record.state in (State.OPEN, State.LIMITED):
            return ""
        return _("This request is answered already.")

    def facts(self) -> list[tuple[Any, Any]]:
        """What is held of the person."""
        return [(name_of(one.entry.model), one.number) for one in held_about(self.participant)]


class Erase(_RequestAction):
    """Erase the person who asked."""

    form_class = EraseForm
    reason_field = "sure"
    template_name = "courses/reports/erase.html"
    page_title = submit_label = gettext_lazy("Erase the person")

    def refusal(self) -> str:
        """With what stands in the way."""
        answer = may_erase(self.participant)
        return super().refusal() or ("" if answer else str(answer.reason))

    def act(self, form: forms.Form) -> str:
        """Erase."""
        carry_out_erasure(request=self.record, author=self.request.user)
        return _("The person is erased. What was counted stays, without a name.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what stays, and why."""
        held = [(name_of(one.entry.model), one.entry.keeps) for one in held_about(self.participant)]
        kept = [(what, why) for what, why in held if why]
        return super().get_context_data(**{"kept": kept} | kwargs)


class Limit(_RequestAction):
    """Keep the data for the accounts alone."""

    form_class = AnswerForm
    page_title = submit_label = gettext_lazy("Limit the data")

    def refusal(self) -> str:
        """Once is enough."""
        if self.record.state == State.LIMITED:
            return _("These data are limited already.")
        return super().refusal()

    def act(self, form: forms.Form) -> str:
        """Limit."""
        limit_person(request=self.record, reason=form.cleaned_data["reason"], author=self.request.user)
        return _("The data are kept for the accounts alone, and the account is closed. Use them for nothing else.")


class Refuse(_RequestAction):
    """Say no, with a reason."""

    form_class = AnswerForm
    page_title = submit_label = gettext_lazy("Refuse the request")

    def act(self, form: forms.Form) -> str:
        """Refuse."""
        reason = form.cleaned_data["reason"]
        settle(request=self.record, state=State.REFUSED, reason=reason, author=self.request.user)
        return _("The request is refused: tell the person why.")


class Answered(_RequestAction):
    """The request was answered by what was done elsewhere: a correction, a copy sent."""

    form_class = DoneForm
    page_title = submit_label = gettext_lazy("Mark as answered")

    def refusal(self) -> str:
        """An erasure is answered by erasing."""
        if self.record.kind == DataRequest.Kind.ERASURE:
            return _("A request of erasure is answered by erasing, limiting or refusing.")
        return super().refusal()

    def act(self, form: forms.Form) -> str:
        """Settle it."""
        reason = form.cleaned_data["reason"]
        settle(request=self.record, state=State.DONE, reason=reason, author=self.request.user)
        return _("The request is answered.")


class CopyPage(_RequestAction):
    """Hand the person's copy out: a button, since taking it is written down."""

    form_class = SeenForm
    page_title = gettext_lazy("Copy of the data")
    submit_label = gettext_lazy("Download the data")

    def refusal(self) -> str:
        """A copy may be taken at any time."""
        return ""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """The ZIP."""
        return zip_of(self.request, self.participant, self.record)


def zip_of(request: HttpRequest, participant: Participant, asked: DataRequest | None = None) -> HttpResponse:
    """A person's copy as a file."""
    content = hand_copy(participant=participant, author=request.user, request=asked)
    response = HttpResponse(content, content_type="application/zip")
    name = f"dati-{participant.pk}-{timezone.localdate():%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
def participant_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy of somebody who asked by word of mouth."""
    if not request.user.has_perm(MAY):
        return denied(request)
    return zip_of(request, get_object_or_404(people(), pk=pk))


class PrivacyDesk(WagtailAdminTemplateMixin, TemplateView):
    """What is kept for how long, and the register of processing: both as the code declares them."""

    template_name = "courses/reports/privacy.html"
    page_title = gettext_lazy("Data protection")
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those who answer requests."""
        return super().dispatch(request, *args, **kwargs) if request.user.has_perm(MAY) else denied(request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the requests to here."""
        above = {"url": reverse(REQUESTS[0]), "label": REQUESTS[1]}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both tables."""
        more = {"lines": retention_lines(), "last": last_round(), "headings": HEADINGS, "rows": list(register_rows())}
        return super().get_context_data(**more | kwargs)


@require_safe
@cache_control(no_store=True, private=True)
def register_file(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """The register of processing, to hand to whoever checks it."""
    if not request.user.has_perm(MAY):
        return denied(request)
    if file_format not in FORMATS:
        raise Http404
    record(author=request.user, action="privacy.export", subject=DataRequest, format=file_format)
    return spreadsheet(file_format, f"registro-trattamenti-{timezone.localdate():%Y-%m-%d}", HEADINGS, register_rows())
