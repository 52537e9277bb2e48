"""Venues and teachers in Wagtail's admin."""

import pytest
from django.test import Client

from courses.agenda.models import Teacher, Venue
from courses.groups import EDITORS, SECRETARIAT
from courses.post.models import Letter
from tests.factories.agenda import make_day_page, make_event, make_teacher, make_venue
from tests.factories.booking import make_booking
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


@pytest.mark.parametrize(
    ("mended", "notify", "told"),
    [({"address": "Via Nuova, 2"}, "on", 1), ({"address": "Via Nuova, 2"}, "", 0), ({"seats": 60}, "on", 0)],
)
def test_who_has_a_place_is_told_of_another_address_if_the_secretariat_says_so(
    mended: dict[str, object], notify: str, told: int
) -> None:
    client, venue = staff(SECRETARIAT), make_venue(address="Via Roma, 1", seats=50)
    day = make_day_page()
    booking = make_booking(make_event(day, venue=venue))
    make_booking(make_event(day, venue=make_venue()))
    said = {"name": venue.name, "address": venue.address, "municipality": venue.municipality_id, "seats": 50}

    form = client.get(f"{VENUES}edit/{venue.pk}/")
    client.post(f"{VENUES}edit/{venue.pk}/", said | {"accessibility": "", "map_url": "", "notify": notify} | mended)

    letters = Letter.objects.filter(kind="booking.details")
    assert 'name="notify"' in form.content.decode()
    assert 'name="notify"' not in client.get(f"{VENUES}add/").content.decode()
    assert [one.recipient for one in letters] == [booking.participant.email] * told
    assert all("Via Nuova, 2" in one.text for one in letters)


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
