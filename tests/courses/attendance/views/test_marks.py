"""What a telephone sends: taken one by one, never twice, never a fault of the server."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from courses.attendance.actions import settle_unknown
from courses.attendance.models import Presence
from courses.audit.models import Entry
from tests.factories.agenda import course_of_event
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official


def a_mark(register, **over) -> dict:
    """The first person, present in the first part, a minute ago."""
    values = {"key": str(uuid4()), "attendee": register.attendees.first().pk, "slot": register.event.slots.first().pk}
    at = (timezone.now() - timedelta(minutes=1)).isoformat()
    return values | {"status": "present", "late": 0, "left_early": 0, "note": "", "at": at} | over


def send(client, register, *marks):
    return post(client, register, json.dumps({"marks": marks}))


def post(client, register, body, content_type="application/json"):
    return client.post(f"/registro/{register.event_id}/segni/", body, content_type=content_type)


def test_marks_are_written_with_their_moment_and_author(teacher, today, lucia):
    mark = a_mark(today, late=10)

    response = send(teacher, today, mark)

    presence = Presence.objects.get()
    assert response.json() == {"results": [{"key": mark["key"], "ok": True, "message": ""}]}
    assert (presence.minutes, presence.author, presence.at.isoformat()) == (230, lucia, mark["at"])


def test_the_same_marks_sent_again_after_a_lost_answer_are_written_once(teacher, today):
    marks = [a_mark(today), a_mark(today, status="absent")]

    answers = [send(teacher, today, *marks).json() for _time in range(2)]

    assert answers[0] == answers[1]
    assert list(Presence.objects.order_by("pk").values_list("status", flat=True)) == ["present", "absent"]


@pytest.mark.parametrize(
    "body",
    [
        *("", "x", "[]", "null", "{}", '{"marks": null}', '{"marks": {}}', '{"marks": "x"}', '{"marks": [1]}'),
        *('{"marks": [{}]}', '{"marks": [{"key": "x"}]}', '{"marks": [{"key": 5}]}', '{"marks": 5}'),
        *("[" * 100_000, "9" * 5_000, '{"marks": [' + "9" * 5_000 + "]}", "\x00", b"\xff\xfe"),
    ],
)
def test_what_is_no_list_of_marks_is_answered_400(teacher, today, body):
    assert post(teacher, today, body).status_code == 400


def test_too_many_marks_and_a_form_are_answered_400(teacher, today):
    many = json.dumps({"marks": [a_mark(today)] * 201})

    assert [post(teacher, today, many).status_code, post(teacher, today, "a=1", "text/plain").status_code] == [400, 400]


@pytest.mark.parametrize(
    "wrong",
    [
        *({"attendee": None}, {"attendee": "x"}, {"attendee": 10**30}, {"attendee": []}, {"attendee": 0}),
        *({"slot": 0}, {"slot": {}}, {"status": "ill"}, {"status": None}, {"status": []}, {"late": -1}),
        *({"late": 10**30}, {"late": "x"}, {"late": 900}, {"left_early": []}, {"note": "x" * 301}, {"note": "\x00"}),
        *({"note": "\ud800"}, {"note": {}}, {"note": 5}, {"at": "x"}, {"at": 5}, {"at": None}, {"at": "\x00"}),
    ],
)
def test_a_mark_that_makes_no_sense_is_refused_alone(teacher, today, wrong):
    good = a_mark(today)

    response = send(teacher, today, a_mark(today, **wrong), good)

    assert (response.status_code, [one["ok"] for one in response.json()["results"]]) == (200, [False, True])
    assert str(Presence.objects.get().mark_key) == good["key"]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "2001-01-01T00:00", "9999-12-31T23:59:59-14:00"])
def test_a_clock_that_cannot_be_right_counts_as_now(teacher, today, at):
    send(teacher, today, a_mark(today, at=at))

    assert abs(Presence.objects.get().at - timezone.now()) < timedelta(minutes=1)


def test_a_refused_mark_says_why_and_is_written_down(teacher, today):
    later = today.event.slots.last()

    (result,) = send(teacher, today, a_mark(today, slot=later.pk)).json()["results"]

    assert (result["ok"], result["message"].startswith(str(later))) == (False, True)
    assert Entry.objects.get(action="presence.refused").details == {
        "attendee": today.attendees.first().pk,
        "slot": later.pk,
    }


def test_who_is_not_signed_in_is_told_401_and_who_is_gets_a_token(client, teacher, today, lucia):
    assert [send(client, today, a_mark(today)).status_code, client.get("/registro/gettone/").status_code] == [401, 401]
    assert teacher.get("/registro/gettone/").json()["account"] == str(lucia.pk)


def test_marks_need_the_token_of_this_very_sign_in(lucia, today):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(lucia)
    body, address = json.dumps({"marks": [a_mark(today)]}), f"/registro/{today.event_id}/segni/"

    without = strict.post(address, body, content_type="application/json")
    token = strict.get("/registro/gettone/").json()["token"]
    with_it = strict.post(address, body, content_type="application/json", headers={"X-CSRFToken": token})

    assert (without.status_code, with_it.status_code) == (403, 200)


def test_another_teacher_is_told_nothing(stranger, today):
    assert send(stranger, today, a_mark(today)).status_code == 404
    assert Presence.objects.count() == 0


def test_the_worker_lives_under_the_registers_and_is_asked_anew(client):
    response = client.get("/registro/senza-rete.js")

    assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (
        200,
        "text/javascript; charset=utf-8",
        "no-cache",
    )


def a_person(**over) -> dict:
    """Pia Zanon of Feltre, taken down without network."""
    person = {"given_name": "Pia", "family_name": "Zanon", "works_at": "Feltre"}
    return {"key": str(uuid4()), "kind": "person"} | person | over


def test_a_person_taken_down_without_network_is_added_and_marked_once(teacher, today):
    person = a_person()
    mark = a_mark(today, attendee=person["key"])

    answers = [send(teacher, today, person, mark).json() for _time in range(2)]
    later = send(teacher, today, a_mark(today, attendee=person["key"], status="absent")).json()

    added = today.attendees.get(family_name="Zanon")
    marks = list(added.presences.order_by("pk").values_list("status", flat=True))
    assert (answers[0] == answers[1], [one["ok"] for one in answers[0]["results"] + later["results"]]) == (
        True,
        [True] * 3,
    )
    assert (added.works_at, marks, today.attendees.count()) == ("Feltre", ["present", "absent"], 3)


def test_who_is_enrolled_is_recognised_by_name_and_municipality_and_a_namesake_elsewhere_is_not(teacher, today):
    body = make_municipal_body(name="Feltre")
    enrolled = make_official(body, given_name="Pìa", family_name="D'Àngelo")
    make_enrolment(enrolled, course_of_event(today.event))
    there = a_person(family_name="d’angelo", works_at="comune di feltre")

    send(teacher, today, there, a_person(family_name="D'Angelo", works_at="Belluno"))

    assert list(today.attendees.order_by("pk").values_list("participant", "works_at"))[2:] == [
        (enrolled.pk, ""),
        (None, "Belluno"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [{"family_name": ""}, {"works_at": 5}, {"given_name": None}, {"works_at": "x" * 161}, {"family_name": "\x00"}],
)
def test_a_person_that_makes_no_sense_is_refused_with_the_marks_about_them(teacher, today, wrong):
    person = a_person(**wrong)

    response = send(teacher, today, person, a_mark(today, attendee=person["key"]), a_mark(today))

    assert [one["ok"] for one in response.json()["results"]] == [False, False, True]
    assert today.attendees.count() == 2


def test_a_person_taken_down_and_settled_is_found_by_the_same_key(teacher, today):
    person = a_person()
    send(teacher, today, person)
    booked = today.attendees.first()
    settle_unknown(attendee=today.attendees.last(), participant=booked.participant, author=None)

    send(teacher, today, person, a_mark(today, attendee=person["key"]))

    assert (today.attendees.count(), booked.presences.count()) == (2, 1)
