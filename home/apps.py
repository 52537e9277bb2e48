"""The programme's own app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Built on `courses`, which does not know it."""

    name = "home"
    verbose_name = _("The programme's site")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter personal data and their retention into the registers, give each group what is its own here."""
        import_module("home.privacy")
        models = import_module("home.models")
        import_module("courses.editions.models").watch(models.SiteTexts, models.SiteMenu)
        groups = import_module("home.groups")
        post_migrate.connect(groups.give_permissions, sender=self, dispatch_uid="home.groups")
