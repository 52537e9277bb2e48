import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document

from courses.catalogue.models import CoursePage
from courses.enrolment.actions import change_state
from courses.enrolment.models import Enrolment, State
from courses.groups import EDITORS
from courses.people.models import Participant
from tests.factories.catalogue import activities_of, make_document, make_lesson
from tests.factories.people import make_municipal_body, make_official, make_user

pytestmark = pytest.mark.django_db

SECRET = "Il testo riservato agli iscritti."


def status_of(client: Client, document: Document) -> int:
    response = client.get(document.url)
    # closing ends the request, and with it the connection that this test goes on with
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
    return response.status_code


def lesson_url(course: CoursePage, index: int = 0) -> str:
    return activities_of(course)[index].page.get_url()


def test_a_visitor_sees_the_description_and_how_to_join(client: Client, course: CoursePage) -> None:
    response = client.get(lesson_url(course))
    text = response.content.decode()

    assert response.status_code == 200
    assert (SECRET in text, "Di che cosa parla." in text) == (False, True)
    assert "/registrati/?next=" in text


def test_the_enrolled_read_the_lesson(client: Client, enrolment: Enrolment, course: CoursePage) -> None:
    client.force_login(enrolment.participant.user)

    assert SECRET in client.get(lesson_url(course)).content.decode()


def test_who_waits_reads_the_first_module_and_is_told_why_not_the_rest(client: Client, course: CoursePage) -> None:
    official = make_official(make_municipal_body(population=400))
    client.force_login(official.user)
    client.post(reverse("courses:enrol", args=[course.translation_key]))

    first = client.get(lesson_url(course, 0)).content.decode()
    last = client.get(lesson_url(course, 3)).content.decode()

    assert (SECRET in first, SECRET in last, "400" in last) == (True, False, True)


def test_a_suspended_person_reads_nothing(client: Client, enrolment: Enrolment, course: CoursePage) -> None:
    change_state(enrolment=enrolment, state=State.SUSPENDED, reason="In congedo", author=make_user())
    client.force_login(enrolment.participant.user)

    text = client.get(lesson_url(course)).content.decode()

    assert (SECRET in text, "In congedo" in text) == (False, True)


def test_editors_read_without_enrolling(client: Client, course: CoursePage) -> None:
    client.force_login(make_user(groups=(EDITORS,)))

    assert SECRET in client.get(lesson_url(course)).content.decode()


@pytest.mark.parametrize("lessons", [1, 30])
def test_a_lesson_costs_the_same_in_a_small_and_in_a_large_course(
    client: Client, enrolment: Enrolment, course: CoursePage, lessons: int, django_assert_max_num_queries
) -> None:
    for number in range(lessons):
        make_lesson(course.get_first_child(), f"altra-{number}")
    client.force_login(enrolment.participant.user)
    url = lesson_url(course)
    client.get(url)

    with django_assert_max_num_queries(15):
        client.get(url)


def test_enrolling_asks_for_a_post(client: Client, official: Participant, course: CoursePage) -> None:
    client.force_login(official.user)

    assert client.get(reverse("courses:enrol", args=[course.translation_key])).status_code == 405
    assert Enrolment.objects.count() == 0


def test_a_document_of_a_lesson_is_for_its_readers(client: Client, enrolment: Enrolment, course: CoursePage) -> None:
    document = make_document()
    make_lesson(course.get_first_child(), "con-scheda", body=[("document", {"document": document})])
    stranger = make_official(make_municipal_body(population=20_000))

    visitor = status_of(client, document)
    client.force_login(stranger.user)
    refused = status_of(client, document)
    client.force_login(enrolment.participant.user)
    served = status_of(client, document)

    assert (visitor, refused, served) == (302, 403, 200)


def test_a_document_that_no_page_offers_follows_the_hosts_setting(client: Client, db: None, settings) -> None:
    document = make_document()

    served = status_of(client, document)
    settings.COURSES_SERVE_UNUSED_DOCUMENTS = False
    refused = status_of(client, document)

    assert (served, refused) == (200, 302)
