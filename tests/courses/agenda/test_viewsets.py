"""Venues and teachers in Wagtail's admin."""

import pytest
from django.test import Client

from courses.agenda.models import Teacher, Venue
from courses.groups import EDITORS, SECRETARIAT
from tests.factories.agenda import make_day_page, make_event, make_teacher
from tests.factories.people import make_user
from tests.factories.territory import make_municipality

pytestmark = pytest.mark.django_db
VENUES, TEACHERS, MUNICIPALITIES = (
    "/admin/snippets/courses/venue/",
    "/admin/snippets/courses/teacher/",
    "/admin/courses/municipalities/results/",
)


def staff(group: str) -> Client:
    client = Client()
    client.force_login(make_user(groups=(group,)))
    return client


def test_the_secretariat_writes_a_venue_and_a_teacher() -> None:
    client, place = staff(SECRETARIAT), make_municipality("Faenza")
    venue = {"name": "Sala", "address": "Via Roma, 1", "municipality": place.pk, "seats": 30, "accessibility": ""}
    person = {"given_name": "Lucia", "family_name": "Bianchi", "title": "", "biography": "null", "photo": ""}

    client.post(f"{VENUES}add/", venue | {"map_url": ""})
    client.post(f"{TEACHERS}add/", person)

    assert [str(one) for one in Venue.objects.all()] == ["Sala, Faenza (LE)"]
    assert [str(one) for one in Teacher.objects.all()] == ["Lucia Bianchi"]


def test_an_editor_reads_them_and_changes_none() -> None:
    client, teacher = staff(EDITORS), make_teacher()

    answers = [client.get(path).status_code for path in (TEACHERS, VENUES)]
    refused = client.post(f"{TEACHERS}edit/{teacher.pk}/", {"given_name": "Altro", "family_name": "Nome"})

    assert (answers, refused.status_code) == ([200, 200], 302)
    assert str(Teacher.objects.get()) == "Lucia Bianchi"


def test_a_municipality_is_chosen_by_name_whatever_its_accents() -> None:
    client = staff(SECRETARIAT)
    make_municipality("Forlì")
    make_municipality("Gone", suppressed_on="2020-01-01")

    found = [client.get(MUNICIPALITIES, {"q": text}).content.decode().count("(LE)") for text in ("forli", "gone", "")]

    assert found == [1, 0, 1]


@pytest.mark.parametrize("question", ["x" * 5000, "%", "'", "\\", "(LE"])
def test_no_question_breaks_the_window(question: str) -> None:
    assert staff(SECRETARIAT).get(MUNICIPALITIES, {"q": question}).status_code == 200


def test_nobody_makes_a_municipality() -> None:
    client = Client()
    client.force_login(make_user(superuser=True))

    assert client.post("/admin/courses/municipalities/create/", {}).status_code == 404


def test_a_venue_in_use_is_not_deleted() -> None:
    event = make_event(make_day_page())
    client = Client()
    client.force_login(make_user(superuser=True))

    answer = client.post(f"{VENUES}delete/{event.venue_id}/")

    assert (answer.status_code, Venue.objects.count()) == (302, 1)
