"""The one door out of Wagtail's admin."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.views import View


class AdminLogoutView(View):
    """Sign out by POST alone: Wagtail's own view drops the session cookie on a GET it then refuses."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Refuse, and leave the session alone."""
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest) -> HttpResponse:
        """End the session."""
        get_adapter(request).logout(request)
        return redirect("account_login")
