import pytest
from django.test import Client
from django.urls import reverse

from courses.adhesion.models import Contact
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant, Role
from tests.factories.catalogue import activities_of, make_course
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_user
from tests.factories.progress import read
from tests.factories.territory import make_municipality

pytestmark = pytest.mark.django_db


def test_the_personal_area_shows_progress_and_the_next_step(
    client: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    first, second, *_rest = activities_of(course)
    read(enrolment, course, first)
    client.force_login(enrolment.participant.user)

    text = client.get(reverse("courses:desk")).content.decode()

    assert ("1 su 4" in text, second.page.title in text) == (True, True)


def test_a_course_whose_page_is_gone_is_still_listed(client: Client, enrolment: Enrolment, course: CoursePage) -> None:
    course.delete()
    client.force_login(enrolment.participant.user)

    assert "Accoglienza" in client.get(reverse("courses:desk")).content.decode()


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    for name in ("courses:desk", "courses:own_data"):
        assert client.get(reverse(name)).url.startswith("/accedi/")


def test_an_account_without_participant_can_say_who_it_is(client: Client, course: CoursePage) -> None:
    user = make_user()
    client.force_login(user)
    make_municipality("Zocca", population=20_000)
    data = {
        "given_name": "Lia",
        "family_name": "Neri",
        "municipality_name": "Zocca",
        "role": Role.OFFICIAL,
        "gender": "",
        "notice": "on",
    }

    response = client.post(reverse("courses:own_data"), data)

    participant = Participant.objects.get(user=user)
    assert (response.url, str(participant.body)) == (reverse("courses:desk"), "Zocca (LE)")
    assert participant.enrolments.get().state == State.ACTIVE


def test_changing_body_keeps_the_enrolments_body_and_the_past(
    client: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    participant = enrolment.participant
    before = participant.body
    make_municipality("Zocca", population=20_000)
    client.force_login(participant.user)
    data = {
        "given_name": "Anna",
        "family_name": "Verdi-Bianchi",
        "municipality_name": "Zocca (LE)",
        "role": Role.EXECUTIVE,
        "gender": "female",
    }

    client.post(reverse("courses:own_data"), data)

    participant.refresh_from_db()
    enrolment.refresh_from_db()
    assert (participant.full_name, str(participant.body), participant.role) == (
        "Anna Verdi-Bianchi",
        "Zocca (LE)",
        "executive",
    )
    assert (enrolment.body, participant.past_affiliations.get().body) == (before, before)


def test_a_contact_stays_in_the_body_until_the_role_is_handed_over(client: Client, official: Participant) -> None:
    Contact.objects.create(body=official.body, participant=official)
    before = official.body
    make_municipality("Zocca", population=20_000)
    client.force_login(official.user)
    data = {"given_name": "Lia", "family_name": "Neri", "municipality_name": "Zocca (LE)", "role": Role.MAYOR}

    answer = client.post(reverse("courses:own_data"), data)

    official.refresh_from_db()
    assert (official.full_name, official.body, official.role) == ("Anna Verdi", before, Role.OFFICIAL)
    assert list(answer.context["form"].errors) == ["municipality_name"]


def test_what_was_typed_wrong_is_kept(client: Client, official: Participant) -> None:
    client.force_login(official.user)
    data = {"given_name": "", "family_name": "Cognome molto particolare", "role": "official", "gender": ""}

    response = client.post(reverse("courses:own_data"), data)

    assert (response.status_code, "Cognome molto particolare" in response.content.decode()) == (200, True)


@pytest.mark.parametrize("courses", [1, 3])
def test_the_personal_area_costs_a_few_queries_per_course(
    client: Client, official: Participant, course: CoursePage, courses: int, django_assert_max_num_queries
) -> None:
    make_enrolment(official, course)
    for number in range(courses - 1):
        make_enrolment(official, make_course(course.get_parent(), slug=f"altro-{number}"))
    client.force_login(official.user)
    client.get(reverse("courses:desk"))

    with django_assert_max_num_queries(15 + 2 * courses):
        client.get(reverse("courses:desk"))
