"""What this app adds to Wagtail's admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from home.viewsets import BarrierReportViewSet, PageFeedbackViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """What readers send us."""
    return [PageFeedbackViewSet("page_feedback"), BarrierReportViewSet("barrier_reports")]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """So that they can be given and taken on the screen of a group."""
    codenames = ["view_pagefeedback", "view_barrierreport", "change_barrierreport", "change_sitemenu"]
    return Permission.objects.filter(content_type__app_label="home", codename__in=codenames)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """The pages that came with the programme say so in their history."""
    actions.register_action("home.load", _("Load"), _("Loaded with the programme's starting content"))
