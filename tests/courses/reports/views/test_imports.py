"""The secretariat takes people in from files."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.audit.models import Entry
from courses.officials.importing import work_on_imports
from courses.officials.models import PeopleImport
from courses.people.models import Participant
from tests.factories.adhesion import make_accepted
from tests.factories.officials import check_people, people_csv, send_people
from tests.factories.people import make_municipal_body

pytestmark = pytest.mark.django_db
FILES = "/admin/courses/participant/file/"
UGO, LIA, IVO = "Ugo;Foscolo;funzionario;;Castro;LE", "=Lia;Rossi;capo;;Castro;LE", "Ivo;Bruni;altro;;Nessuno;"
QUERIES = 12


@pytest.fixture(autouse=True)
def castro() -> Any:
    """A body that has joined."""
    return make_accepted(make_municipal_body(name="Castro", sigla="LE")).body


def page_of(people_import: PeopleImport) -> str:
    return f"{FILES}{people_import.pk}/"


def send(client: Client, content: bytes) -> Any:
    return client.post(FILES, {"file": SimpleUploadedFile("persone.csv", content), "invites": "on"})


def test_a_file_is_sent_checked_read_and_saved(desk: Client, secretary: Any) -> None:
    sent = send(desk, people_csv(UGO, LIA, IVO))
    work_on_imports()
    checked = desk.get(sent.url)
    desk.post(sent.url)
    work_on_imports()

    people_import = PeopleImport.objects.get()
    ugo = Participant.objects.get(given_name="Ugo")
    assert (sent.url, people_import.body, people_import.author) == (page_of(people_import), None, secretary)
    assert [row.given_name for row in checked.context["page_obj"]] == ["=Lia", "Ivo", "Ugo"]
    assert (people_import.state, str(ugo.body)) == (PeopleImport.State.APPLIED, "Castro (LE)")
    assert f"/admin/courses/participant/inspect/{ugo.pk}/" in desk.get(sent.url).content.decode()
    actions = Entry.objects.filter(action__startswith="import.", author=secretary).order_by("pk")
    assert [one.action for one in actions] == ["import.start", "import.apply"]


def test_the_list_of_participants_leads_here(desk: Client) -> None:
    assert FILES in desk.get("/admin/courses/participant/").content.decode()


def test_past_files_are_listed_without_those_of_contacts(desk: Client, castro: Any) -> None:
    mine = send_people(UGO)
    theirs = send_people("Ugo;Foscolo;altro", body=castro)

    text = desk.get(FILES).content.decode()

    assert (page_of(mine) in text, page_of(theirs) in text) == (True, False)
    assert desk.get(page_of(theirs)).status_code == 404


def test_a_file_that_cannot_be_read_is_answered_beside_its_field(desk: Client) -> None:
    answer = send(desk, b"nome;cognome\nUgo;Foscolo")

    assert (answer.status_code, len(answer.context["form"].errors["file"])) == (200, 1)
    assert PeopleImport.objects.count() == 0


def test_whoever_may_take_nobody_in_learns_nothing_of_files(outsider: Client) -> None:
    page = page_of(check_people(UGO))
    asked = [FILES, page, f"{page}da-correggere.csv", "/admin/courses/participant/modello.csv"]

    assert {outsider.get(one).status_code for one in asked} == {403}
    assert {outsider.post(one).status_code for one in (FILES, page)} == {403}
    assert {outsider.get(f"{FILES}{2**40}/").status_code} == {403}


def test_template_and_corrections_are_files_and_odd_formats_are_none(desk: Client) -> None:
    page = page_of(check_people(LIA))

    corrections = desk.get(f"{page}da-correggere.csv").getvalue().decode()
    template = desk.get("/admin/courses/participant/modello.xlsx")

    assert '"\'=Lia";"Rossi";"capo";"";"Castro";"LE"' in corrections
    assert template.content.startswith(b"PK")
    odd = [desk.get(f"{page}da-correggere.pdf"), desk.get("/admin/courses/participant/modello.pdf")]
    assert [answer.status_code for answer in odd] == [404, 404]


def test_while_it_is_worked_on_the_page_says_how_far_and_asks_again(desk: Client) -> None:
    page = page_of(send_people(UGO))
    whole, part = desk.get(page), desk.get(page, headers={"HX-Request": "true"})
    early = desk.post(page)
    work_on_imports()

    assert ("<progress" in whole.content.decode(), "<html" in part.content.decode()) == (True, False)
    assert (early.status_code, PeopleImport.objects.get().state) == (302, PeopleImport.State.CHECKED)
    assert desk.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


@pytest.mark.parametrize("people", [1, 3])
def test_the_result_costs_the_same_for_one_row_and_for_three(
    desk: Client, people: int, django_assert_max_num_queries
) -> None:
    page = page_of(check_people(*[f"Ugo;Foscolo{n};altro;;Castro;LE" for n in range(people)]))
    desk.get(page)

    with django_assert_max_num_queries(QUERIES) as asked:
        desk.get(page)
    assert len(asked) == QUERIES


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.text(max_size=30), max_size=8), max_size=8), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_no_table_brings_the_page_down(desk: Client, rows: list[list[str]], encoding: str) -> None:
    lines = ["nome;cognome;ruolo;email;comune;provincia", *(";".join(row) for row in rows), UGO]

    sent = send(desk, "\n".join(lines).encode(encoding, errors="replace"))
    if sent.status_code == 302:
        work_on_imports()
        codes = [desk.get(sent.url).status_code, desk.post(sent.url).status_code]
        work_on_imports()
        assert [*codes, desk.get(sent.url).status_code] == [200, 302, 200]
    else:
        assert sent.status_code == 200
