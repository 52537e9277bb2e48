"""The plug-in's groups and what each may do: the columns of the design's table of roles that are groups."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

EDITORS, APPROVERS, SECRETARIAT, AUDITORS = "Redazione", "Approvazione", "Segreteria", "Revisione"

_CONTENT = (
    "wagtailadmin.access_admin",
    "courses.read_materials",
    "courses.view_venue",
    "courses.view_teacher",
    "courses.view_bankquestion",
    "courses.add_bankquestion",
    "courses.change_bankquestion",
    "courses.view_quiz_figures",
    "courses.export_quiz_figures",
)
_DESK = (
    "wagtailadmin.access_admin",
    "courses.read_materials",
    "courses.view_participant",
    "courses.add_participant",
    "courses.change_participant",
    "courses.export_participant",
    "courses.import_participant",
    "courses.view_enrolment",
    "courses.add_enrolment",
    "courses.decide_enrolment",
    "courses.export_enrolment",
    "courses.view_completion",
    "courses.override_completion",
    "courses.export_completion",
    "courses.view_body",
    "courses.add_body",
    "courses.change_body",
    "courses.export_body",
    "courses.view_entry",
    "courses.export_entry",
    "courses.view_export",
    "courses.view_datarequest",
    "courses.manage_privacy",
    "courses.export_datarequest",
    "courses.view_register",
    "courses.close_register",
    "courses.export_register",
    "courses.view_completionrule",
    "courses.change_rule",
    "courses.view_certificate",
    "courses.issue_certificate",
    "courses.export_certificate",
    "courses.change_certificatetemplate",
    "courses.view_adhesion",
    "courses.decide_adhesion",
    "courses.export_adhesion",
    "courses.view_letter",
    "courses.send_letter",
    "courses.change_lettertemplate",
    "courses.view_message",
    "courses.send_message",
    "courses.view_venue",
    "courses.add_venue",
    "courses.change_venue",
    "courses.view_teacher",
    "courses.add_teacher",
    "courses.change_teacher",
    "courses.view_event",
    "courses.make_event_file",
    "courses.manage_event",
    "courses.export_event",
    "courses.view_booking",
    "courses.manage_booking",
    "courses.export_booking",
    "courses.view_questionnaire",
    "courses.change_questionnaire",
    "courses.view_round",
    "courses.open_round",
    "courses.export_round",
    "courses.view_quiz_figures",
    "courses.export_quiz_figures",
    "courses.give_extratime",
    "courses.view_figure",
    "courses.export_figure",
    "courses.view_periodreport",
    "courses.freeze_periodreport",
    "courses.add_savedreport",
)
# Who checks the programme reads what was recorded and changes nothing; of all lists they take away two, made for them:
# the file of an event, and the report of a period, which names nobody. Letters as they were sent are not theirs: they
# hold links that act for people.
_AUDIT = (
    "courses.view_completionrule",
    "wagtailadmin.access_admin",
    "courses.view_participant",
    "courses.view_enrolment",
    "courses.view_completion",
    "courses.view_body",
    "courses.view_adhesion",
    "courses.view_venue",
    "courses.view_teacher",
    "courses.view_event",
    "courses.view_booking",
    "courses.view_register",
    "courses.view_figure",
    "courses.view_periodreport",
    "courses.view_certificate",
    "courses.view_entry",
    "courses.make_event_file",
    "courses.view_export",
)
PERMISSIONS: dict[str, tuple[str, ...]] = {EDITORS: _CONTENT, APPROVERS: _CONTENT, SECRETARIAT: _DESK, AUDITORS: _AUDIT}


def create_groups(**kwargs: Any) -> None:
    """Create the plug-in's groups and give them what is theirs; nothing is taken away, no other group is touched.

    Runs after each `migrate`. Permissions over pages, images and documents follow in
    `courses.catalogue.actions.give_pages_to_editors`, since only the host knows where its courses stand.
    """
    # auth makes the permissions of this app after this very signal: they are needed now
    create_permissions(apps.get_app_config("courses"), verbosity=0)
    for name, wanted in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=name)
        query = Q()
        for permission in wanted:
            app_label, codename = permission.split(".")
            query |= Q(content_type__app_label=app_label, codename=codename)
        group.permissions.add(*Permission.objects.filter(query))
