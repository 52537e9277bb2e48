"""What production must have before it may start; every refusal says what to do."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError

DEMO_DOMAIN = "@example.org"


def production_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Errors that stop production: a secret or the hosts missing, debug on, a demo account left in the database."""
    if not getattr(settings, "PRODUCTION", False):
        return []
    found = []
    if not settings.SECRET_KEY:
        found.append(Error("SECRET_KEY is missing.", hint="Set it to 50 random characters.", id="config.E001"))
    if not settings.COURSES_SEAL_KEY:
        hint = "Set it to 50 random characters and never change it: the seals of registers are made with it."
        found.append(Error("SEAL_KEY is missing.", hint=hint, id="config.E005"))
    if not settings.ALLOWED_HOSTS:
        found.append(Error("ALLOWED_HOSTS is missing.", hint="Set it to the site's host names.", id="config.E002"))
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", hint="Production shows errors to nobody: unset DEBUG.", id="config.E003"))
    if "LocMem" in settings.CACHES["default"]["BACKEND"]:
        hint = "Set CACHE_URL to one cache for all processes: redis://… or dbcache://… (then createcachetable)."
        found.append(Warning("Each process counts attempts by itself.", hint=hint, id="config.W001"))
    if _demo_accounts_exist():
        hint = "Delete every account that ends in @example.org: their password is public."
        found.append(Error("Demo accounts exist in this database.", hint=hint, id="config.E004"))
    return found


def _demo_accounts_exist() -> bool:
    try:
        return get_user_model().objects.filter(email__endswith=DEMO_DOMAIN).exists()
    except DatabaseError:  # before the first migration there is no table, hence no account
        return False
