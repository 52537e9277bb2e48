"""The door for the web server: `granian --interface wsgi config.wsgi:application`, with `site/` on the path."""

import os
import sys
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()
if getattr(settings, "PRODUCTION", False):
    import_module("config.warming").warm(application)  # models are there only now
