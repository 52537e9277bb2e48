"""The file of an event for who audits: complete, checked by `sha256sum -c`, safe on Windows, the same every time."""

import re
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from courses.agenda.models import Event, TrainingDayPage
from courses.attendance.actions import attach_sheet
from courses.audit.models import Entry
from courses.certificates.actions import issue_due
from courses.certificates.models import Certificate, CertificateFile
from courses.dossiers.actions import ask_for_dossier, ask_for_dossiers
from courses.dossiers.exports import write_dossiers
from courses.dossiers.rules import safe
from courses.errors import NotAllowed
from courses.groups import AUDITORS, EDITORS
from courses.keeping.actions import make_due_exports
from courses.keeping.models import Export
from courses.post.models import Letter
from tests.factories.agenda import make_event
from tests.factories.certificates import make_closed, make_picture
from tests.factories.people import make_user
from tests.factories.surveys import make_closed as make_answers

pytestmark = pytest.mark.django_db
WINDOWS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> None:
    """What is kept goes to a folder of the test's own."""
    settings.COURSES_PRIVATE_ROOT = str(tmp_path / "private")


@pytest.fixture
def auditor(db):
    """Who checks the programme."""
    return make_user(groups=(AUDITORS,))


@pytest.fixture
def held(db) -> Event:
    """A closed day with a scan, two certificates and letters."""
    event = make_closed(0, 30)
    issue_due()
    scan = ContentFile(make_picture().read(), "foglio.png")
    attach_sheet(register=event.register, file=scan, author=None)
    return event


def packed(events, author=None) -> bytes:
    file = BytesIO()
    write_dossiers(file, events, author)
    return file.getvalue()


def test_sha256sum_checks_the_manifest_and_finds_a_change(held: Event, tmp_path: Path) -> None:
    with ZipFile(BytesIO(packed([held]))) as package:
        package.extractall(tmp_path / "out")
        names = set(package.namelist()) - {"SHA256SUMS"}
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]

    good = subprocess.run(check, cwd=tmp_path / "out", capture_output=True, text=True, check=False)
    (tmp_path / "out" / min(names)).write_bytes(b"altro")
    bad = subprocess.run(check, cwd=tmp_path / "out", capture_output=True, text=True, check=False)

    assert (good.returncode, len(good.stdout.splitlines())) == (0, len(names))
    assert bad.returncode == 1


def test_all_parts_are_there_and_names_are_safe(held: Event) -> None:
    with ZipFile(BytesIO(packed([held]))) as package:
        names = package.namelist()
        certificates = [package.read(name) for name in names if "attestato-" in name]

    endings = sorted(name.partition("/")[2].rpartition(".")[2] for name in names if "/" in name)
    assert endings == sorted(["csv"] * 4 + ["pdf"] * 3 + ["png"] + ["txt"] * 2)
    assert all(WINDOWS.fullmatch(part) for name in names for part in name.split("/"))
    assert set(certificates) == {bytes(one.content) for one in CertificateFile.objects.all()}


def test_the_same_facts_are_the_same_bytes(held: Event) -> None:
    first = packed([Event.objects.get(pk=held.pk)])

    assert packed([Event.objects.get(pk=held.pk)]) == first


def test_letters_have_neither_address_nor_link(held: Event) -> None:
    Letter.objects.update(text="Per rinunciare: https://sito.example/posto/segreto o anna@example.org")

    with ZipFile(BytesIO(packed([held]))) as package:
        text = "".join(package.read(name).decode() for name in package.namelist() if name.endswith((".csv", ".txt")))

    assert Letter.objects.count() > 0
    assert ("segreto" in text, "anna@example.org" in text, "Per rinunciare" in text) == (False, False, True)
    assert not any(letter.recipient in text for letter in Letter.objects.all())


def test_few_answers_stay_hidden() -> None:
    asked = make_answers("5", "4", text="Si vede chi sono")

    with ZipFile(BytesIO(packed([asked.event]))) as package:
        (name,) = [one for one in package.namelist() if "questionari" in one or "questionnaire" in one]
        text = package.read(name).decode()

    assert "Si vede chi sono" not in text


