"""The pages of period reports: who may ask, read and take away."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from courses.audit.models import Entry
from courses.figures.actions import ask_for_report, freeze_due
from courses.figures.models import PeriodReport
from courses.groups import AUDITORS
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/programma/relazioni/"
PERIOD = {"first": "2020-01-01", "last": "2020-01-31"}


def frozen(day: int = 31) -> PeriodReport:
    report = ask_for_report(first=date(2020, 1, 1), last=date(2020, 1, day), author=None)
    freeze_due()
    return report


def test_the_secretariat_asks_and_reads_it_once_it_is_made(desk: Client, secretary: Any) -> None:
    answer = desk.post(LIST, PERIOD)
    report = PeriodReport.objects.get()
    before = desk.get(f"{LIST}{report.pk}/").status_code
    freeze_due()
    page = desk.get(f"{LIST}{report.pk}/")

    assert (answer.url, report.author, before, page.status_code) == (LIST, secretary, 404, 200)
    assert [whole for _file, whole in page.context["files"]] == [True, True]
    assert len(page.context["indicators"]) == 8


def test_wrong_days_are_said_beside_the_form(desk: Client) -> None:
    page = desk.post(LIST, PERIOD | {"last": "2019-12-31"})
    empty = desk.post(LIST, {})

    assert (page.status_code, len(page.context["form"].non_field_errors())) == (200, 1)
    assert list(empty.context["form"].errors) == ["first", "last"]


@pytest.mark.parametrize(("file_format", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_a_file_is_handed_out_as_it_was_frozen_and_it_is_written_down(
    desk: Client, secretary: Any, file_format: str, start: bytes
) -> None:
    report = frozen()

    answer = desk.get(f"{LIST}{report.pk}.{file_format}")

    assert answer.content.startswith(start)
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.get(action="periodreport.download").author == secretary
    assert desk.get(f"{LIST}{report.pk}.exe").status_code == 404


def test_who_audits_reads_and_takes_away_and_freezes_nothing(db) -> None:
    report, auditor = frozen(), Client()
    auditor.force_login(make_user(groups=(AUDITORS,)))

    pages = [auditor.get(page).status_code for page in (LIST, f"{LIST}{report.pk}/", f"{LIST}{report.pk}.pdf")]

    assert (pages, auditor.post(LIST, PERIOD).status_code) == ([200, 200, 200], 403)


def test_who_edits_pages_sees_none(outsider: Client) -> None:
    report = frozen()

    assert [outsider.get(page).status_code for page in (LIST, f"{LIST}{report.pk}/", f"{LIST}{report.pk}.pdf")] == [
        *(403, 403, 403),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(desk: Client, django_assert_num_queries, number: int) -> None:
    for day in range(number):
        frozen(10 + day)
    desk.get("/admin/")

    with django_assert_num_queries(9):
        desk.get(LIST)
