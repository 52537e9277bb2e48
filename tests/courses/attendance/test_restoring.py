"""The drill of the backup: kept, destroyed, put back, and every seal holds (checklist F 60). PostgreSQL alone."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection

from courses.attendance.models import Presence, Register, Seal
from courses.audit.models import Entry
from tests.factories.agenda import make_day_page, make_event, make_venue
from tests.factories.attendance import close, make_register, mark_all_day
from tests.factories.booking import make_booking

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="pg_dump keeps PostgreSQL; SQLite is one file"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def surroundings(settings, tmp_path: Path) -> dict[str, str]:
    """What the scripts read, for the database and the folders of this test."""
    at = connection.settings_dict
    url = f"postgres://{at['USER']}@{at['HOST']}:{at['PORT']}/{quote(at['NAME'])}"
    names = ("PATH", "HOME", "LANG", "PYTHONPYCACHEPREFIX", "DJANGO_SETTINGS_MODULE")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return kept | {
        "DATABASE_URL": url,
        "TEST_DATABASE_URL": url,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PRIVATE_ROOT": settings.COURSES_PRIVATE_ROOT,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "MANAGE": f"{sys.executable} -W ignore -m django",
    }


def script(name: str, place: Path, surroundings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "deploy" / name), str(place)]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def sealed_register(day_page) -> Register:
    event = make_event(day_page, venue=make_venue())
    make_booking(event)
    register = make_register(event)
    for attendee in register.attendees.all():
        mark_all_day(attendee)
    return close(register)


def destroy(surroundings: dict[str, str]) -> None:
    """The disk is gone."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for name in ("MEDIA_ROOT", "PRIVATE_ROOT"):
        folder = Path(surroundings[name])
        for path in folder.iterdir():
            path.unlink()


def counted() -> dict[str, object]:
    return {
        "heads": list(Seal.objects.order_by("pk").values_list("register", "head")),
        "presences": Presence.objects.count(),
        "trail": Entry.objects.count(),
    }


def test_what_was_kept_is_put_back_whole_and_its_seals_hold(surroundings: dict[str, str], tmp_path: Path) -> None:
    page = make_day_page()
    for _number in range(2):
        sealed_register(page)
    for name in ("MEDIA_ROOT", "PRIVATE_ROOT"):
        Path(surroundings[name]).mkdir(parents=True, exist_ok=True)
        (Path(surroundings[name]) / "foglio.pdf").write_bytes(b"%PDF-1.7")
    before = counted()
    connection.close()

    kept = script("backup", tmp_path / "kept", surroundings)
    over_something = script("restore", Path(kept.stdout.strip()), surroundings)
    destroy(surroundings)
    restored = script("restore", Path(kept.stdout.strip()), surroundings)

    assert kept.returncode == 0, kept.stderr
    assert (over_something.returncode, "the database is not empty" in over_something.stderr) == (1, True)
    assert restored.returncode == 0, restored.stderr
    assert counted() == before
    assert (Path(surroundings["PRIVATE_ROOT"]) / "foglio.pdf").read_bytes() == b"%PDF-1.7"
    call_command("verify_registers", stdout=StringIO())


def test_a_backup_that_was_changed_is_not_put_back(surroundings: dict[str, str], tmp_path: Path) -> None:
    kept = Path(script("backup", tmp_path / "kept", surroundings).stdout.strip())
    with (kept / "counts.txt").open("a") as counts:
        counts.write("auth_user|7\n")

    refused = script("restore", kept, surroundings)

    assert (refused.returncode, "not as it was written" in refused.stderr) == (1, True)
