"""The list of requests about personal data, everything about one, and what is done with it."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.keeping.models import DataRequest
from courses.keeping.queries import held_about, is_late, name_of, requests, search_requests
from courses.keeping.rules import may_erase
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.admin.inspecting import HardenedInspectView
from courses.reports.queries import trail_of
from courses.reports.views import privacy as acts
from courses.reports.views.privacy import MAY

Kind, State = DataRequest.Kind, DataRequest.State
VERBS = {
    "copy": acts.CopyPage.as_view(),
    "erase": acts.Erase.as_view(),
    "limit": acts.Limit.as_view(),
    "refuse": acts.Refuse.as_view(),
    "answered": acts.Answered.as_view(),
}


def buttons_of(request: DataRequest) -> list[tuple[str, Any]]:
    """The answers that make sense now, as url name and label."""
    found = [("copy", _("Copy of the data"))]
    if request.state in (State.OPEN, State.LIMITED):
        if request.kind == Kind.ERASURE:
            found.append(("erase", _("Erase the person")))
        else:
            found.append(("answered", _("Mark as answered")))
        if request.state == State.OPEN:
            found.append(("limit", _("Limit the data")))
        found.append(("refuse", _("Refuse the request")))
    return [(f"courses_datarequest_{name}", label) for name, label in found]


class RequestView(HardenedInspectView):
    """One request: what was asked, what is held, what stands in the way, what was done."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the buttons for those who may answer."""
        user = self.request.user
        self.instance = request = requests().get(pk=self.instance.pk)
        held = [(name_of(one.entry.model), one) for one in held_about(request.participant)]
        is_open = request.state in (State.OPEN, State.LIMITED)
        context = {
            "asked": request,
            "held": held,
            "in_the_way": may_erase(request.participant).reason if is_open and request.kind == Kind.ERASURE else "",
            "action_buttons": buttons_of(request) if user.has_perm(MAY) else [],
            "trail": trail_of(request) if user.has_perm("courses.view_entry") else None,
        }
        return super().get_context_data(**context | kwargs)


class DataRequestAdmin(HardenedAdmin):
    """Who asked what about their own data."""

    model = DataRequest
    menu_label = _("Requests about personal data")
    menu_icon = "lock"
    inspect_view_enabled = True
    inspect_view_class = RequestView
    inspect_template_name = "courses/reports/datarequest.html"
    inspect_view_fields = (
        *("participant", "kind", "asked_on", "due", "channel", "asked_by", "note", "state", "reason"),
        *("decided_at", "recorded_at"),
    )
    list_display = ("person", "kind", "asked_on", "due", "state", "channel")
    list_export = (*list_display, "asked_by", "decided_at", "reason")
    ordering = ("-asked_on",)
    filters = (
        filters.choice("state", pgettext_lazy("data request", "State"), "state", lambda: State.choices),
        filters.choice("kind", _("What is asked"), "kind", lambda: Kind.choices),
        filters.period(pgettext_lazy("data request", "Asked in"), "recorded_at"),
    )
    search = search_requests
    search_label = _("Name or e-mail address")
    list_actions = ((MAY, "courses_privacy", _("What is kept, and for how long")),)
    action_urls = (
        path("courses/privacy/", acts.PrivacyDesk.as_view(), name="courses_privacy"),
        path("courses/privacy/registro.<str:file_format>", acts.register_file, name="courses_privacy_register"),
        path(
            "courses/participant/<int:pk>/data-request/",
            acts.RecordRequest.as_view(),
            name="courses_participant_data_request",
        ),
        path("courses/participant/<int:pk>/copy/", acts.participant_copy, name="courses_participant_copy"),
        *(
            path(f"courses/datarequest/<int:pk>/{verb}/", view, name=f"courses_datarequest_{verb}")
            for verb, view in VERBS.items()
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[DataRequest]:
        """With the person."""
        return requests().order_by(*self.ordering)

    @display(description=_("Participant"), ordering="participant__search_text")
    def person(self, row: DataRequest) -> str:
        """By name."""
        return str(row.participant)

    @display(description=_("Answer due by"), ordering="asked_on")
    def due(self, row: DataRequest) -> Any:
        """The last day, of those to be answered; and whether it has passed."""
        if row.state != State.OPEN:
            return ""
        return gettext("%(day)s, late") % {"day": f"{row.due_on:%d/%m/%Y}"} if is_late(row) else row.due_on
