"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Kept apart from `home`, whose migrations would otherwise depend on themselves through Wagtail's."""

    name = "accounts"
    verbose_name = _("Accounts")
