"""How allauth behaves on this site."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Spells addresses as the user model does, and sends no request's address anywhere."""

    def clean_email(self, email: str) -> str:
        """The one spelling of an address."""
        return super().clean_email(email).strip().lower()

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """After registering, as after a login: the page that was wanted, else the personal area."""
        return self.get_login_redirect_url(request)
