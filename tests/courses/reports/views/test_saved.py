"""Lists under a name: shared with who may see the list, and with nobody else."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from courses.audit.models import Entry
from courses.groups import AUDITORS, SECRETARIAT
from courses.people.models import Participant
from courses.privacy import REGISTER
from courses.reports.models import SavedReport
from tests.factories.people import make_participant, make_user

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/courses/participant/"
SAVE = "/admin/courses/report/participant/save/"


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def save(client: Client, name: str = "Sindaci", question: str = "role=mayor"):
    return client.post(f"{SAVE}?{question}", {"name": name, "seen": ""})


def test_a_list_is_saved_as_it_is_shown_and_stands_above_it_for_everybody_who_may_see_it(
    desk: Client, secretary
) -> None:
    response = save(desk, question="role=mayor&q=verdi&o=0&col=email&p=2&nothing=1")

    assert (response.status_code, response.url) == (302, f"{PEOPLE}?role=mayor&q=verdi&o=0&col=email&p=2")
    report = SavedReport.objects.get()
    assert (report.source, report.name, report.author) == ("courses.participant", "Sindaci", secretary)
    assert report.question == "role=mayor&q=verdi&o=0&col=email"
    for other in (SECRETARIAT, AUDITORS):
        shown = browser(make_user(groups=(other,))).get(PEOPLE).context["saved"]
        assert [(one.report.name, one.is_shown, one.may_delete) for one in shown] == [("Sindaci", False, False)]
    assert [one.is_shown for one in desk.get(f"{PEOPLE}?{report.question}").context["saved"]] == [True]
    assert desk.get("/admin/courses/enrolment/").context["saved"] == []


def test_the_page_that_saves_says_what_is_kept(desk: Client) -> None:
    facts = dict(desk.get(f"{SAVE}?role=mayor&q=verdi&o=-3&col=email").context["facts"])

    assert {str(label): str(value) for label, value in facts.items()} == {
        "Elenco": "Partecipanti",
        "Ruolo": "Sindaco",
        "Nome o indirizzo e-mail": "verdi",
        "Ordine": "Data di registrazione, a scendere",
        "Colonne": "Cognome e nome, Indirizzo e-mail",
    }


def test_the_permission_of_the_list_is_asked_again_when_it_is_opened_and_saved(outsider: Client, desk: Client) -> None:
    save(desk)
    user = outsider.get("/admin/").wsgi_request.user
    user.user_permissions.add(Permission.objects.get(codename="add_savedreport"))

    assert outsider.get(f"{PEOPLE}?role=mayor").status_code == 403
    assert save(outsider, "Altro").status_code == 403
    assert SavedReport.objects.count() == 1


def test_columns_that_only_the_export_has_are_left_out_for_who_may_not_take_the_list_away(desk: Client) -> None:
    save(desk, question="role=mayor&col=role,email")
    viewer = make_user(groups=(AUDITORS,))

    response = browser(viewer).get(f"{PEOPLE}?{SavedReport.objects.get().question}")

    assert response.url == f"{PEOPLE}?role=mayor&col=role"


@pytest.mark.parametrize("name", ["Sindaci", "SINDACI", " Sin\u200bdaci "])
def test_a_name_is_given_once_per_list(desk: Client, name: str) -> None:
    save(desk)

    response = save(desk, name, question="role=official")

    assert [str(error) for error in response.context["form"].errors["name"]] == [
        f"C'è già un elenco salvato che si chiama «{name.strip().replace(chr(0x200B), '')}»: scegli un altro nome, "
        "o prima elimina quello."
    ]
    assert SavedReport.objects.count() == 1
    desk.post("/admin/courses/report/body/save/", {"name": "Sindaci", "seen": ""})
    assert SavedReport.objects.count() == 2


@pytest.mark.parametrize("name", ["", "\u200b", "x" * 81])
def test_a_name_is_there_and_fits(desk: Client, name: str) -> None:
    assert save(desk, name).context["form"].errors["name"]
    assert SavedReport.objects.count() == 0


def test_a_form_that_is_sent_twice_saves_once(desk: Client) -> None:
    answers = [save(desk).status_code for _ in range(2)]

    assert (answers, SavedReport.objects.count()) == ([302, 302], 1)
    assert Entry.objects.filter(action="savedreport.save").count() == 1


def test_there_is_nothing_to_save_of_a_list_that_is_none(desk: Client) -> None:
    assert desk.get("/admin/courses/report/user/save/").status_code == 404


def test_who_only_looks_is_offered_no_door_to_save(desk: Client) -> None:
    auditor = browser(make_user(groups=(AUDITORS,)))

    assert auditor.get(PEOPLE).context["save_address"] == ""
    assert save(auditor).status_code == 403


def test_its_author_and_a_superuser_delete_it_and_nobody_else(desk: Client, secretary) -> None:
    colleague, boss = browser(make_user(groups=(SECRETARIAT,))), browser(make_user(superuser=True))
    for client in (desk, boss):
        save(desk)
        report = SavedReport.objects.get()
        address = f"/admin/courses/report/{report.pk}/delete/"
        assert colleague.post(address, {"seen": ""}).status_code == 403
        assert client.get(address).status_code == 200

        response = client.post(address, {"seen": ""})

        assert response.url == f"{PEOPLE}?role=mayor"
        assert client.get(address).status_code == 404
    entries = Entry.objects.filter(action="savedreport.delete")
    assert [entry.details for entry in entries] == [{"list": "courses.participant"}] * 2


@pytest.mark.parametrize(
    ("name", "question", "stays"),
    [
        ("Sindaci", "role=mayor", True),
        ("Sindaci", "q=verdi", False),
        ("Sindaci", "q=Anna+Verdi", False),
        ("Sindaci", "q=anna.verdi%40example.org", False),
        ("Per Verdi Anna", "", False),
        ("Aree verdi", "", True),
        ("Sindaci", "q=verdini", True),
    ],
)
def test_who_is_erased_is_searched_for_by_no_saved_list(name: str, question: str, stays: bool) -> None:
    person = make_participant(given_name="Anna", family_name="Verdi", email="anna.verdi@example.org")
    SavedReport.objects.create(source="courses.participant", name=name, question=question)
    entry = REGISTER[SavedReport]

    entry.erase(entry.rows_of(person), person, None)

    assert SavedReport.objects.exists() == stays
    assert Participant.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_saved_lists_cost_one_query(desk: Client, secretary, django_assert_num_queries, number: int) -> None:
    for one in range(number):
        SavedReport.objects.create(source="courses.letter", name=f"Elenco {one}", author=make_user())
    desk.get("/admin/")

    with django_assert_num_queries(11):
        desk.get("/admin/courses/letter/")
