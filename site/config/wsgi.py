"""The door for the web server: `granian --interface wsgi config.wsgi:application`, with `site/` on the path."""

import os
import sys
from pathlib import Path

from django.core.wsgi import get_wsgi_application

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()
