"""Production does not start when something is missing, and says what (checklist A 9; E 61)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.databases import sqlite_template

ROOT = Path(__file__).resolve().parents[2]
SECRET = "kq7x" * 13 + "!Zb3-Qw9_Lm"


def manage(*command: str, **over: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py on production's settings; a variable given as "" is left out."""
    given = {
        "SECRET_KEY": SECRET,
        "SEAL_KEY": SECRET[::-1],
        "ALLOWED_HOSTS": "coalizione.example",
        "CACHE_URL": "dbcache://cache",
    } | over
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPYCACHEPREFIX") if name in os.environ}
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.production"}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=kept | settings | {name: value for name, value in given.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database without tables."""
    return f"sqlite:///{tmp_path_factory.mktemp('production') / 'empty.sqlite3'}"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with tables."""
    file = tmp_path_factory.mktemp("production") / "site.sqlite3"
    shutil.copyfile(sqlite_template(), file)
    url = f"sqlite:///{file}"
    done = manage("migrate", "--check", DATABASE_URL=url)
    assert done.returncode == 0, done.stdout + done.stderr
    return url


def test_nothing_is_left_to_say_when_all_is_set(empty):
    done = manage("check", "--deploy", "--fail-level", "WARNING", DATABASE_URL=empty)

    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SEAL_KEY": ""}, "SEAL_KEY is missing"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing"),
        ({"DEBUG": "true"}, "DEBUG is on"),
    ],
)
def test_production_does_not_start_without_what_it_needs(empty, over, said):
    done = manage("check", DATABASE_URL=empty, **over)

    assert (done.returncode, said in done.stderr) == (1, True), done.stderr


def test_production_does_not_start_with_demo_accounts(migrated):
    assert manage("check", DATABASE_URL=migrated).returncode == 0
    make = "from django.contrib.auth import get_user_model as m; m().objects.create_account('Admin@Example.ORG', 'x')"
    assert manage("shell", "-c", make, DATABASE_URL=migrated).returncode == 0

    done = manage("check", DATABASE_URL=migrated)

    assert (done.returncode, "Demo accounts exist" in done.stderr) == (1, True), done.stderr


def test_production_loads_no_demo(empty):
    done = manage("load_demo", DATABASE_URL=empty, DEMO_PASSWORD="coalizione-demo")

    assert done.returncode != 0
    assert "Traceback" not in done.stderr


def test_the_demo_is_refused_where_no_password_is_set(settings, db):
    del settings.DEMO_PASSWORD

    with pytest.raises(CommandError):
        call_command("load_demo")


def test_cookies_transport_static_files_and_connections_are_as_production_needs_them(empty):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT")
    names += ("STAFF_MFA_REQUIRED", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE", "SESSION_COOKIE_NAME")
    asked = (
        f"from django.conf import settings; print(*[getattr(settings, name) for name in {names!r}],"
        "settings.STORAGES['staticfiles']['BACKEND'], settings.DATABASES['default']['CONN_MAX_AGE'])"
    )

    done = manage("shell", "--no-imports", "-c", asked, DATABASE_URL=empty)

    said = done.stdout.split()
    assert said[:8] == ["True"] * 5 + ["Lax", "Lax", "__Host-sessionid"], done.stderr
    assert said[8:] == ["whitenoise.storage.CompressedManifestStaticFilesStorage", "60"]
