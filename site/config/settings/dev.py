"""A developer's machine and `make run`: demo accounts, letters written to a folder, no second factor asked."""

from .base import *  # noqa: F403
from .base import ROOT, env

DEBUG = True
SECRET_KEY = "only-for-this-machine-never-for-a-site-that-others-reach"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
INTERNAL_IPS = ["127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = ROOT / "var" / "mail"
STAFF_MFA_REQUIRED = False
DEMO_PASSWORD = env("DEMO_PASSWORD", default="coalizione-demo")
COURSES_ALLOW_MADE_UP_DATA = True  # `manage.py seed_scale`
