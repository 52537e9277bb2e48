"""The site as a Django app: it holds the checks that keep a careless production from starting."""

from django.apps import AppConfig
from django.core.checks import register

from config.checks import production_is_safe


class SiteConfig(AppConfig):
    """Registers the site's checks."""

    name = "config"
    verbose_name = "CO-AliZIONE"

    def ready(self) -> None:
        """Register the checks."""
        register(production_is_safe)
