"""The list of participants, and one official's whole story."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.urls import path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from courses.adhesion.queries import open_invitation_of
from courses.enrolment.models import State
from courses.enrolment.rules import TRANSITIONS
from courses.keeping.queries import is_limited
from courses.people.models import Participant
from courses.people.queries import search_participants
from courses.progress.queries import Progress, enrolled_of
from courses.reports.admin import filters
from courses.reports.admin.base import EMPTY, HardenedAdmin
from courses.reports.admin.columns import kind_of, progress_writer, province_of, region_of, words_of
from courses.reports.admin.inspecting import HardenedInspectView
from courses.reports.admin.people_columns import FULL_NAME
from courses.reports.admin.plain import FieldColumn
from courses.reports.queries import people, story_of
from courses.reports.views.enrolments import Enrol
from courses.reports.views.enrolments_at_once import EnrolMany, InviteManyAgain
from courses.reports.views.imports import (
    FILE,
    FILES,
    MAY_IMPORT,
    PeopleFile,
    PeopleFiles,
    people_file_rows,
    people_template,
)
from courses.reports.views.merging import MergeParticipant
from courses.reports.views.participants import AddParticipant, CorrectContact, Invite, MoveParticipant, RevokeInvitation
from courses.reports.views.stories import PersonStory, story_url

VERBS = {
    State.ACTIVE: ("courses_enrolment_activate", _("Activate the enrolment")),
    State.SUSPENDED: ("courses_enrolment_suspend", _("Suspend the enrolment")),
    State.WITHDRAWN: ("courses_enrolment_withdraw", _("Withdraw the enrolment")),
}


class PersonView(HardenedInspectView):
    """One official as they stand now, and the actions on them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who it is, courses and progress; the buttons each account may press."""
        user = self.request.user
        participant = people().get(pk=self.instance.pk)
        may = {
            "change": user.has_perm("courses.change_participant"),
            "enrol": user.has_perm("courses.add_enrolment"),
            "decide": user.has_perm("courses.decide_enrolment"),
            "override": user.has_perm("courses.override_completion"),
        }
        context = {
            "participant": participant,
            "story": story_of(participant),
            "past": participant.past_affiliations.select_related("body"),
            "notices": participant.notices_read.all(),
            "may": may,
            "limited": is_limited(participant),
            "invitation": open_invitation_of(participant),
            "verbs": {state: [VERBS[to] for to in VERBS if to in TRANSITIONS[state]] for state in TRANSITIONS},
        }
        return super().get_context_data(**context | kwargs)


class ParticipantAdmin(HardenedAdmin):
    """The officials."""

    model = Participant
    menu_label = _("Participants")
    menu_icon = "user"
    inspect_view_enabled = True
    inspect_view_class = PersonView
    inspect_view_fields = ("given_name", "family_name", "email", "role", "gender", "affiliated_since", "created_at")
    inspect_template_name = "courses/reports/participant.html"
    list_display = ("name", "place", "role", "created_at", "progress")
    exported_as = {
        "name": ("family_name", "given_name"),
        "place": ("body", "municipality"),
        "progress": ("progress_in_words",),
    }
    list_export = (
        *("family_name", "given_name", "email", "role", "body", "municipality", "kind", "province", "region"),
        *("created_at", "progress_in_words"),
    )
    list_select_related = ("body__province__region", "municipality")
    ordering = ("family_name", "given_name")
    needs = ()
    name = FieldColumn(_("Family and given name"), "family_name", "given_name", say=FULL_NAME, ordering="search_text")
    province = FieldColumn(_("Province"), "body", say=province_of)
    region = FieldColumn(_("Region"), "body", say=region_of)
    kind = FieldColumn(_("Kind of body"), "body", say=kind_of)
    filters = (
        filters.course(""),
        filters.state(""),
        filters.region("body__province__region"),
        filters.province("body__province"),
        filters.role("role"),
        filters.kind("body__kind"),
        filters.body("body"),
    )
    search = search_participants
    search_label = _("Name or e-mail address")
    list_actions = (
        ("courses.add_participant", "courses_participant_add", _("Register a participant")),
        (MAY_IMPORT, FILES, _("Import from a file")),
    )
    many_actions = (
        ("courses.add_enrolment", "courses_participants_enrol", EnrolMany.page_title),
        ("courses.change_participant", "courses_participants_invite", InviteManyAgain.page_title),
    )
    action_urls = (
        path("courses/participant/enrol/", EnrolMany.as_view(), name="courses_participants_enrol"),
        path("courses/participant/invite/", InviteManyAgain.as_view(), name="courses_participants_invite"),
        story_url(PersonStory),
        path("courses/participant/add/", AddParticipant.as_view(), name="courses_participant_add"),
        path("courses/participant/file/", PeopleFiles.as_view(), name=FILES),
        path("courses/participant/file/<int:pk>/", PeopleFile.as_view(), name=FILE),
        path(
            "courses/participant/file/<int:pk>/da-correggere.<str:file_format>",
            people_file_rows,
            name="courses_participant_file_rows",
        ),
        path("courses/participant/modello.<str:file_format>", people_template, name="courses_participant_template"),
        path("courses/participant/<int:pk>/correct/", CorrectContact.as_view(), name="courses_participant_correct"),
        path("courses/participant/<int:pk>/move/", MoveParticipant.as_view(), name="courses_participant_move"),
        path("courses/participant/<int:pk>/invite/", Invite.as_view(), name="courses_participant_invite"),
        path("courses/participant/<int:pk>/revoke/", RevokeInvitation.as_view(), name="courses_participant_revoke"),
        path("courses/participant/<int:pk>/merge/", MergeParticipant.as_view(), name="courses_participant_merge"),
        path("courses/participant/<int:pk>/enrol/", Enrol.as_view(), name="courses_participant_enrol"),
    )

    def narrowed(self, rows: QuerySet, values: dict[str, str]) -> QuerySet:
        """Course and state together: of one and the same enrolment."""
        return super().narrowed(rows, values).filter(**filters.enrolled_people(values))

    def prepare(self, rows: Sequence[Participant]) -> Sequence[Participant]:
        """Enrolments and progress of the whole page."""
        states, told = words_of(State), progress_writer()

        @cache
        def line(title: str, state: str, progress: Progress) -> str:
            return f"{title}: {states[state]}, {told(progress)}"

        lines: dict[int, list[str]] = {}
        for one in enrolled_of(row.pk for row in rows):
            lines.setdefault(one.participant, []).append(line(one.course_title, one.state, one.progress))
        for row in rows:
            row.lines = lines.get(row.pk, [])
        return rows

    @display(description=_("Body"), ordering="body")
    def place(self, row: Participant) -> str:
        """The body; through a union, the municipality too."""
        return row.place or EMPTY

    @display(description=_("Courses and progress"))
    def progress(self, row: Participant) -> SafeString:
        """A line per enrolment."""
        return format_html_join("", "<div>{}</div>", ((line,) for line in row.lines))

    @display(description=_("Courses and progress"))
    def progress_in_words(self, row: Participant) -> str:
        """The same, for an export."""
        return "; ".join(row.lines)
