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
    digest = hashlib.sha256()
    for package in ("django", "wagtail", "django-allauth", "django-taggit"):
        digest.update(version(package).encode())
    for folder in ("courses", "home", "site", "tests/host"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" in path.parts or path.name in {"models.py", "groups.py"}:
                digest.update(path.read_bytes())
    return f"{_of_settings()}_{digest.hexdigest()[:12]}"


def _of_settings() -> str:
    return "template_" + os.environ["DJANGO_SETTINGS_MODULE"].replace(".", "_")


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Hold a lock that all processes of this checkout see."""
    VAR.mkdir(exist_ok=True)
    with (VAR / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    """In a fifth of the time, but for the database that production has: this site's on PostgreSQL."""
    proper = url.startswith("postgres") and "host" not in _of_settings()
    how = ("django", "migrate", "--verbosity", "0") if proper else ("tests.migrating",)
    run_python("-m", *how, TEST_DATABASE_URL=url)


def run_python(*arguments: str, **environment: str) -> None:
    """Run what prepares a database in a process of its own, under the settings of this one."""
    path = os.pathsep.join((str(ROOT), str(ROOT / "site")))
    given = os.environ | {"PYTHONPATH": path} | environment
    given.pop("PYTEST_XDIST_WORKER", None)
    subprocess.run([sys.executable, "-W", "ignore", *arguments], check=True, env=given, cwd=ROOT)


def sqlite_template() -> Path:
    """The file to copy; made when it is not there."""
    template = VAR / f"{template_name()}.sqlite3"
    with alone(f"{_of_settings()}_sqlite"):
        if not template.exists():
            for old in VAR.glob(f"{_of_settings()}_*.sqlite3*"):
                old.unlink()
            building = VAR / f"building_{template_name()}.sqlite3"
            building.unlink(missing_ok=True)
            _migrate(f"sqlite:///{building}")
            building.rename(template)
    return template


def postgres_template(server: str) -> str:
    """The name of the database to copy on a PostgreSQL server; made when it is not there."""
    name = template_name()
    with alone(f"{_of_settings()}_postgres"), psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute("DROP DATABASE IF EXISTS building")
            connection.execute("CREATE DATABASE building")
            _migrate(f"{server.rpartition('/')[0]}/building")
            connection.execute(f"ALTER DATABASE building RENAME TO {name}")
    return name


def make_template() -> str | Path:
    """Make the template of these settings before anybody waits for it: `python -m tests.databases`."""
    server = os.environ.get("TEST_DATABASE_URL")
    return postgres_template(server) if server else sqlite_template()


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


if __name__ == "__main__":
    make_template()
