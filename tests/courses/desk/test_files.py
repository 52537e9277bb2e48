"""«Il mio ente»: a contact sends the officials of the body in a file, and nobody else's."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.officials.actions import apply_import, start_import
from courses.officials.importing import work_on_imports
from courses.officials.models import PeopleImport
from courses.people.models import Participant
from courses.territory.models import Body
from tests.courses.adhesion.test_imports import xlsx
from tests.factories.adhesion import make_accepted
from tests.factories.officials import check_people, people_csv, save_people, send_people
from tests.factories.people import make_municipal_body, make_user

pytestmark = pytest.mark.django_db
FILES = "/area-personale/ente/file/"
UGO, LIA = "Ugo;Foscolo;funzionario;ugo@x.example", "=Lia;Rossi;capo"
QUERIES = 7


@pytest.fixture(autouse=True)
def no_memory() -> None:
    """Rate limits live in the cache."""
    cache.clear()


@pytest.fixture
def castro(course: CoursePage) -> Body:
    """A body that has joined; Carla Neri is its contact, with an account."""
    body = make_accepted(make_municipal_body(name="Castro", sigla="LE")).body
    Participant.objects.filter(contact_of__body=body).update(user=make_user("carla@comune.castro.le.it"))
    return body


@pytest.fixture
def carla(client: Client, castro: Body) -> Client:
    """The contact's browser."""
    client.force_login(Participant.objects.get(contact_of__body=castro).user)
    return client


def send(client: Client, content: bytes, **data: str) -> Any:
    file = SimpleUploadedFile("funzionari.csv", content)
    return client.post(FILES, {"file": file, "invites": "on"} | data)


def page_of(people_import: PeopleImport) -> str:
    return f"{FILES}{people_import.pk}/"


def test_a_file_is_sent_checked_read_and_saved(carla: Client, castro: Body) -> None:
    sent = send(carla, people_csv(UGO, LIA))
    people_import = PeopleImport.objects.get()
    work_on_imports()
    checked = carla.get(sent.url)
    saved = carla.post(sent.url)
    work_on_imports()

    assert (sent.url, saved.url) == (page_of(people_import), page_of(people_import))
    assert [row.given_name for row in checked.context["page_obj"]] == ["=Lia", "Ugo"]
    assert (people_import.body, people_import.file_name, people_import.invites) == (castro, "funzionari.csv", True)
    assert Participant.objects.get(given_name="Ugo").body == castro
    assert pgettext("row", "Saved") in carla.get(sent.url).content.decode()


def test_the_body_is_the_contacts_own_whatever_the_file_says(carla: Client, castro: Body) -> None:
    make_municipal_body(name="Otranto", sigla="LE")

    save_people("Ugo;Foscolo;funzionario;;Otranto;LE", body=castro)

    assert Participant.objects.get(given_name="Ugo").body == castro


def test_a_file_that_cannot_be_read_is_answered_beside_its_field(carla: Client) -> None:
    answer = send(carla, b"%PDF-1.7")

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"] == [
        _("This is no XLSX or CSV file: open it with your spreadsheet and save it as XLSX.")
    ]
    assert PeopleImport.objects.count() == 0


def test_another_bodys_file_and_the_secretariats_are_not_there(carla: Client) -> None:
    other = make_accepted(make_municipal_body(name="Otranto", sigla="LE"), contact_email="lino@x.example").body
    for theirs in (check_people(UGO, body=other), check_people(f"{UGO};Castro;LE")):
        asked = [
            carla.get(page_of(theirs)),
            carla.post(page_of(theirs)),
            carla.get(f"{page_of(theirs)}da-correggere.csv"),
        ]

        theirs.refresh_from_db()
        assert [answer.status_code for answer in asked] == [404, 404, 404]
        assert theirs.state == PeopleImport.State.CHECKED


def test_who_is_no_contact_finds_no_such_page(client: Client) -> None:
    client.force_login(make_user())

    assert [client.get(FILES).status_code, client.post(FILES).status_code] == [404, 404]


