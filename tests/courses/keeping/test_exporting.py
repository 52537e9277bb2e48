"""Long lists are made in the background, for who asked alone, and go after seven days."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from courses.audit.models import Entry
from courses.groups import SECRETARIAT
from courses.keeping.actions import make_due_exports
from courses.keeping.exporting import throw_exports_away
from courses.keeping.models import Export
from tests.factories.people import make_participant, make_user

pytestmark = pytest.mark.django_db
PEOPLE, ASK = "/admin/courses/participant/", "/admin/courses/export/ask/"


@pytest.fixture(autouse=True)
def short_lists(settings) -> None:
    """Three rows are many."""
    settings.COURSES_EXPORT_AT_ONCE = 2


@pytest.fixture
def desk(db) -> Client:
    """The secretariat's browser, and three people to list."""
    for name in ("Uno", "Due", "=1+1"):
        make_participant(family_name=name)
    client = Client()
    client.user = make_user(groups=(SECRETARIAT,))
    client.force_login(client.user)
    return client


def ask(client: Client, file_format: str = "csv", question: str = "", source: str = "courses.participant"):
    return client.post(ASK, {"source": source, "question": question, "file_format": file_format})


def made(client: Client, **over: str) -> Export:
    ask(client, **over)
    make_due_exports()
    return Export.objects.latest("pk")


def test_a_long_list_is_offered_and_nothing_happens_before_the_button(desk: Client) -> None:
    page = desk.get(f"{PEOPLE}?export=csv&q=anna")

    assert page.context["number"] == 3
    assert (page.context["question"], page.context["file_format"]) == ("q=anna", "csv")
    assert Export.objects.count() == 0
    assert Entry.objects.filter(action__contains="export").count() == 0


def test_a_list_asked_for_is_made_by_the_tick_and_downloaded(desk: Client) -> None:
    export = made(desk, question="q=anna&e=1")

    assert (export.state, export.rows, export.question, export.author) == ("ready", 3, "q=anna", desk.user)
    answer = desk.get(f"/admin/courses/export/{export.key}/")
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert sorted(row[0] for row in rows[1:]) == ["'=1+1", "Due", "Uno"]
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert list(Entry.objects.order_by("pk").filter(action__startswith="export.").values_list("action", flat=True)) == [
        "export.ask",
        "export.download",
    ]


@pytest.mark.parametrize(
    ("file_format", "start"),
    [("csv", b'\xef\xbb\xbf"Cognome";'), ("csv-comma", b'\xef\xbb\xbf"Cognome",'), ("csv-plain", b'"Cognome";')],
)
def test_the_dialects_differ_in_mark_and_separator(desk: Client, file_format: str, start: bytes) -> None:
    export = made(desk, file_format=file_format)

    with export.file.open("rb") as file:
        assert file.read(len(start)) == start


def test_an_xlsx_has_a_row_for_each(desk: Client) -> None:
    export = made(desk, file_format="xlsx")

    with export.file.open("rb") as file:
        sheet = load_workbook(BytesIO(file.read())).active
    assert (sheet.max_row, sheet.freeze_panes) == (4, "A2")


def test_an_export_is_nobody_elses_and_needs_the_right_at_every_download(desk: Client) -> None:
    export = made(desk)
    other = Client()
    other.force_login(make_user(groups=(SECRETARIAT,)))
    address = f"/admin/courses/export/{export.key}/"

    assert other.get(address).status_code == 404
    assert [row.first for row in other.get("/admin/courses/export/").context["rows"]] == []
    desk.user.groups.clear()
    names = ["access_admin", "view_participant", "view_export"]
    desk.user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    assert desk.get(address).status_code == 403


def test_who_may_not_export_may_not_ask(desk: Client) -> None:
    desk.user.groups.clear()
    names = ["access_admin", "view_participant", "view_export"]
    desk.user.user_permissions.add(*Permission.objects.filter(codename__in=names))

    assert ask(desk).status_code == 403
    assert Export.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"source": "auth.user"}, {"source": "\x00"}, {"file_format": "pdf"}, {"question": "q=" + "a" * 5000}]
)
def test_a_list_that_is_none_is_not_found(desk: Client, wrong: dict) -> None:
    assert ask(desk, **wrong).status_code == 404


def test_the_same_asked_twice_is_one(desk: Client) -> None:
    ask(desk)
    ask(desk)

    assert Export.objects.count() == 1


def test_after_seven_days_the_file_is_gone(desk: Client) -> None:
    export = made(desk)
    address, path = f"/admin/courses/export/{export.key}/", export.file.path
    late = timezone.now() + timedelta(days=8)
    Export.objects.update(asked_at=timezone.now() - timedelta(days=1), expires_at=timezone.now())

    assert desk.get(address).status_code == 302
    assert throw_exports_away(late, True) == 1
    assert Export.objects.count() == 1
    assert throw_exports_away(late, False) == 1
    assert Export.objects.count() == 0
    assert path.startswith("/")


def test_a_list_that_cannot_be_made_is_tried_three_times(desk: Client) -> None:
    ask(desk)
    Export.objects.update(source="courses.letter")

    for _round in range(4):
        assert make_due_exports() == 0

    assert Export.objects.get().state == Export.State.FAILED
