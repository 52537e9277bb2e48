"""One migrated database per state of the migrations, copied for every worker: migrating takes ten seconds."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"


def template_name() -> str:
    """A name that changes with any migration, the libraries' versions and the settings module."""
    digest = hashlib.sha256(os.environ["DJANGO_SETTINGS_MODULE"].encode())
    for package in ("django", "wagtail", "django-allauth", "django-taggit"):
        digest.update(version(package).encode())
    for folder in ("courses", "home", "site", "tests/host"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" in path.parts or path.name in {"models.py", "groups.py"}:
                digest.update(path.read_bytes())
    return f"template_{digest.hexdigest()[:12]}"


@contextmanager
def _alone() -> Iterator[None]:
    VAR.mkdir(exist_ok=True)
    with (VAR / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "django", "migrate", "--verbosity", "0"]
    environment = os.environ | {
        "TEST_DATABASE_URL": url,
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "site"))),
    }
    environment.pop("PYTEST_XDIST_WORKER", None)
    subprocess.run(command, check=True, env=environment, cwd=ROOT)


def sqlite_template() -> Path:
    """The file to copy; made when it is not there."""
    template = VAR / f"{template_name()}.sqlite3"
    with _alone():
        if not template.exists():
            for old in VAR.glob("template_*.sqlite3*"):
                old.unlink()
            building = VAR / "building.sqlite3"
            building.unlink(missing_ok=True)
            _migrate(f"sqlite:///{building}")
            building.rename(template)
    return template


def postgres_template(server: str) -> str:
    """The name of the database to copy on a PostgreSQL server; made when it is not there."""
    name = template_name()
    with _alone(), psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute("DROP DATABASE IF EXISTS building")
            connection.execute("CREATE DATABASE building")
            _migrate(f"{server.rpartition('/')[0]}/building")
            connection.execute(f"ALTER DATABASE building RENAME TO {name}")
    return name


def use_template() -> None:
    """Point the test database of this process at a copy of the template."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["TEMPLATE"] = postgres_template(os.environ["TEST_DATABASE_URL"])
        return
    target = Path(database["TEST"]["NAME"])
    for leftover in target.parent.glob(f"{target.name}*"):
        leftover.unlink()
    shutil.copyfile(sqlite_template(), target)
