"""What the public reaches. Everything secret or local comes from the environment."""

from config.logs import logging_to
from config.services import needed, start_sentry, storages

from .base import *  # noqa: F403
from .base import WAGTAILADMIN_BASE_URL, env

DEBUG = env.bool("DEBUG", default=False)  # only so that the check can refuse it with a sentence
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
PRODUCTION = True
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W019"]  # Wagtail's preview is a frame of this site

ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from within, without the proxy
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

COURSES_WORK_AT_COMMIT = env.bool("WORK_AT_COMMIT", default=False)  # `make worker` does it
vars().update(env.email("EMAIL_URL", default="smtp://127.0.0.1:25"))
STORAGES = storages(env("STORAGE_URL", default=""), site=WAGTAILADMIN_BASE_URL) | {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
COURSES_PRIVATE_STORAGE = "private" if "private" in STORAGES else ""

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_to(env("LOG_LEVEL", default="INFO"))
start_sentry(env("SENTRY_DSN", default=""))
METRICS_TOKEN = env("METRICS_TOKEN", default="")
if METRICS_TOKEN:
    needed("prometheus_client", variable="METRICS_TOKEN")
