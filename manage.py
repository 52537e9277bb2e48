#!/usr/bin/env python
"""Django's command line, with `site/` on the path (the folder cannot be a package: Python owns the name `site`)."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

ROOT = Path(__file__).resolve().parent

if __name__ == "__main__":
    sys.path[1:1] = [str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    execute_from_command_line(sys.argv)
