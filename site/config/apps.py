"""The site as a Django app: the checks that keep a careless production from starting, and the turns of its workers."""

from importlib import import_module

from django.apps import AppConfig
from django.core.checks import register

from config.checks import production_is_safe


class SiteConfig(AppConfig):
    """Registers the site's checks."""

    name = "config"
    verbose_name = "CO-AliZIONE"

    def ready(self) -> None:
        """Register the checks, and let the worker be seen at work."""
        register(production_is_safe)
        import_module("config.receivers")
