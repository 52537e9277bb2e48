"""The staff's lists of what readers send us: answers are read, reports of barriers are marked as answered."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSet

from home.models import BarrierReport, PageFeedback


class PageFeedbackViewSet(ModelViewSet):
    """«Was this page useful?»: the anonymous answers, to read."""

    model = PageFeedback
    url_prefix = "riscontri"
    menu_label = _("Readers' answers")
    icon = "comment"
    add_to_admin_menu = True
    add_to_reference_index = False
    menu_order = 700
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields = ["useful", "comment"]  # for the superuser; nobody else holds the permission to change one
    list_display = ["page_title", BooleanColumn("useful", label=_("useful")), "comment", "day"]
    list_filter = ["useful", "day"]
    search_fields = ["page_title", "comment"]
    search_backend_name = None


class BarrierReportViewSet(ModelViewSet):
    """Reports of barriers, for the secretariat alone: they may hold an e-mail address."""

    model = BarrierReport
    url_prefix = "segnalazioni"
    menu_label = _("Reported barriers")
    icon = "warning"
    add_to_admin_menu = True
    add_to_reference_index = False
    menu_order = 710
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = ["page_address", "description", "day", "answered_on"]
    list_filter = ["day", "answered_on"]
    search_fields = ["page_address", "description"]
    search_backend_name = None
