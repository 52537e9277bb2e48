"""Sessions that end: with the account, and of staff, who hold other people's data, by themselves."""

from collections.abc import Callable
from datetime import timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting
from accounts.rules import words_of_expiry
from courses.audit.actions import record_refusal

STARTED, SEEN = "staff_started", "staff_seen"
# The ways in and out, which are not the administration itself.
DOORS = ("/admin/login/", "/admin/logout/", "/admin/password_reset/")


class ExpiredAccount:
    """Signs out who is still in after the last day of the account, at whatever address they ask for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the login; who brings no session is not asked."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            user = request.user
            if user.is_authenticated and user.has_expired:
                logout(request)
                messages.error(request, words_of_expiry(user))
                return redirect(settings.LOGIN_URL)
        return self.get_response(request)


class StaffSession:
    """Guards `/admin/`: for staff alone, with idle and absolute time-outs and, where required, a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or send the person back to the door."""
        if request.path.startswith("/admin/") and request.user.is_authenticated and not request.path.startswith(DOORS):
            if not request.user.has_perm("wagtailadmin.access_admin"):
                # Wagtail sends them to the login, which sends who is signed in back here, for ever.
                record_refusal(user=request.user, path=request.path)
                raise PermissionDenied
            refusal = self._refusal(request)
            if refusal is not None:
                return refusal
            with acting(request.user):
                return self.get_response(request)
        return self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        now = timezone.now().timestamp()
        session = request.session
        idle = now - session.get(SEEN, now) > timedelta(minutes=settings.STAFF_IDLE_MINUTES).total_seconds()
        old = now - session.get(STARTED, now) > timedelta(hours=settings.STAFF_SESSION_HOURS).total_seconds()
        if idle or old:
            logout(request)
            messages.info(request, _("You were signed out because some time had passed. Sign in again to go on."))
            return redirect(f"{settings.LOGIN_URL}", permanent=False)
        session.setdefault(STARTED, now)
        if now - session.get(SEEN, 0) > 60:  # once a minute is enough, and spares a write on every request
            session[SEEN] = now
        if settings.STAFF_MFA_REQUIRED and not is_mfa_enabled(request.user):
            messages.warning(request, _("The administration needs a second factor: say who you are, then set it up."))
            return redirect("mfa_activate_totp")
        return None
