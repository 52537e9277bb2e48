"""The file of an event for who audits the programme: on the screen what the ZIP will hold, and the button for it."""

from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.agenda.models import Event
from courses.attendance.exports import PRESENCE_HEADINGS
from courses.dossiers.actions import ask_for_dossier, ask_for_dossiers
from courses.dossiers.queries import dossier_of
from courses.dossiers.rules import MAY_MAKE
from courses.reports.dossier_forms import PeriodForm
from courses.reports.forms import SeenForm
from courses.reports.views.base import ActionView
from courses.reports.views.events import EVENTS, LIST_OF_EVENTS, EventAction
from courses.reports.views.exports import EXPORTS
from courses.surveys.exports import HEADINGS as ANSWER_HEADINGS

OF_EVENT, OF_PERIOD = "courses_event_dossier", "courses_event_dossiers"


def _on_its_way() -> str:
    link = format_html('<a href="{}">{}</a>', reverse(EXPORTS), _("My exports"))
    words = _("The file is being made: in a minute or two you find it, for seven days, among")
    return format_html("{} {}.", words, link)


class EventDossier(EventAction):
    """What is kept of one event, part by part."""

    permission = MAY_MAKE
    form_class = SeenForm
    template_name = "courses/reports/event_dossier.html"
    page_title = gettext_lazy("File for the audit")
    submit_label = gettext_lazy("Make the file (ZIP)")
    header_icon = "folder-open-inverse"

    def refusal(self) -> str:
        """Of events past, called off and to come."""
        return ""

    def fingerprint(self) -> str:
        """The file is made of what is true when it is made."""
        return ""

    def act(self, form: forms.Form) -> str:
        """Ask for it."""
        ask_for_dossier(event=self.record, author=self.request.user)
        return _on_its_way()

    def facts(self) -> list[tuple[Any, Any]]:
        """The event's, but for the people a change would concern."""
        return [*super().facts()[:-1], (_("State"), self.record.get_state_display())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The same as the ZIP."""
        more = {"presence_headings": PRESENCE_HEADINGS, "answer_headings": ANSWER_HEADINGS}
        return super().get_context_data(dossier=dossier_of(self.record), **more, **kwargs)


class PeriodDossier(ActionView):
    """Of all events of a period, in one ZIP."""

    permission = MAY_MAKE
    form_class = PeriodForm
    list_of = LIST_OF_EVENTS
    page_title = gettext_lazy("Files for the audit of a period")
    submit_label = gettext_lazy("Make the file (ZIP)")
    header_icon = "folder-open-inverse"
    reason_field = "first"
    record: Event | None = None

    @property
    def subject(self) -> Any:
        """No one event."""
        return None

    def address_of_subject(self) -> str:
        """The list."""
        return reverse(EVENTS)

    def act(self, form: forms.Form) -> str:
        """Ask for it."""
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        ask_for_dossiers(first=first, last=last, author=self.request.user)
        return _on_its_way()


URLS = (
    path("courses/event/<int:pk>/dossier/", EventDossier.as_view(), name=OF_EVENT),
    path("courses/event/dossiers/", PeriodDossier.as_view(), name=OF_PERIOD),
)
