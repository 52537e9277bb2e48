"""An official whose body has not joined waits, is told why and what to do, and starts when it joins."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from courses.adhesion.actions import reject_adhesion, withdraw_adhesion
from courses.adhesion.queries import form_address
from courses.catalogue.models import CoursePage
from courses.enrolment.actions import change_state, enrol_by_secretariat
from courses.enrolment.letters import letter_to_forward
from courses.enrolment.models import Enrolment, State
from courses.enrolment.rules import Why, body_takes_part, may_attend, starts_active
from courses.errors import ReasonMissing
from courses.people.models import Participant
from courses.post.models import Letter
from tests.factories.adhesion import make_accepted, make_submitted
from tests.factories.catalogue import activities_of
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_participant, make_user
from tests.factories.territory import make_body

pytestmark = pytest.mark.django_db
FORM = "/adesione/?comune="


@pytest.fixture(autouse=True)
def adhesion_is_required(settings) -> None:
    settings.COURSES_REQUIRE_ADHESION = True


def desk_of(person: Participant) -> str:
    client = Client()
    client.force_login(person.user)
    return client.get(reverse("courses:desk")).content.decode()


def letters_to(person: Participant) -> list[str]:
    return list(Letter.objects.filter(recipient=person.email).order_by("pk").values_list("kind", flat=True))


def test_an_official_of_a_body_in_range_waits_until_it_joins(official: Participant, course: CoursePage) -> None:
    assert starts_active(official, course).why == Why.JOIN
    adhesion = make_submitted(official.body)
    assert starts_active(official, course).why == Why.CHECK
    reject_adhesion(adhesion=adhesion, reason="Prova", author=None)
    assert starts_active(official, course).why == Why.JOIN
    adhesion = make_accepted(official.body)
    assert starts_active(official, course).allowed
    withdraw_adhesion(adhesion=adhesion, reason="Prova", author=None)
    assert starts_active(official, course).why == Why.JOIN


def test_a_supra_municipal_body_needs_its_adhesion_too() -> None:
    body = make_body()

    assert body_takes_part(body).why == Why.JOIN
    make_accepted(body)
    assert body_takes_part(body).allowed


def test_out_of_range_the_reason_is_the_range_and_the_secretariat_decides(course: CoursePage) -> None:
    enrolment = make_enrolment(make_official(make_municipal_body(population=400)), course)

    assert (enrolment.state, "400" in enrolment.reason) == (State.PENDING, True)
    assert FORM not in desk_of(enrolment.participant)


def test_a_host_without_bodies_notices_nothing(course: CoursePage) -> None:
    assert starts_active(make_participant(), course).allowed


def test_who_registers_and_waits_is_written_to_once(enrolment: Enrolment, course: CoursePage) -> None:
    make_enrolment(enrolment.participant, course)

    (letter,) = Letter.objects.all()
    parts = (enrolment.course_title, enrolment.reason, reverse("courses:desk"))
    assert (letter.kind, letter.cause) == ("enrolment.waits", f"enrolment.waits:{enrolment.pk}")
    assert [part for part in parts if part not in letter.text] == []


def test_who_was_registered_by_others_is_not_told_what_they_never_did(course: CoursePage) -> None:
    make_enrolment(make_participant(body=make_municipal_body(), email="lia@comune.example"), course)

    assert Letter.objects.count() == 0


def test_on_acceptance_those_who_waited_are_enrolled_and_told(enrolment: Enrolment) -> None:
    make_accepted(enrolment.body)

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.reason, enrolment.exception_reason) == (State.ACTIVE, "", "")
    assert letters_to(enrolment.participant) == ["enrolment.waits", "enrolment.active"]


def test_an_enrolment_activated_by_an_acceptance_is_of_the_body_that_joined(enrolment: Enrolment) -> None:
    body = make_municipal_body(population=30_000)
    Participant.objects.filter(pk=enrolment.participant.pk).update(body=body)

    make_accepted(body)

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.body, enrolment.population) == (State.ACTIVE, body, 30_000)


def test_in_a_course_on_approval_an_acceptance_does_not_decide_for_the_secretariat(
    official: Participant, course: CoursePage
) -> None:
    course.enrolling = CoursePage.Enrolling.APPROVAL
    course.save()
    enrolment = make_enrolment(official, course)

    make_accepted(official.body)

    before, changed = enrolment.reason, Enrolment.objects.get(pk=enrolment.pk)
    assert (changed.state, changed.reason != before) == (State.PENDING, True)
    assert letters_to(official) == ["enrolment.waits"]


@pytest.mark.parametrize("enrolling", [CoursePage.Enrolling.OPEN, CoursePage.Enrolling.APPROVAL])
def test_the_secretariats_exception_is_written(official: Participant, course: CoursePage, enrolling: str) -> None:
    course.enrolling = enrolling
    course.save()

    with pytest.raises(ReasonMissing):
        enrol_by_secretariat(participant=official, course=course, author=make_user())
    made = enrol_by_secretariat(participant=official, course=course, author=make_user(), exception_reason="Docente")

    assert (made.state, made.exception_reason) == (State.ACTIVE, "Docente")


def test_the_personal_area_offers_the_form_and_a_letter_to_forward(enrolment: Enrolment) -> None:
    text = desk_of(enrolment.participant)

    assert f'href="{FORM}{enrolment.body.municipality_id}"' in text
    assert (text.count("<textarea"), text.count('href="mailto:?subject=')) == (1, 1)
    assert str(enrolment.body) in text


def test_every_page_that_who_waits_may_open_offers_the_two_ways(
    client: Client, enrolment: Enrolment, course: CoursePage
) -> None:
    client.force_login(enrolment.participant.user)
    lessons = [activity.page for activity in activities_of(course)]
    pages = [course, lessons[0].get_parent(), lessons[0], lessons[-1]]

    texts = [client.get(page.get_url()).content.decode() for page in pages]

    ways = (f"{FORM}{enrolment.body.municipality_id}", f"{reverse('courses:desk')}#avvisa")
    assert [[text.count(way) for way in ways] for text in texts] == [[1, 1]] * 4


def test_while_the_adhesion_is_checked_that_is_said_and_nothing_is_asked(enrolment: Enrolment) -> None:
    make_submitted(enrolment.body, contact_family_name="Zyxreferente", contact_email="zyx@comune.example")

    text = desk_of(enrolment.participant)

    assert (FORM in text, "<textarea" in text, "Zyx" in text, "zyx@" in text) == (False, False, False, False)
    assert escape(body_takes_part(enrolment.body).reason) in text


def test_who_is_enrolled_sees_none_of_this(enrolment: Enrolment) -> None:
    make_accepted(enrolment.body)

    text = desk_of(enrolment.participant)

    assert (FORM in text, "<textarea" in text) == (False, False)


def test_the_letter_to_forward_holds_no_datum_but_the_senders_name(official: Participant, settings) -> None:
    letter = letter_to_forward(official)

    link = f"{settings.WAGTAILADMIN_BASE_URL}{form_address(official.body)}"
    parts = (settings.WAGTAIL_SITE_NAME, str(official.body), official.full_name, link)
    assert [part for part in parts if part not in letter.text] == []
    assert official.email not in letter.text
    mail = urlsplit(letter.mailto)
    assert (mail.scheme, mail.path, set(parse_qs(mail.query))) == ("mailto", "", {"subject", "body"})
    assert unquote(letter.mailto.partition("&body=")[2]) == letter.text.replace("\n", "\r\n")


def test_who_waits_books_no_seat_and_is_told_what_to_do(enrolment: Enrolment) -> None:
    first = may_attend(enrolment)
    make_submitted(enrolment.body)
    second = may_attend(enrolment)

    assert [(one.allowed, one.why, str(enrolment.body) in one.reason) for one in (first, second)] == [
        (False, Why.JOIN, True),
        (False, Why.CHECK, True),
    ]
    assert first.reason != second.reason


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.ACTIVE, (True, None)),
        (State.COMPLETED, (True, None)),
        (State.SUSPENDED, (False, Why.SUSPENDED)),
        (State.WITHDRAWN, (False, Why.ENROL)),
    ],
)
def test_only_the_enrolled_may_attend(enrolment: Enrolment, state: str, expected: tuple) -> None:
    enrolment.state = state

    answer = may_attend(enrolment)

    assert (answer.allowed, answer.why) == expected
    assert (may_attend(None).allowed, may_attend(None).why) == (False, Why.ENROL)


def test_who_waits_for_the_secretariat_books_nothing_either(course: CoursePage) -> None:
    waiting = make_enrolment(make_official(make_municipal_body(population=400)), course)

    assert may_attend(waiting).why == Why.PENDING
    change_state(enrolment=waiting, state=State.ACTIVE, reason="Unione", author=make_user())
    assert may_attend(waiting).allowed
