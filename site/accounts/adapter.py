"""How allauth behaves on this site."""

import logging
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailConfirmation
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User
from accounts.rules import words_of_expiry
from courses.audit.actions import record_access
from courses.people.queries import participant_of

logger = logging.getLogger(__name__)


def client_ip(request: HttpRequest) -> str:
    """Where a request comes from, behind the proxies we trust (ALLAUTH_TRUSTED_PROXY_COUNT)."""
    return get_adapter(request).get_client_ip(request)


class AccountAdapter(DefaultAccountAdapter):
    """Spells addresses as the user model does, and sends no request's address anywhere."""

    def clean_email(self, email: str) -> str:
        """The one spelling of an address."""
        return super().clean_email(email).strip().lower()

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """After registering, as after a login: the page that was wanted, else the personal area."""
        return self.get_login_redirect_url(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """After a login without a wanted page: staff to their work, everybody else to the personal area."""
        if request.user.is_staff and participant_of(request.user) is None:
            return reverse("wagtailadmin_home")
        return super().get_login_redirect_url(request)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        """The link in the letter, with the page that was wanted: it may be opened in another browser."""
        address = super().get_email_confirmation_url(request, emailconfirmation)
        wanted = request.POST.get("next") or request.GET.get("next") or ""
        return f"{address}?{urlencode({'next': wanted})}" if wanted and self.is_safe_url(wanted) else address

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords for an account from one place: an answer of its own, 429, instead of a form."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refusal:
            raise ImmediateHttpResponse(respond_429(request)) from refusal

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """An account whose last day is over lets nobody in, whichever way they come."""
        if user.has_expired:
            clear_login(request)
            messages.error(request, words_of_expiry(user))
            return redirect("account_login")
        return super().pre_login(request, user, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Who tried is logged by number: in the field of the address people sometimes type their password."""
        accounts = get_user_model().objects.filter(email=self.clean_email(credentials.get("email", "")))
        account = accounts.first()
        if account is not None:
            record_access(user=account, action="account.sign_in_failed", **{"from": client_ip(request)})
        logger.warning("Sign-in refused: account %s, from %s", account.pk if account else "unknown", client_ip(request))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count per account and place: who guesses from elsewhere never locks the owner out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{client_ip(request)}"
