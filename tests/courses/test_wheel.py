"""The plug-in as a package: built, installed and used in a site that `wagtail start` made, far from this repository."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.databases import VAR, sqlite_template, template_name

ROOT = Path(__file__).resolve().parents[2]

# what the README tells a host to write
SETTINGS = """
from .dev import *
INSTALLED_APPS += ["courses", "wagtail_modeladmin", "django_htmx", "wagtail.contrib.typed_table_block"]
MIDDLEWARE += ["django_htmx.middleware.HtmxMiddleware"]
LOGIN_URL = "wagtailadmin_login"
COURSES_SIGN_UP_URL = "courses:own_data"
COURSES_REQUIRE_BODY = {bodies}
LANGUAGE_CODE = "it"
ALLOWED_HOSTS = ["testserver"]
"""

# a course under the site's home page, read by a visitor; an account that says who it is, and of no body
USE = """
import json
from io import StringIO
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import find
from django.core.management import call_command
from django.test import Client
from wagtail.models import Site
import courses
from courses.catalogue.models import CourseIndexPage, CoursePage
call_command("check", fail_level="WARNING", stdout=StringIO())
home = Site.objects.get().root_page
index = home.add_child(instance=CourseIndexPage(title="Formazione"))
course = index.add_child(instance=CoursePage(title="Accoglienza", summary="In breve"))
browser = Client()
page = browser.get(course.get_url())
user = get_user_model().objects.create_user("anna", "anna@example.org", "una parola lunga")
browser.force_login(user)
form = browser.get("/area-personale/dati/")
person = {"given_name": "Anna", "family_name": "Verdi", "role": "official", "gender": "", "notice": "on"}
saved = browser.post("/area-personale/dati/", person)
print(json.dumps({
    "answers": [page.status_code, form.status_code],
    "shows": "Accoglienza" in page.content.decode(),
    "takes": saved.status_code,
    "italian": "Nome" in form.content.decode(),
    "static": bool(find("courses/courses.css")),
    "from": courses.__file__,
}))
"""


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command prints, with nothing of this repository on its path."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPYCACHEPREFIX") if name in os.environ}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=kept | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as `make wheel` builds it."""
    path = {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}
    out = tmp_path_factory.mktemp("dist")
    run(ROOT / "scripts" / "wheel", out, cwd=ROOT, **path)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The interpreter of a fresh environment with the wheel, and a site that has the plug-in in ten lines.

    The libraries are those of this environment, by a path file: nothing is fetched, and it takes seconds.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    own = next((folder / "venv" / "lib").glob("python*/site-packages"))
    (own / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    quietly = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", "--no-compile")
    run(sys.executable, "-m", "pip", "--python", python, "install", *quietly, wheel, cwd=folder)
    run(python, "-m", "wagtail.bin.wagtail", "start", "bare", cwd=folder)
    site = folder / "bare"
    urls = site / "bare" / "urls.py"
    urls.write_text(
        urls.read_text().replace(
            'path("", include(wagtail_urls))', 'path("", include("courses.urls")), path("", include(wagtail_urls))'
        )
    )
    return python, site


def test_all_that_belongs_to_the_plug_in_is_in_its_package(wheel: Path) -> None:
    packed = set(ZipFile(wheel).namelist())
    files = {path for path in (ROOT / "courses").rglob("*") if path.is_file() and "__pycache__" not in path.parts}

    assert sorted({str(path.relative_to(ROOT)) for path in files} - packed) == []


def migrated(python: Path, site: Path) -> Path:
    """The bare site's database. Migrating takes half a minute, so it is kept for as long as no migration changes."""
    kept = VAR / f"bare_{template_name()}.sqlite3"
    if not kept.exists():
        for old in VAR.glob("bare_*.sqlite3"):
            old.unlink()
        (site / "bare" / "settings" / "first.py").write_text(SETTINGS.format(bodies=True))
        run(python, "manage.py", "migrate", "--verbosity", "0", "--settings", "bare.settings.first", cwd=site)
        shutil.copyfile(site / "db.sqlite3", kept)
    return kept


def tables_of(database: Path) -> list[tuple[str, str]]:
    """The plug-in's tables and indexes, as they were made."""
    with closing(sqlite3.connect(database)) as connection:
        found = "SELECT name, sql FROM sqlite_master WHERE tbl_name LIKE 'courses\\_%' ESCAPE '\\' ORDER BY name"
        return connection.execute(found).fetchall()


def test_a_bare_site_has_the_tables_that_the_tests_run_on(bare: tuple[Path, Path]) -> None:
    tables = tables_of(migrated(*bare))

    assert len(tables) > 200
    assert tables == tables_of(sqlite_template())


def test_a_bare_site_serves_a_course_with_bodies_and_without(bare: tuple[Path, Path]) -> None:
    python, site = bare
    database, found = migrated(python, site), {}
    for bodies in (True, False):
        module = f"bodies_{bodies}"
        shutil.copyfile(database, site / f"{module}.sqlite3")
        own = f'\nDATABASES["default"]["NAME"] = {str(site / module)!r} + ".sqlite3"\n'
        (site / "bare" / "settings" / f"{module}.py").write_text(SETTINGS.format(bodies=bodies) + own)
        told = run(
            python, "manage.py", "shell", "--no-imports", "-c", USE, "--settings", f"bare.settings.{module}", cwd=site
        )
        found[bodies] = json.loads(told)

    taken = {bodies: told.pop("takes") for bodies, told in found.items()}
    here = {told.pop("from").startswith(str(ROOT)) for told in found.values()}
    assert found[True] == found[False] == {"answers": [200, 200], "shows": True, "italian": True, "static": True}
    assert taken == {True: 200, False: 302}  # where bodies are required, the form comes back and asks for one
    assert here == {False}
