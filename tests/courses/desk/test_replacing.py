"""«Il mio ente»: replacing an official, declining who came by themselves, and where officials of a union work."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from courses.adhesion.models import Contact
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant, Role
from courses.territory.models import Body
from tests.factories.adhesion import make_accepted
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_official, make_participant, make_user
from tests.factories.territory import make_body, make_municipality

pytestmark = pytest.mark.django_db
NEW = {"given_name": "Ugo", "family_name": "Foscolo", "role": Role.OFFICIAL, "email": "ugo@comune.castro.le.it"}
LIST = "/area-personale/ente/"


def page(verb: str, person: Participant) -> str:
    return reverse(f"courses:own_body_{verb}", args=[person.pk])


@pytest.fixture
def union(course: CoursePage) -> Body:
    """A union that has joined; Carla Neri is its contact."""
    body = make_accepted(make_body()).body
    Participant.objects.filter(contact_of__body=body).update(user=make_user())
    return body


@pytest.fixture
def of_union(client: Client, union: Body) -> Client:
    """The browser of the union's contact."""
    client.force_login(Participant.objects.get(contact_of__body=union).user)
    return client


def test_the_list_offers_what_may_be_done_with_each(carla: Client, body: Body, course: CoursePage) -> None:
    named = make_participant(body=body, given_name="Ada")
    alone = make_enrolment(make_official(body, given_name="Ivo"), course).participant
    done = make_enrolment(make_official(body, given_name="Eva"), course).participant
    done.enrolments.update(state=State.COMPLETED)
    contact = Contact.objects.get().participant

    text = carla.get(LIST).content.decode()

    people = (named, alone, done, contact)
    assert [page("replace", one) in text for one in people] == [True, True, False, False]
    assert [page("decline", one) in text for one in people] == [False, True, False, False]
    assert text.count(gettext("Registered by themselves")) == 2


def test_an_official_is_replaced_after_a_form(carla: Client, body: Body) -> None:
    ada = make_participant(body=body, given_name="Ada")

    asked = carla.get(page("replace", ada))
    answer = carla.post(page("replace", ada), NEW)

    assert (asked.status_code, asked["Cache-Control"], answer.url) == (200, "private, no-store", LIST)
    assert Participant.objects.get(given_name="Ugo").enrolments.get().state == State.ACTIVE


def test_a_form_with_mistakes_replaces_nobody_and_loses_nothing(carla: Client, body: Body) -> None:
    ada = make_participant(body=body, given_name="Ada")

    answer = carla.post(page("replace", ada), NEW | {"email": "sbagliata", "family_name": "x" * 5_000})

    assert (sorted(answer.context["form"].errors), "sbagliata" in answer.content.decode()) == (
        ["email", "family_name"],
        True,
    )


def test_who_cannot_be_replaced_is_said_at_once(carla: Client, body: Body, course: CoursePage) -> None:
    done = make_enrolment(make_official(body), course).participant
    Enrolment.objects.filter(participant=done).update(state=State.COMPLETED)

    answers = [carla.get(page("replace", done)).url, carla.post(page("replace", done), NEW).url]

    assert (answers, Participant.objects.filter(given_name="Ugo").count()) == ([LIST, LIST], 0)


def test_an_active_colleague_who_came_alone_is_declined_with_a_reason(
    carla: Client, body: Body, course: CoursePage
) -> None:
    enrolment = make_enrolment(make_official(body), course)

    asked = carla.get(page("decline", enrolment.participant)).context["button"]
    carla.post(page("decline", enrolment.participant), {"reason": "Non lavora da noi"})

    enrolment.refresh_from_db()
    assert asked == gettext("Withdraw the enrolment")
    assert (enrolment.state, enrolment.reason) == (State.WITHDRAWN, "Non lavora da noi")


def test_who_was_named_is_not_declined_but_replaced(carla: Client) -> None:
    carla.post(LIST, NEW)
    ugo = Participant.objects.get(given_name="Ugo")

    answer = carla.post(page("decline", ugo), {"reason": "Via"})

    assert (answer.url, ugo.enrolments.get().state) == (LIST, State.ACTIVE)


def test_the_contact_of_a_union_says_where_an_official_works(of_union: Client, union: Body) -> None:
    castro = make_municipality(name="Castro", population=900)

    of_union.post(LIST, NEW | {"municipality_name": "Castro (LE)"})

    ugo = Participant.objects.get(given_name="Ugo")
    words = gettext("Municipality of %(municipality)s, through %(body)s")
    shown = words % {"municipality": "Castro (LE)", "body": union}
    exported = of_union.get(reverse("courses:own_body_export", args=["csv"])).getvalue().decode()
    assert (ugo.municipality, ugo.body, ugo.place) == (castro, union, shown)
    assert (shown in of_union.get(LIST).content.decode(), '"Castro (LE)"' in exported) == (True, True)


def test_the_municipality_may_be_left_out(of_union: Client, union: Body) -> None:
    of_union.post(LIST, NEW)

    ugo = Participant.objects.get(given_name="Ugo")
    assert (ugo.municipality, ugo.place) == (None, str(union))


def test_out_of_range_and_not_through_unions_nobody_is_named(of_union: Client, settings: Any) -> None:
    settings.COURSES_THROUGH_UNIONS = False
    make_municipality(name="Castro", population=900)

    answer = of_union.post(LIST, NEW | {"municipality_name": "Castro (LE)"})

    text = answer.content.decode()
    assert (answer.status_code, "900 abitanti" in text, Participant.objects.filter(given_name="Ugo").count()) == (
        200,
        True,
        0,
    )


def test_while_the_municipality_is_being_chosen_nobody_is_named(of_union: Client) -> None:
    answer = of_union.post(LIST, NEW | {"municipality_step": "province"})

    assert (answer.status_code, Participant.objects.filter(given_name="Ugo").count()) == (200, 0)


def test_the_contact_of_a_municipality_is_not_asked_where_its_people_work(carla: Client) -> None:
    assert "municipality_name" not in carla.get(LIST).context["form"].fields


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_a_union_costs_the_same_for_one_and_for_three(
    of_union: Client, union: Body, people: int, django_assert_num_queries: Any
) -> None:
    for number in range(people):
        make_participant(body=union, given_name=f"Ada {number}", municipality=make_municipality(f"Paese {number}"))
    of_union.get(LIST)  # what is remembered of content types

    with django_assert_num_queries(14):
        of_union.get(LIST)
