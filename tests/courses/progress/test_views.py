import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment
from courses.progress.models import Completion
from tests.factories.catalogue import activities_of, make_lesson
from tests.factories.people import make_municipal_body, make_official
from tests.factories.progress import read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def mark_url(course: CoursePage, index: int = 0) -> str:
    return reverse("courses:mark", args=[activities_of(course)[index].key])


def test_without_javascript_marking_comes_back_to_the_page(
    client: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    client.force_login(enrolment.participant.user)

    response = client.post(mark_url(course), follow=True)

    assert response.redirect_chain[0][0] == activities_of(course)[0].page.get_url() + "#courses-mark"
    assert "1 su 4" in response.content.decode()


def test_with_htmx_only_the_parts_that_change_come_back(
    client: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    client.force_login(enrolment.participant.user)

    text = client.post(mark_url(course), headers=HTMX).content.decode()

    assert ("<html" in text, 'id="courses-mark"' in text, 'role="status"' in text) == (False, True, True)


def test_taking_the_mark_back(client: Client, enrolment: Enrolment, course: CoursePage) -> None:
    client.force_login(enrolment.participant.user)
    client.post(mark_url(course))

    client.post(reverse("courses:unmark", args=[activities_of(course)[0].key]))

    assert Completion.objects.get().withdrawn_at is not None


def test_a_visitor_is_sent_to_sign_in_and_back_to_the_lesson(client: Client, course: CoursePage) -> None:
    response = client.post(mark_url(course))

    assert response.url.startswith("/accedi/?next=/formazione/")


def test_who_is_not_enrolled_marks_nothing(client: Client, course: CoursePage) -> None:
    client.force_login(make_official(make_municipal_body(population=20_000)).user)

    assert client.post(mark_url(course)).status_code == 404
    assert Completion.objects.count() == 0


def test_no_get_changes_anything(client: Client, enrolment: Enrolment, course: CoursePage) -> None:
    client.force_login(enrolment.participant.user)

    assert client.get(mark_url(course)).status_code == 405


def test_an_activity_that_went_answers_not_found(client: Client, enrolment: Enrolment, course: CoursePage) -> None:
    url = mark_url(course)
    activities_of(course)[0].page.delete()
    client.force_login(enrolment.participant.user)

    assert client.post(url).status_code == 404


def test_with_htmx_who_was_signed_out_is_led_to_sign_in(client: Client, course: CoursePage) -> None:
    response = client.post(mark_url(course), headers=HTMX)

    assert response["HX-Redirect"].startswith("/accedi/?next=/formazione/")


def test_who_has_completed_the_course_lacks_nothing_whatever_it_asks_later(
    client: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    read(enrolment, course, *activities_of(course))
    make_lesson(course.get_first_child(), "nuova")
    client.force_login(enrolment.participant.user)

    text = client.get(course.get_url()).content.decode()

    assert ("Percorso completato" in text, "4 su 5" in text) == (True, False)
