"""The secretariat registers people and puts their data right."""

import pytest
from django.test import Client

from courses.adhesion.models import Contact
from courses.catalogue.models import CoursePage
from courses.enrolment.actions import enrol
from courses.enrolment.models import State
from courses.people.models import Participant
from tests.factories.people import make_municipal_body, make_official, make_participant
from tests.factories.territory import make_body, make_municipality

pytestmark = pytest.mark.django_db

ADD = "/admin/courses/participant/add/"
ROSSI = {"seen": "", "given_name": "Mario", "family_name": "Rossi", "role": "official"}


def page_of(participant: Participant, verb: str) -> str:
    return f"/admin/courses/participant/{participant.pk}/{verb}/"


def seen_on(desk: Client, page: str) -> str:
    return desk.get(page).context["form"]["seen"].value()


def test_an_official_is_registered_with_name_municipality_and_role_alone(desk: Client) -> None:
    make_municipality(name="Castro")

    response = desk.post(ADD, ROSSI | {"municipality_name": "Castro (LE)"})

    participant = Participant.objects.get()
    assert response.url == f"/admin/courses/participant/inspect/{participant.pk}/"
    assert (str(participant), str(participant.body), participant.email) == ("Mario Rossi", "Castro (LE)", "")
    assert participant.notices_read.count() == 0


def test_a_form_sent_twice_makes_one_participant_and_leads_to_them(desk: Client) -> None:
    make_municipality(name="Castro")
    data = ROSSI | {"municipality_name": "Castro (LE)"}

    answers = [desk.post(ADD, data) for _ in range(2)]

    participant = Participant.objects.get()
    assert [answer.status_code for answer in answers] == [302, 200]
    assert f"/admin/courses/participant/inspect/{participant.pk}/" in answers[1].content.decode()


def test_a_union_is_chosen_from_the_list(desk: Client) -> None:
    union = make_body()

    desk.post(ADD, ROSSI | {"other_body": union.pk})

    assert Participant.objects.get().body == union


def test_neither_no_body_nor_two_will_do(desk: Client) -> None:
    make_municipality(name="Castro")

    none = desk.post(ADD, ROSSI)
    two = desk.post(ADD, ROSSI | {"municipality_name": "Castro (LE)", "other_body": make_body().pk})

    assert list(none.context["form"].errors) == ["municipality_name"]
    assert list(two.context["form"].errors) == ["other_body"]
    assert Participant.objects.count() == 0


def test_nothing_typed_is_lost_when_something_is_missing(desk: Client) -> None:
    response = desk.post(ADD, ROSSI | {"role": "", "municipality_name": "Castroo", "email": "m.rossi@example.com"})

    text = response.content.decode()
    assert [word in text for word in ("Mario", "Rossi", "Castroo", "m.rossi@example.com")] == [True] * 4


@pytest.mark.parametrize("value", ["A\x00nna", "x" * 5_000])
def test_an_impossible_name_is_refused_with_the_form(desk: Client, value: str) -> None:
    make_municipality(name="Castro")

    response = desk.post(ADD, ROSSI | {"given_name": value, "municipality_name": "Castro (LE)"})

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["given_name"])


def test_only_the_secretariat_registers(outsider: Client) -> None:
    assert [outsider.get(ADD).status_code, outsider.post(ADD, ROSSI).status_code] == [403, 403]


def test_names_and_address_are_corrected(desk: Client, official: Participant) -> None:
    page = page_of(official, "correct")
    data = {"given_name": "Anna Maria", "family_name": "D'Verdi", "email": "am@example.com"}

    response = desk.post(page, {"seen": seen_on(desk, page)} | data)

    official.refresh_from_db()
    assert response.status_code == 302
    assert (official.full_name, official.email) == ("Anna Maria D'Verdi", "am@example.com")


def test_a_correction_on_an_old_page_is_shown_again_with_what_was_typed(desk: Client, official: Participant) -> None:
    page = page_of(official, "correct")
    seen = seen_on(desk, page)
    Participant.objects.filter(pk=official.pk).update(family_name="Bianchi")

    response = desk.post(page, {"seen": seen, "given_name": "Anna", "family_name": "Verde", "email": ""})

    text = response.content.decode()
    official.refresh_from_db()
    assert (response.status_code, official.family_name) == (200, "Bianchi")
    assert ["Verde" in text, "Bianchi" in text] == [True, True]
    assert response.context["form"]["seen"].value() != seen


def test_fields_that_are_not_on_the_form_change_nothing(desk: Client, secretary, official: Participant) -> None:
    page = page_of(official, "correct")
    data = {"given_name": "Anna", "family_name": "Verde", "email": "", "user": secretary.pk, "role": "mayor"}

    desk.post(page, {"seen": seen_on(desk, page)} | data)

    was = official.user
    official.refresh_from_db()
    assert (official.family_name, official.user, official.role) == ("Verde", was, "official")


