"""The one door out of Wagtail's admin, and the answer to who knocks too often."""

import logging

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.views import View

logger = logging.getLogger(__name__)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """What allauth answers beyond a limit; it is logged, for it may be somebody guessing."""
    logger.warning("Too many requests: %s, from %s", request.path, get_adapter(request).get_client_ip(request))
    return render(request, "429.html", status=429)


class AdminLogoutView(View):
    """Sign out by POST alone: Wagtail's own view drops the session cookie on a GET it then refuses."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Refuse, and leave the session alone."""
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest) -> HttpResponse:
        """End the session."""
        get_adapter(request).logout(request)
        return redirect("account_login")
