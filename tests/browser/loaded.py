"""The site as its own commands load it: made once, and copied by every worker that drives a browser.

`python -m tests.browser.loaded` makes it before anybody waits for it; loading takes half a minute.
"""

import hashlib
import os
import shutil
from datetime import date
from pathlib import Path

from tests.databases import ROOT, VAR, alone, run_python, sqlite_template

MADE_OF = ("courses", "home", "site", "templates")
LOADERS = ("tests/browser/steps.py", "tests/browser/loaded.py")
DATABASE, MEDIA, PRIVATE = "site.sqlite3", "media", "media-private"


def _name() -> str:
    """Changes with any file the commands may read, and with the day, since the demonstration happens around today."""
    digest = hashlib.sha256(f"{sqlite_template().name} {date.today()}".encode())
    files = [path for folder in MADE_OF for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    for path in (*files, *(ROOT / name for name in LOADERS)):
        if "__pycache__" not in path.parts:
            digest.update(path.read_bytes())
    return f"loaded_{digest.hexdigest()[:12]}"


def loaded_site() -> Path:
    """The folder with the loaded database and its files; made when it is not there."""
    folder = VAR / _name()
    with alone("loaded"):
        if not folder.exists():
            for old in VAR.glob("loaded_*"):
                shutil.rmtree(old)
            building = VAR / "loaded_building"
            building.mkdir()
            shutil.copyfile(sqlite_template(), building / DATABASE)
            run_python(
                *("-m", "django", "shell", "--no-imports", "-c", "from tests.browser import steps; steps.load()"),
                TEST_DATABASE_URL=f"sqlite:///{building / DATABASE}",
                MEDIA_ROOT=str(building / MEDIA),
                PRIVATE_ROOT=str(building / PRIVATE),
            )
            building.rename(folder)
    return folder


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    loaded_site()
