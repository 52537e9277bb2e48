"""«My exports»: the long lists that an account asked for, and nobody else's."""

from typing import Any

from django.apps import apps
from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.dossiers.rules import ZIP
from courses.keeping.models import Export
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.exports import DIALECTS
from courses.reports.views.exports import ask, download, ticked


class ExportAdmin(HardenedAdmin):
    """Whoever may not see an export of somebody else's is told nothing of it."""

    model = Export
    menu_label = _("My exports")
    menu_icon = "download"
    list_display = ("name", "list_name", "format_name", "state", "rows", "asked_at", "expires_at")
    ordering = ("-asked_at", "-pk")
    filters = (filters.choice("state", pgettext_lazy("export", "State"), "state", lambda: Export.State.choices),)
    action_urls = (
        path("courses/export/ticked/", ticked, name="courses_export_ticked"),
        path("courses/export/ask/", ask, name="courses_export_ask"),
        path("courses/export/<uuid:key>/", download, name="courses_export_download"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Export]:
        """One's own."""
        return Export.objects.filter(author=request.user).order_by(*self.ordering)

    def address_of(self, row: Export) -> str:
        """The file, once it is there."""
        return reverse("courses_export_download", args=[row.key]) if row.is_there else ""

    @display(description=_("List"), ordering="source")
    def list_name(self, row: Export) -> Any:
        """What the list is of."""
        if row.file_format == ZIP:
            return _("Files for the audit")
        return apps.get_model(row.source)._meta.verbose_name_plural

    @display(description=_("Format"), ordering="file_format")
    def format_name(self, row: Export) -> Any:
        """In words."""
        return DIALECTS[row.file_format].label if row.file_format in DIALECTS else row.file_format.upper()
