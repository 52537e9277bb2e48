"""The columns of a list are chosen by its readers, in its address; its files follow."""

import csv
from io import BytesIO, StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string
from openpyxl import load_workbook

from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.keeping.actions import make_due_exports
from courses.keeping.models import Export
from courses.reports.views.exports import admin_of
from tests.factories.adhesion import make_accepted
from tests.factories.catalogue import activities_of
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_user
from tests.factories.progress import read

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/courses/participant/"
ADMINS = import_string(apps.get_app_config("courses").tracking_group).items
SCREENS = [admin.model._meta.model_name for admin in ADMINS]
OWN = ["Cognome e nome", "Ente", "Ruolo", "Data di registrazione", "Percorsi e avanzamento"]


def headings(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    return [column.label for column in response.context["columns"]]


def heads_of_csv(response) -> list[str]:
    text = b"".join(response).decode("utf-8-sig")
    return next(csv.reader(StringIO(text), delimiter=";"))


def test_a_list_comes_with_its_own_columns(desk: Client) -> None:
    assert headings(desk, PEOPLE) == OWN


def test_the_chosen_columns_are_shown_in_the_order_of_the_list_after_the_one_that_names_the_row(desk: Client) -> None:
    make_official(make_municipal_body(sigla="LE"))

    response = desk.get(f"{PEOPLE}?col=role,email,region")

    assert headings(desk, f"{PEOPLE}?col=role,email,region") == [OWN[0], "Ruolo", "Indirizzo e-mail", "Regione"]
    assert response.context["rows"][0].cells[2] == "Puglia"


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("col=email&col=role", "?col=role,email"),  # as the boxes send them
        ("col=role,role", "?col=role"),
        ("col=role,user__password,nothing", "?col=role"),
        ("col=user__password", "?"),
        ("col=name", "?"),
        ("col=place,role,created_at,progress", "?"),  # the list's own
        ("col=place&col=role&col=created_at&col=progress&q=verdi", "?q=verdi"),
        ("col=%00", "?"),
    ],
)
def test_an_address_holds_known_columns_once_and_nothing_where_they_are_the_lists_own(
    desk: Client, asked: str, kept: str
) -> None:
    response = desk.get(f"{PEOPLE}?{asked}")

    assert (response.status_code, response.url) == (302, f"{PEOPLE}{kept}")


def test_what_else_is_asked_for_stays_and_the_filters_keep_the_columns(desk: Client) -> None:
    text = desk.get(f"{PEOPLE}?q=verdi&o=0&col=role").content.decode()

    form = text.partition('<form class="reports-columns"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="q" value="verdi">' in form
    assert '<input type="hidden" name="o" value="0">' in form
    assert form.count(" checked") == 1
    filters = text.partition('<form class="reports-filters"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="col" value="role">' in filters


def test_a_column_sorts_wherever_it_stands(desk: Client) -> None:
    columns = desk.get(f"{PEOPLE}?col=created_at").context["columns"]

    assert columns[1].address == "?col=created_at&o=3"
    assert desk.get(f"{PEOPLE}{columns[1].address}").context["columns"][1].sorted == "ascending"


def test_files_hold_the_chosen_columns_as_numbers_and_plain_words(desk: Client) -> None:
    make_official(make_municipal_body())
    wanted = ["Cognome", "Nome", "Ente", "Comune, se attraverso un'unione", "Indirizzo e-mail"]

    text = desk.get(f"{PEOPLE}?col=place,email&export=csv")
    sheet = load_workbook(BytesIO(b"".join(desk.get(f"{PEOPLE}?col=place,email&export=xlsx")))).active

    assert heads_of_csv(text) == wanted
    assert [cell.value for cell in sheet[1]] == wanted
    details = Entry.objects.filter(action="participant.export").values_list("details", flat=True)
    assert [one["columns"] for one in details] == [["family_name", "given_name", "body", "municipality", "email"]] * 2


def test_rows_that_are_ticked_come_in_the_chosen_columns(desk: Client) -> None:
    person = make_official(make_municipal_body())
    sent = {"source": "courses.participant", "file_format": "csv", "chosen": [person.pk], "back": "?col=role&q=nobody"}

    response = desk.post("/admin/courses/export/ticked/", sent)

    assert heads_of_csv(response) == ["Cognome", "Nome", "Ruolo"]


def test_a_list_made_in_the_background_has_the_chosen_columns(desk: Client, settings, tmp_path) -> None:
    settings.COURSES_PRIVATE_ROOT = str(tmp_path)
    sent = {"source": "courses.participant", "question": "col=role", "file_format": "csv"}

    desk.post("/admin/courses/export/ask/", sent)
    make_due_exports()

    export = Export.objects.get()
    assert export.question == "col=role"
    assert heads_of_csv(desk.get(f"/admin/courses/export/{export.key}/")) == ["Cognome", "Nome", "Ruolo"]


def test_columns_that_only_the_export_has_are_for_who_may_take_the_list_away(outsider: Client) -> None:
    user = outsider.get("/admin/").wsgi_request.user
    user.user_permissions.add(Permission.objects.get(codename="view_participant"))

    response = outsider.get(f"{PEOPLE}?col=role,email")

    assert response.url == f"{PEOPLE}?col=role"
    assert [choice.label for choice in outsider.get(PEOPLE).context["choices"]] == OWN[1:]


@pytest.mark.parametrize("kind", [admin for admin in ADMINS if admin.list_export], ids=lambda kind: kind.__name__)
def test_every_column_has_one_in_the_files_that_says_the_same(kind) -> None:
    told = [name for shown in kind.list_display for name in kind.exported_as.get(shown, (shown,))]

    assert [name for name in told if name not in kind.list_export] == []
    assert set(kind.exported_as) <= set(kind.list_display)


def _fill(course: CoursePage, people: int) -> None:
    for number in range(people):
        official = make_official(make_municipal_body(name=f"Comune{number}"), family_name=f"Nome{number}")
        make_accepted(official.body)
        read(make_enrolment(official, course), course, activities_of(course)[0])


@pytest.mark.parametrize("screen", SCREENS)
def test_with_all_its_columns_a_list_costs_the_same_for_one_and_for_three(course: CoursePage, screen: str) -> None:
    boss, address = Client(), f"/admin/courses/{screen}/"
    boss.force_login(make_user(superuser=True))
    costs = []
    for people in (1, 2):
        _fill(course, people)
        names = [choice.name for choice in boss.get(address).context["choices"]]
        with CaptureQueriesContext(connection) as asked:
            response = boss.get(f"{address}?col={','.join(names[:1] + names[2:])}")
        costs.append(len(asked))
        assert response.status_code == 200

    assert costs[0] == costs[1]


def test_every_list_that_may_be_taken_away_is_made_in_the_background_too(desk: Client, settings, tmp_path) -> None:
    settings.COURSES_PRIVATE_ROOT = str(tmp_path)
    sources = [f"courses.{screen}" for screen in SCREENS if admin_of(f"courses.{screen}")]

    for source in sources:
        desk.post("/admin/courses/export/ask/", {"source": source, "question": "", "file_format": "csv"})
    make_due_exports()

    made = dict(Export.objects.values_list("source", "state"))
    assert made == dict.fromkeys(sources, Export.State.READY)
