"""The list of adhesions, everything about one, and the decisions."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name

from courses.adhesion.models import Adhesion
from courses.adhesion.rules import eligibility, may_be_reassigned, may_go, may_take_proof
from courses.post.queries import letters_about
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.admin.inspecting import HardenedInspectView
from courses.reports.queries import adhesions, search_adhesions, trail_of
from courses.reports.views import adhesions as verbs
from courses.reports.views.adhesions_at_once import AcceptMany, RejectMany

State = Adhesion.State
NO_PROOF = "none"
# url name, view
ACTIONS = {
    "accept": verbs.Accept.as_view(),
    "reject": verbs.Reject.as_view(),
    "correction": verbs.AskCorrection.as_view(),
    "withdraw": verbs.Withdraw.as_view(),
    "proof": verbs.RecordProof.as_view(),
    "protocol": verbs.SetProtocol.as_view(),
    "contest": verbs.Contest.as_view(contested=True),
    "settle": verbs.Contest.as_view(contested=False),
    "reassign": verbs.Reassign.as_view(),
}


def _proofs() -> list[tuple[str, Any]]:
    return [(value or NO_PROOF, label) for value, label in Adhesion.Proof.choices]


def buttons_of(adhesion: Adhesion) -> list[tuple[str, Any]]:
    """The actions that make sense now, as url name and label."""
    contest = ("settle", _("No longer contested")) if adhesion.contested else ("contest", _("Mark as contested"))
    found = [
        (may_go(adhesion, State.ACCEPTED), ("accept", _("Accept the adhesion"))),
        (may_go(adhesion, State.REJECTED), ("reject", _("Reject the adhesion"))),
        (may_go(adhesion, State.DRAFT), ("correction", _("Ask for a correction"))),
        (may_take_proof(adhesion), ("proof", _("Record a proof"))),
        (True, ("protocol", _("Write the protocol number"))),
        (True, contest),
        (may_be_reassigned(adhesion), ("reassign", _("Replace the contact"))),
        (may_go(adhesion, State.WITHDRAWN), ("withdraw", _("Withdraw the adhesion"))),
    ]
    return [(f"courses_adhesion_{name}", label) for answer, (name, label) in found if answer]


class AdhesionView(HardenedInspectView):
    """Everything about one adhesion on one page, and the actions on it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Contact, deputy, officials, data of the day it was sent, letters, trail; each for those who may read it."""
        user = self.request.user
        self.instance = adhesion = adhesions().get(pk=self.instance.pk)
        context = {
            "adhesion": adhesion,
            "range": eligibility(adhesion.body).reason if adhesion.body else "",
            "officials": adhesion.officials.all(),
            "letters": letters_about(adhesion) if user.has_perm("courses.view_letter") else None,
            "trail": trail_of(adhesion) if user.has_perm("courses.view_entry") else None,
            "action_buttons": buttons_of(adhesion) if user.has_perm("courses.decide_adhesion") else [],
        }
        return super().get_context_data(**context | kwargs)


class AdhesionAdmin(HardenedAdmin):
    """Bodies that joined, wait for an answer, or began to write."""

    model = Adhesion
    menu_label = _("Adhesions")
    menu_icon = "doc-full-inverse"
    inspect_view_enabled = True
    inspect_view_class = AdhesionView
    inspect_template_name = "courses/reports/adhesion.html"
    inspect_view_fields = (
        *("state_word", "kind", "proof_word", "contested_word", "protocol", "sent_at", "confirmed_at"),
        *("decided_at", "decided_by_name", "reason", "exception_reason", "correction", "notice_version", "started_at"),
    )
    list_display = (
        *("body_in_words", "state", "proof_word", "sent_at", "contact", "province_code", "region_name"),
        *("kind", "contested_word", "protocol"),
    )
    exported_as = {"contact": ("contact_given_name", "contact_family_name")}
    list_export = (
        *("body_in_words", "kind", "province_code", "region_name", "population", "population_year", "state"),
        *("proof_word", "contested_word", "protocol", "sent_at", "confirmed_at", "decided_at", "decided_by_name"),
        *("reason", "exception_reason", "contact_given_name", "contact_family_name", "contact_role"),
        *("contact_email", "contact_phone", "pec", "deputy_given_name", "deputy_family_name", "deputy_role"),
        "deputy_email",
    )
    ordering = ("-started_at",)
    filters = (
        filters.choice("state", _("State"), "state", lambda: State.choices),
        filters.choice("region", _("Region"), "in_region", filters.region_names),
        filters.province("in_province"),
        filters.kind("body__kind"),
        filters.EmptyFilter("proof", _("Proof"), "proof", _proofs),
        filters.period(pgettext_lazy("adhesion", "Sent in"), "sent_at"),
    )
    search = search_adhesions
    search_label = _("Body, contact or protocol number")
    many_actions = (
        ("courses.decide_adhesion", "courses_adhesion_accept_many", _("Accept the chosen ones")),
        ("courses.decide_adhesion", "courses_adhesion_reject_many", _("Reject the chosen ones")),
    )
    action_urls = (
        path("courses/adhesion/accept/", AcceptMany.as_view(), name="courses_adhesion_accept_many"),
        path("courses/adhesion/reject/", RejectMany.as_view(), name="courses_adhesion_reject_many"),
        *(
            path(f"courses/adhesion/<int:pk>/{verb}/", view, name=f"courses_adhesion_{verb}")
            for verb, view in ACTIONS.items()
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Adhesion]:
        """With body and territory."""
        return adhesions().order_by(*self.ordering)

    @display(description=_("Body"), ordering="body__name")
    def body_in_words(self, row: Adhesion) -> str:
        """By its name of that day."""
        return str(row)

    @display(description=_("State"), ordering="state")
    def state_word(self, row: Adhesion) -> str:
        """In words."""
        return row.get_state_display()

    @display(description=_("Proof"), ordering="proof")
    def proof_word(self, row: Adhesion) -> str:
        """What is recorded, in words."""
        return str(Adhesion.Proof(row.proof).label)

    @display(description=_("Contested"), ordering="contested")
    def contested_word(self, row: Adhesion) -> str:
        """Yes, or nothing."""
        return gettext("yes") if row.contested else ""

    @display(description=_("Contact"), ordering="contact_family_name")
    def contact(self, row: Adhesion) -> str:
        """As a register has it: family name first."""
        return f"{row.contact_family_name} {row.contact_given_name}".strip()

    @display(description=_("Province"), ordering="in_province")
    def province_code(self, row: Adhesion) -> str:
        """Of that day."""
        return row.in_province or ""

    @display(description=_("Region"), ordering="in_region")
    def region_name(self, row: Adhesion) -> str:
        """Of that day."""
        return row.in_region or ""

    @display(description=_("Kind of body"), ordering="body__kind")
    def kind(self, row: Adhesion) -> str:
        """Of the body."""
        return row.body.get_kind_display() if row.body else ""

    @display(description=_("Decided by"))
    def decided_by_name(self, row: Adhesion) -> str:
        """Nobody, when it was accepted by itself."""
        return get_user_display_name(row.decided_by) if row.decided_by else ""