def test_the_rows_to_be_corrected_go_back_harmless_and_can_be_sent_again(carla: Client, castro: Body) -> None:
    people_import = check_people(UGO, LIA, body=castro)

    answer = carla.get(f"{page_of(people_import)}da-correggere.csv")
    text = b"".join(answer.streaming_content).decode()

    assert '"\'=Lia";"Rossi";"capo"' in text
    assert "Ugo" not in text
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.filter(action="import.export").count() == 1
    again = check_people_of(castro, text.replace("'=Lia", "Lia").replace('capo"', 'sindaca"', 1).encode())
    assert [row.outcome for row in again.rows.all()] == ["new"]


def check_people_of(body: Body, content: bytes) -> PeopleImport:
    people_import = start_import(author=None, body=body, file_name="x.csv", content=content)
    work_on_imports()
    return people_import


def test_while_it_is_worked_on_the_page_says_how_far_and_asks_again(carla: Client, castro: Body) -> None:
    people_import = send_people(UGO, body=castro)
    page, part = carla.get(page_of(people_import)), carla.get(page_of(people_import), headers={"HX-Request": "true"})
    work_on_imports()
    done = carla.get(page_of(people_import), headers={"HX-Request": "true"})

    assert ("<progress" in page.content.decode(), "<html" in part.content.decode()) == (True, False)
    assert done["HX-Refresh"] == "true"


@pytest.mark.parametrize("people", [1, 3])
def test_the_result_costs_the_same_for_one_row_and_for_three(
    carla: Client, castro: Body, people: int, django_assert_num_queries
) -> None:
    people_import = check_people(*[f"Ugo;Foscolo{n};sindaco" for n in range(people)], body=castro)
    carla.get(page_of(people_import))

    with django_assert_num_queries(QUERIES):
        carla.get(page_of(people_import))


def test_too_many_files_in_an_hour_are_refused_in_words(carla: Client) -> None:
    for _time in range(21):
        answer = send(carla, people_csv(UGO))

    assert (answer.status_code, PeopleImport.objects.count()) == (200, 20)


def test_saving_twice_or_too_early_is_no_fault(carla: Client, castro: Body) -> None:
    early = send_people(UGO, body=castro)
    answers = [carla.post(page_of(early)).status_code]
    work_on_imports()
    apply_import(people_import=early, author=None)
    answers += [carla.post(page_of(early)).status_code, carla.get(f"{page_of(early)}?p=9\x00{'9' * 5000}").status_code]

    assert answers == [302, 302, 200]


FORGIVING = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
CELLS = st.lists(st.lists(st.text(max_size=30), max_size=7), max_size=8)


def taken(client: Client, content: bytes, name: str = "funzionari.csv") -> None:
    """Whatever the file, it is refused beside its field or taken in, and then checked, shown and saved."""
    cache.clear()
    answer = client.post(FILES, {"file": SimpleUploadedFile(name, content), "invites": "on"})
    if answer.status_code == 302:
        work_on_imports()
        codes = [client.get(answer.url).status_code, client.post(answer.url).status_code]
        work_on_imports()
        rows = client.get(f"{answer.url}da-correggere.xlsx")
        assert rows.getvalue().startswith(b"PK")
        assert [*codes, client.get(answer.url).status_code] == [200, 302, 200]
        assert not PeopleImport.objects.filter(state__in=["checking", "applying"]).exists()
    else:
        assert answer.status_code == 200


@FORGIVING
@given(st.binary(max_size=1000), st.text(max_size=300))
@example(b"PK\x03\x04", "a\x00b/../c.xlsx")
@example(b"nome;cognome\nUgo;Foscolo", "=1+1\u202e.csv")
def test_no_bytes_bring_the_page_down(carla: Client, content: bytes, name: str) -> None:
    taken(carla, content, "x" + name.encode("utf-8", "replace").decode().replace("/", ""))


@FORGIVING
@given(CELLS, st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_no_table_brings_the_page_down(carla: Client, rows: list[list[str]], encoding: str) -> None:
    lines = ["nome;cognome;ruolo;email", *(";".join(row) for row in rows), "Ugo;Foscolo;sindaco;"]

    taken(carla, "\n".join(lines).encode(encoding, errors="replace"))


@FORGIVING
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=30))
def test_no_damage_to_an_xlsx_brings_the_page_down(carla: Client, place: int, damage: bytes) -> None:
    whole = xlsx(["Nome", "Cognome", "Ruolo"], ["Lia", "Neri", "sindaca"], ["Ugo", "", "capo"])
    place %= len(whole)

    taken(carla, whole[:place] + damage + whole[place + len(damage) :], "x.xlsx")
