"""The plug-in as a Django app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from courses import ROOMS

LOADED_AT_START = ("letters", "privacy", "receivers")


class CoursesConfig(AppConfig):
    """One line in INSTALLED_APPS; a host replaces the tracking screens by the dotted path below."""

    name = "courses"
    verbose_name = _("Courses")
    default_auto_field = "django.db.models.BigAutoField"
    # a subclass of this config may point at the host's own group of tracking screens
    tracking_group = "courses.reports.admin.TrackingGroup"

    def ready(self) -> None:
        """Load what listens, and register checks and groups."""
        for room in ROOMS:
            for module in LOADED_AT_START:
                name = f"courses.{room}.{module}"
                if find_spec(name):
                    import_module(name)
        register(import_module("courses.checks").host_is_ready)
        groups = import_module("courses.groups")
        post_migrate.connect(groups.create_groups, sender=self, dispatch_uid="courses.groups")