def test_a_person_moves_to_another_body_and_the_old_one_is_kept(desk: Client, official: Participant) -> None:
    page, old = page_of(official, "move"), official.body
    municipality = make_municipal_body(name="Nuovo").municipality

    desk.post(page, {"seen": seen_on(desk, page), "municipality_name": str(municipality), "role": "executive"})

    official.refresh_from_db()
    assert (official.body.municipality, official.role) == (municipality, "executive")
    assert official.past_affiliations.get().body == old


def test_who_waits_is_judged_by_the_body_they_move_to(desk: Client, course: CoursePage) -> None:
    participant = make_official(make_municipal_body(population=400))
    enrolment = enrol(participant=participant, course=course, author=None)
    page, municipality = page_of(participant, "move"), make_municipality(name="Nuovo", population=20_000)

    desk.post(page, {"seen": seen_on(desk, page), "municipality_name": str(municipality), "role": "official"})

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.body.municipality) == (State.ACTIVE, municipality)


def test_a_contact_is_not_moved_before_the_role_is_handed_over(desk: Client, official: Participant) -> None:
    Contact.objects.create(body=official.body, participant=official)
    page, before = page_of(official, "move"), official.body
    municipality = make_municipality(name="Nuovo")

    answer = desk.post(page, {"seen": seen_on(desk, page), "municipality_name": str(municipality), "role": "mayor"})

    official.refresh_from_db()
    assert (answer.status_code, official.body, official.role) == (200, before, "official")
    assert str(before) in str(answer.context["form"].non_field_errors())


def test_saving_without_a_change_leaves_no_trace(desk: Client, official: Participant) -> None:
    page = page_of(official, "move")

    desk.post(page, {"seen": seen_on(desk, page), "municipality_name": str(official.body), "role": official.role})

    assert official.past_affiliations.count() == 0


def test_an_official_of_a_small_municipality_takes_part_through_its_union(desk: Client) -> None:
    union, castro = make_body(), make_municipality(name="Castro", population=900)
    participant = make_participant(body=make_municipal_body())
    where = {"municipality_name": "Castro (LE)", "other_body": union.pk, "through": "on", "role": participant.role}

    page = page_of(participant, "move")
    desk.post(page, where | {"seen": seen_on(desk, page)})

    participant.refresh_from_db()
    assert (participant.body, participant.municipality) == (union, castro)
    again = desk.get(page).context["form"].initial
    assert (again["municipality_name"], again["other_body"], again["through"]) == ("Castro (LE)", union.pk, True)


def test_through_a_body_needs_both_the_municipality_and_the_body(desk: Client) -> None:
    make_municipality(name="Castro")
    page = page_of(make_participant(), "move")
    seen = {"seen": seen_on(desk, page), "role": "official", "through": "on"}

    alone = desk.post(page, seen | {"municipality_name": "Castro (LE)"})
    without = desk.post(page, seen | {"other_body": make_body().pk})

    assert [list(answer.context["form"].errors) for answer in (alone, without)] == [
        ["other_body"],
        ["municipality_name"],
    ]


def test_back_in_a_municipality_nobody_takes_part_through_a_union(desk: Client) -> None:
    participant = make_participant(body=make_body(), municipality=make_municipality(name="Castro"))

    page = page_of(participant, "move")
    desk.post(page, {"seen": seen_on(desk, page), "municipality_name": "Castro (LE)", "role": participant.role})

    participant.refresh_from_db()
    assert (str(participant.body), participant.municipality) == ("Castro (LE)", None)


def test_where_unions_do_not_count_the_reason_is_said(desk: Client, settings) -> None:
    settings.COURSES_THROUGH_UNIONS = False
    make_municipality(name="Castro", population=900)
    participant = make_participant(body=make_body())
    where = {"municipality_name": "Castro (LE)", "other_body": participant.body_id, "through": "on"}

    page = page_of(participant, "move")
    answer = desk.post(page, where | {"seen": seen_on(desk, page), "role": participant.role})

    participant.refresh_from_db()
    assert ("900" in str(answer.context["form"].non_field_errors()), participant.municipality) == (True, None)


def test_the_story_and_the_export_say_through_which_body(desk: Client) -> None:
    participant = make_participant(body=make_body(), municipality=make_municipality(name="Castro"))

    texts = [
        desk.get(f"/admin/courses/participant/inspect/{participant.pk}/").content.decode(),
        desk.get("/admin/courses/participant/").content.decode(),
    ]
    exported = desk.get("/admin/courses/participant/?export=csv").getvalue().decode()

    assert [participant.place in text for text in texts] == [True, True]
    assert '"Castro (LE)"' in exported
