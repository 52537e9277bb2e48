"""The tests: as production where it matters, quick where it does not."""

from config.services import database

from .base import *  # noqa: F403
from .base import CACHES, ROOT, env

DEBUG = False
SECRET_KEY = "tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # no collectstatic before the tests
DEMO_PASSWORD = "coalizione-demo"  # noqa: S105
COURSES_ALLOW_MADE_UP_DATA = True  # `manage.py seed_scale`
STAFF_MFA_REQUIRED = False

# A file, not memory: threads that compete for a seat must meet in one database.
TEST_DATABASE = env("TEST_DATABASE_URL", default=f"sqlite:///{ROOT / 'var' / 'test.sqlite3'}")
DATABASES = {"default": database(TEST_DATABASE)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": ROOT / "var" / "test.sqlite3"}
    # the file lives for a test run: nothing is worth a disk's patience
    DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;",
    }