def test_what_is_missing_is_said() -> None:
    with ZipFile(BytesIO(packed([make_event()]))) as package:
        (name,) = [one for one in package.namelist() if one.endswith(".txt")]
        lines = package.read(name).decode().splitlines()

    assert len(lines) == 2 + 5


def test_a_scan_that_was_changed_is_left_out_and_said(held: Event) -> None:
    Path(held.register.sheets.get().file.path).write_bytes(b"altro")

    with ZipFile(BytesIO(packed([held]))) as package:
        assert [name for name in package.namelist() if name.endswith(".png")] == []


@pytest.mark.parametrize(
    ("words", "name"),
    [("CON", "con-"), ("Forlì / Cesena: «sì»?", "forli-cesena-si"), ("…", "senza-nome"), ("a" * 200, "a" * 60)],
)
def test_names_every_system_keeps(words: str, name: str) -> None:
    assert safe(words) == name


def test_an_auditor_asks_and_downloads_what_is_theirs_alone(held: Event, auditor) -> None:
    client, other = Client(), Client()
    client.force_login(auditor)
    other.force_login(make_user(groups=(AUDITORS,)))
    page = client.get(f"/admin/courses/event/{held.pk}/dossier/")
    client.post(f"/admin/courses/event/{held.pk}/dossier/", {"seen": ""})
    make_due_exports()
    export = Export.objects.get()
    address = f"/admin/courses/export/{export.key}/"

    answer = client.get(address)
    with ZipFile(BytesIO(b"".join(answer))) as package:
        assert package.testzip() is None

    assert (page.status_code, len(page.context["dossier"].certificates)) == (200, 2)
    assert (export.state, export.rows, export.author) == ("ready", 1, auditor)
    assert export.expires_at - export.ready_at == timedelta(days=7)
    assert other.get(address).status_code == 404
    assert list(Entry.objects.filter(author=auditor).order_by("pk").values_list("action", flat=True)) == [
        *("event.ask_file", "export.ask", "sheet.read", "export.download"),
    ]


def test_who_lost_the_right_downloads_nothing(held: Event, auditor) -> None:
    ask_for_dossier(event=held, author=auditor)
    make_due_exports()
    auditor.groups.get().permissions.filter(codename="make_event_file").delete()
    client = Client()
    client.force_login(auditor)

    assert client.get(f"/admin/courses/export/{Export.objects.get().key}/").status_code == 403


def test_a_period_holds_a_folder_for_each_of_its_events(held: Event, auditor) -> None:
    day = timezone.localdate(held.starts_at)
    make_event(TrainingDayPage.objects.get(), day=day + timedelta(days=1))

    ask_for_dossiers(first=day, last=day, author=auditor)
    make_due_exports()

    export = Export.objects.get()
    with export.file.open("rb") as file, ZipFile(file) as package:
        folders = {name.partition("/")[0] for name in package.namelist()} - {"SHA256SUMS"}
    assert (export.rows, len(folders)) == (1, 1)


@pytest.mark.parametrize("days", [-1, 366, 3])
def test_no_period_no_file(days: int, auditor) -> None:
    day = timezone.localdate() - timedelta(days=3000)

    with pytest.raises(NotAllowed):
        ask_for_dossiers(first=day, last=day + timedelta(days=days), author=auditor)

    assert Export.objects.count() == 0


def test_editors_see_none_of_it(held: Event) -> None:
    client = Client()
    client.force_login(make_user(groups=(EDITORS,)))

    assert [
        client.get(f"/admin/courses/event/{path}").status_code
        for path in (f"{held.pk}/dossier/", "dossiers/", f"{held.pk}/story/")
    ] == [403, 403, 403]


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same(people: int, auditor, django_assert_num_queries) -> None:
    event = make_closed(*[0] * people)
    issue_due()
    client = Client()
    client.force_login(auditor)
    client.get("/admin/")
    assert Certificate.objects.count() == people

    with django_assert_num_queries(29):
        client.get(f"/admin/courses/event/{event.pk}/dossier/")
