"""«Il mio ente»: a contact sees to the officials of one body, their own."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.adhesion.models import Contact, Invitation
from courses.adhesion.queries import contacts_of
from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant, Role
from courses.post.models import Letter
from courses.territory.models import Body
from tests.factories.catalogue import activities_of
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_participant
from tests.factories.progress import read

pytestmark = pytest.mark.django_db
NEW = {"given_name": "Ugo", "family_name": "Foscolo", "role": Role.OFFICIAL, "email": "ugo@comune.castro.le.it"}
LIST = "/area-personale/ente/"
QUERIES = 12


def act(client: Client, verb: str, person: Participant, **data: str) -> int:
    return client.post(reverse(f"courses:own_body_{verb}", args=[person.pk]), data).status_code


def waiting(body: Body, **over: str) -> Enrolment:
    """Somebody who says to work for the body and waits."""
    person = make_official(body, **over)
    return Enrolment.objects.create(
        participant=person,
        course_key=CoursePage.objects.get().translation_key,
        course_title="Percorso",
        state=State.PENDING,
        role=person.role,
        body=body,
    )


def test_the_list_says_role_account_invitation_enrolment_and_progress_and_no_lesson(
    carla: Client, body: Body, course: CoursePage
) -> None:
    ada = make_official(body, given_name="Ada", family_name="Negri")
    first, *_rest = activities_of(course)
    read(make_enrolment(ada, course), course, first)

    text = carla.get(LIST).content.decode()

    parts = ("Carla Neri", "Ada Negri", course.title, "csv")
    assert [part for part in parts if part not in text] == []
    assert [activity.page.title for activity in activities_of(course) if activity.page.title in text] == []


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    carla: Client, body: Body, course: CoursePage, people: int, django_assert_num_queries
) -> None:
    for number in range(people):
        make_enrolment(make_official(body, given_name=f"Ada {number}"), course)
    carla.get(LIST)  # what is remembered of content types

    with django_assert_num_queries(QUERIES):
        carla.get(LIST)


def test_a_named_official_is_enrolled_and_invited_by_the_contacts_name(carla: Client, body: Body) -> None:
    answer = carla.post(LIST, NEW)

    ugo = Participant.objects.get(given_name="Ugo")
    (enrolment,) = ugo.enrolments.all()
    assert (answer.status_code, ugo.body, enrolment.state) == (302, body, State.ACTIVE)
    assert Invitation.objects.get(participant=ugo).invited_by_name == "Carla Neri"
    assert Entry.objects.get(action="enrolment.active", subject_id=str(enrolment.pk)).author.email.startswith("carla")


def test_named_twice_is_one_person_one_enrolment_and_one_letter(carla: Client) -> None:
    for _time in range(2):
        carla.post(LIST, NEW)

    ugo = Participant.objects.get(given_name="Ugo")
    letters = Letter.objects.filter(kind="invitation", recipient=NEW["email"])
    assert (ugo.enrolments.count(), letters.count()) == (1, 1)


def test_a_namesake_with_another_address_is_another_person_and_keeps_theirs(carla: Client) -> None:
    other = "altro.ugo@comune.castro.le.it"
    carla.post(LIST, NEW | {"email": other})
    carla.post(LIST, NEW)

    invited = Invitation.objects.filter(participant__given_name="Ugo").values_list("email", flat=True)
    assert sorted(invited) == sorted([other, NEW["email"]])


def test_naming_never_fetches_somebody_of_another_body(carla: Client) -> None:
    elsewhere = make_official(make_municipal_body(), given_name="Ugo", family_name="Foscolo")
    before = elsewhere.body

    carla.post(LIST, NEW | {"email": elsewhere.email})

    elsewhere.refresh_from_db()
    assert (elsewhere.body, Participant.objects.filter(given_name="Ugo").count()) == (before, 2)


def test_without_an_address_the_official_is_enrolled_and_not_invited(carla: Client) -> None:
    carla.post(LIST, NEW | {"email": ""})

    ugo = Participant.objects.get(given_name="Ugo")
    assert (ugo.enrolments.count(), ugo.invitations.count()) == (1, 0)


def test_naming_leaves_who_waits_waiting(carla: Client, body: Body) -> None:
    enrolment = waiting(body)

    carla.post(LIST, NEW)

    enrolment.refresh_from_db()
    assert enrolment.state == State.PENDING


def test_what_is_missing_is_said_beside_the_field(carla: Client) -> None:
    answer = carla.post(LIST, {"given_name": "Ugo", "email": "no"})

    assert sorted(answer.context["form"].errors) == ["email", "family_name", "role"]


def test_an_invitation_is_sent_again_with_another_link_and_revoked(carla: Client, body: Body) -> None:
    ugo = make_participant(body=body, email="ugo@x.example")
    act(carla, "invite", ugo)
    first = Invitation.objects.get(participant=ugo).token
    act(carla, "invite", ugo)
    second = Invitation.objects.get(participant=ugo)
    act(carla, "revoke", ugo)
    act(carla, "revoke", ugo)

    assert (second.token != first, Invitation.objects.get(participant=ugo).is_open) == (True, False)


def test_who_waits_is_confirmed(carla: Client, body: Body) -> None:
    enrolment = waiting(body)

    act(carla, "confirm", enrolment.participant)

    enrolment.refresh_from_db()
    assert (enrolment.state, "Carla Neri" in enrolment.changes.last().reason) == (State.ACTIVE, True)


def test_where_the_secretariat_decides_each_request_the_contact_does_not(
    carla: Client, body: Body, course: CoursePage
) -> None:
    course.enrolling = CoursePage.Enrolling.APPROVAL
    course.save_revision().publish()
    enrolment = waiting(body)

    act(carla, "confirm", enrolment.participant)

    enrolment.refresh_from_db()
    assert enrolment.state == State.PENDING


def test_who_waits_is_declined_with_a_reason_and_not_without(carla: Client, body: Body) -> None:
    enrolment = waiting(body)

    without = act(carla, "decline", enrolment.participant, reason=" ")
    act(carla, "decline", enrolment.participant, reason="Non lavora da noi")

    enrolment.refresh_from_db()
    assert (without, enrolment.state, enrolment.reason) == (200, State.WITHDRAWN, "Non lavora da noi")


def test_the_role_is_handed_over_with_dates_and_a_letter(carla: Client, body: Body) -> None:
    ada = make_official(body, given_name="Ada", family_name="Negri")
    Contact.objects.create(body=body, participant=ada, is_deputy=True)

    act(carla, "hand_over", ada)

    (now,) = contacts_of(body)
    assert (now.participant, now.is_deputy, Contact.objects.filter(until__isnull=False).count()) == (ada, False, 2)
    assert Letter.objects.filter(recipient=ada.email, kind="adhesion.reassigned").count() == 1
    assert carla.get(LIST).status_code == 404


def test_a_deputy_does_not_take_the_role_and_nobody_without_an_account_gets_it(
    carla: Client, client: Client, body: Body
) -> None:
    ada, ugo = make_official(body, given_name="Ada"), make_participant(body=body)
    Contact.objects.create(body=body, participant=ada, is_deputy=True)

    act(carla, "hand_over", ugo)
    client.force_login(ada.user)
    act(client, "hand_over", ada)

    assert [one.participant.given_name for one in contacts_of(body)] == ["Carla", "Ada"]


def test_who_cannot_hand_the_role_over_to_somebody_is_not_asked_about_it(
    carla: Client, client: Client, body: Body
) -> None:
    ada, ugo = make_official(body, given_name="Ada"), make_participant(body=body)
    Contact.objects.create(body=body, participant=ada, is_deputy=True)
    questions = [reverse("courses:own_body_hand_over", args=[person.pk]) for person in (ugo, ada)]

    of_contact = [carla.get(question).status_code for question in questions]
    client.force_login(ada.user)
    of_deputy = client.get(questions[1], follow=True)

    (said,) = of_deputy.context["messages"]
    assert (of_contact, of_deputy.redirect_chain, said.level_tag) == ([302, 200], [(LIST, 302)], "error")


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_list_is_taken_away_without_formulas_and_with_a_trace(carla: Client, body: Body, file_format: str) -> None:
    make_participant(body=body, given_name="=1+1", family_name="Negri")

    answer = carla.get(reverse("courses:own_body_export", args=[file_format]))

    content = b"".join(answer.streaming_content)
    assert (answer.status_code, answer["Cache-Control"], b'"=1+1"' in content) == (200, "no-store, private", False)
    assert Entry.objects.get(action="body.export").subject_id == str(body.pk)


def test_the_address_of_an_account_somebody_made_by_themselves_is_told_to_nobody(carla: Client, body: Body) -> None:
    ada = make_official(body, given_name="Ada")

    texts = [carla.get(LIST).content, carla.get(reverse("courses:own_body_export", args=["csv"])).getvalue()]

    assert [b"Ada" in text and ada.email.encode() not in text for text in texts] == [True, True]


def test_there_are_no_other_formats(carla: Client) -> None:
    assert carla.get("/area-personale/ente/funzionari.exe").status_code == 404


VERBS = ["invite", "revoke", "confirm", "decline", "replace", "hand_over"]


@pytest.mark.parametrize("verb", VERBS)
def test_the_number_of_somebody_of_another_body_is_nobody(carla: Client, verb: str) -> None:
    stranger = make_participant(body=make_municipal_body(), email="x@y.example")

    assert act(carla, verb, stranger, reason="Via") == 404
    assert stranger.invitations.count() == 0


@pytest.mark.parametrize("verb", VERBS)
def test_who_is_no_contact_acts_for_nobody(client: Client, body: Body, verb: str) -> None:
    official = make_official(body)
    client.force_login(official.user)

    answers = {client.get(LIST).status_code, act(client, verb, official, reason="Via")}

    assert answers == {404}


def test_a_contact_that_was_acts_no_more_at_the_next_request(carla: Client, body: Body) -> None:
    Contact.objects.update(until="2026-01-01T00:00Z")

    assert carla.get(LIST).status_code == 404


def test_the_personal_area_leads_the_contact_and_nobody_else_to_the_body(
    carla: Client, body: Body, client: Client
) -> None:
    links = [LIST in carla.get(reverse("courses:desk")).content.decode()]
    client.force_login(make_official(body).user)
    links.append(LIST in client.get(reverse("courses:desk")).content.decode())

    assert links == [True, False]


def test_letters_have_a_limit(carla: Client, body: Body) -> None:
    ugo = make_participant(body=body, email="ugo@x.example")
    for _time in range(62):
        act(carla, "invite", ugo)

    assert Letter.objects.filter(recipient="ugo@x.example").count() == 60
