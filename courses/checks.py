"""What the plug-in needs of its host, told by `manage.py check`."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from wagtail.models import Page, get_page_models

from courses import conf

NEEDED_APPS = ("wagtail_modeladmin", "taggit", "modelcluster", "wagtail.contrib.typed_table_block", "django_htmx")


def host_is_ready(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Errors for what is missing, warnings for what will not work as meant."""
    found: list[CheckMessage] = [
        Error(f"{name} is not in INSTALLED_APPS.", hint="Add it beside «courses».", id="courses.E001")
        for name in NEEDED_APPS
        if not apps.is_installed(name)
    ]
    if "django_htmx.middleware.HtmxMiddleware" not in settings.MIDDLEWARE:
        found.append(Error("django_htmx's middleware is missing.", hint="Add HtmxMiddleware.", id="courses.E002"))
    try:
        reverse("courses:desk")
    except NoReverseMatch:
        hint = 'Add path("", include("courses.urls")) before Wagtail\'s own addresses.'
        found.append(Error("The addresses of courses are not included.", hint=hint, id="courses.E003"))
    door = conf.get("SIGN_UP_URL")
    if not door.startswith("/"):
        try:
            reverse(door)
        except NoReverseMatch:
            hint = "Set it to a path, or to the name of the address where visitors register."
            found.append(Error(f"COURSES_SIGN_UP_URL names {door}, which is no address.", hint=hint, id="courses.E005"))
    if any(not issubclass(model, Page) for model in get_page_models()):
        hint = "courses is built on wagtailcore.Page: unset WAGTAIL_PAGE_MODEL."
        found.append(Warning("The host has its own page model.", hint=hint, id="courses.W001"))
    tracking = apps.get_app_config("courses").tracking_group
    try:
        import_string(tracking)
    except ImportError:
        found.append(Error(f"tracking_group names {tracking}, which is not there.", id="courses.E004"))
    return found
