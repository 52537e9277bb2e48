"""The page of one record."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail_modeladmin.views import InspectView, WMABaseView

from courses.reports.views.base import denied


class HardenedInspectView(InspectView):
    """Shows declared fields only. `HardenedAdmin.inspect_view` has asked for the permission before the look-up."""

    @method_decorator(login_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The permission again, with the record."""
        if not self.check_action_permitted(request.user):
            return denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The declared fields, as the list shows them."""
        admin = self.model_admin
        title = str(self.instance)
        context = {
            "instance": self.instance,
            "header_title": title,
            "header_icon": admin.get_menu_icon(),
            "breadcrumbs_items": [
                *WagtailAdminTemplateMixin.breadcrumbs_items,
                {"url": self.index_url, "label": admin.get_menu_label()},
                {"url": "", "label": title},
            ],
            "fields": [(admin.label(name), admin.shown(name, self.instance)) for name in admin.inspect_view_fields],
        }
        return WMABaseView.get_context_data(self, **context | kwargs)
