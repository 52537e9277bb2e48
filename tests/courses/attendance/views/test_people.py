"""Who came without a seat."""

import pytest

from courses.attendance.models import Attendee
from tests.factories.agenda import course_of_event
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_participant


@pytest.fixture
def walk_in(today):
    """Enrolled in the course, without a seat."""
    person = make_official(make_municipal_body(population=20_000), given_name="Noè", family_name="D'Àngelo")
    make_enrolment(person, course_of_event(today.event))
    return person


def look(client, register, name):
    return client.post(f"/registro/{register.event_id}/persone/", {"family_name": name})


@pytest.mark.parametrize("typed", ["D'Angelo", "d’àng", "D ANG", "dangelo"])
def test_the_beginning_of_the_family_name_finds_the_enrolled(teacher, today, walk_in, typed):
    assert look(teacher, today, typed).context["found"] == [walk_in]


@pytest.mark.parametrize("typed", ["", "d", "d'a", "ngelo", "noè", "%%%", "___", "'''", "\x00abc", "x" * 5000])
def test_nothing_else_finds_anybody(teacher, today, walk_in, typed):
    response = look(teacher, today, typed)

    assert (response.status_code, response.context["found"] or []) == (200, [])


def test_who_is_not_enrolled_is_not_found(teacher, today):
    make_participant(family_name="D'Angelo")

    assert look(teacher, today, "D'Angelo").context["found"] == []


def test_who_was_found_is_added_once(teacher, today, walk_in):
    for _time in range(2):
        teacher.post(f"/registro/{today.event_id}/persone/{walk_in.pk}/", {"family_name": "D'Ang"})

    assert Attendee.objects.filter(participant=walk_in).count() == 1


@pytest.mark.parametrize("typed", ["", "Verdi", "d'"])
def test_a_key_without_the_name_adds_nobody(teacher, today, walk_in, typed):
    teacher.post(f"/registro/{today.event_id}/persone/{walk_in.pk}/", {"family_name": typed})

    assert Attendee.objects.filter(participant=walk_in).count() == 0


def test_an_unknown_person_is_taken_down_and_may_be_taken_off(teacher, today):
    person = {"given_name": "Pia", "family_name": "Zanon", "works_at": "Comune di Feltre"}
    teacher.post(f"/registro/{today.event_id}/persone/nuova/", person)
    added = Attendee.objects.get(family_name="Zanon")

    teacher.post(f"/registro/{today.event_id}/persone/{added.pk}/togli/")

    assert (added.works_at, today.attendees.count()) == ("Comune di Feltre", 2)


@pytest.mark.parametrize(
    "over", [{"family_name": ""}, {"works_at": ""}, {"works_at": "x" * 5000}, {"given_name": "\x00"}]
)
def test_mistakes_are_shown_in_the_form(teacher, today, over):
    person = {"given_name": "Pia", "family_name": "Zanon", "works_at": "Feltre"} | over

    response = teacher.post(f"/registro/{today.event_id}/persone/nuova/", person)

    assert (list(response.context["unknown_form"].errors), today.attendees.count()) == (list(over), 2)


def test_who_has_a_seat_stays(teacher, today):
    booked = today.attendees.first()

    teacher.post(f"/registro/{today.event_id}/persone/{booked.pk}/togli/")

    assert today.attendees.count() == 2
