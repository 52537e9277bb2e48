"""What all the secretariat's actions share: a form with a reason, one action, back to the record's page.

The questions come in one order: may this account do this at all (else the same 403 whatever the identifier), does the
record exist (else 404), is the page still true (else the person reads it again), and what does the action say.
"""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.audit.actions import record_refusal
from courses.errors import CoursesError, ReasonMissing, StaleState
from courses.people.models import Participant

PEOPLE = "courses_participant_modeladmin_index"
PERSON = "courses_participant_modeladmin_inspect"


def denied(request: HttpRequest) -> HttpResponse:
    """The answer to whoever has no right to a screen: the same for records that exist and records that do not.

    That somebody asked is written down.
    """
    record_refusal(user=request.user, path=request.path)
    return TemplateResponse(request, "courses/reports/denied.html", status=403)


def address_of(participant: Participant) -> str:
    """The page with everything about one person."""
    return reverse(PERSON, args=[participant.pk])


class ActionView(WagtailAdminTemplateMixin, FormView):
    """One action of the secretariat. Subclasses name the permission, the records and what is done."""

    permission: ClassVar[str]
    records: ClassVar[QuerySet]
    reason_field = "reason"
    submit_label: Any = ""
    list_of: ClassVar[tuple[str, Any]] = (PEOPLE, gettext_lazy("Participants"))
    template_name = "courses/reports/action.html"
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The permission before the record: who may not act learns nothing of what exists."""
        if not request.user.has_perm(self.permission):
            return denied(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def record(self) -> Any:
        """The record the action is about."""
        return get_object_or_404(self.records.all(), pk=self.kwargs["pk"])

    @property
    def participant(self) -> Participant | None:
        """The person the action is about."""
        return self.record.participant

    @property
    def subject(self) -> Any:
        """Whom or what the action is about: a person, unless said otherwise."""
        return self.participant

    def address_of_subject(self) -> str:
        """The page one comes from and goes back to."""
        return address_of(self.participant)

    def refusal(self) -> str:
        """Why the action makes no sense now, before anything is typed; empty when it does."""
        return ""

    def is_done(self, form: forms.Form) -> bool:
        """What the form asks for is so already: it was sent twice."""
        return False

    def act(self, form: forms.Form) -> str:
        """Do it, and say what was done. Raises CoursesError."""
        raise NotImplementedError

    def fingerprint(self) -> str:
        """What the page shows and the action changes."""
        return ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or why there is none."""
        refusal = self.refusal()
        if refusal:
            messages.error(request, refusal)
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """What the page shows goes with it."""
        return super().get_initial() | {"seen": self.fingerprint()}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Done, done before, out of date, or refused: in the last two cases nothing that was typed is lost."""
        try:
            if self.is_done(form):
                messages.success(self.request, _("Nothing to change: it is so already."))
                return redirect(self.get_success_url())
            if form.cleaned_data["seen"] != self.fingerprint():
                raise StaleState(_("Somebody changed this a moment ago: look at it again before you go on."))
            messages.success(self.request, self.act(form))
        except CoursesError as refusal:
            return self.refuse(form, refusal)
        return redirect(self.get_success_url())

    def refuse(self, form: forms.Form, refusal: CoursesError) -> HttpResponse:
        """Show the form again with the reason, and with what is true now."""
        if isinstance(refusal, StaleState):
            self.__dict__.pop("record", None)
            form.data = form.data.copy()
            form.data[form.add_prefix("seen")] = self.fingerprint()
        form.add_error(self.reason_field if isinstance(refusal, ReasonMissing) else None, refusal.message)
        return self.form_invalid(form)

    def get_success_url(self) -> str:
        """Back to where one came from."""
        return self.address_of_subject()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """From the list through the person or record to here."""
        name, label = self.list_of
        items = [*super().get_breadcrumbs_items(), {"url": reverse(name), "label": label}]
        if self.subject is not None:
            items.append({"url": self.address_of_subject(), "label": str(self.subject)})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the person or record, and what the action is about in words."""
        more = {"subject": self.subject, "submit_label": self.submit_label, "facts": self.facts()}
        return super().get_context_data(**more, **kwargs)

    def facts(self) -> list[tuple[Any, Any]]:
        """What stands now, as label and value: shown above the form."""
        return []
