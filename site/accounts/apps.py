"""The accounts app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """Kept apart from `home`, whose migrations would otherwise depend on themselves through Wagtail's."""

    default = True
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Load what listens."""
        for name in ("receivers", "trail", "privacy"):
            import_module(f"accounts.{name}")


class StaffAccountsConfig(WagtailUsersAppConfig):
    """Wagtail's screens of users, with what this site's accounts have besides."""

    user_viewset = "accounts.viewsets.StaffViewSet"
