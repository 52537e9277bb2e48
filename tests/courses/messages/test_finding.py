"""Who is in a group, and who in it cannot be written to."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from courses.adhesion.models import Contact
from courses.agenda.models import Event
from courses.booking.actions import cancel_booking
from courses.catalogue.models import CoursePage
from courses.enrolment.actions import change_state
from courses.enrolment.models import Enrolment
from courses.keeping.models import DataRequest
from courses.messages.finding import people_of
from courses.messages.models import Message
from courses.messages.queries import left_out_in_words, reach_of
from courses.people.models import Participant
from courses.progress.models import Completion
from tests.factories.adhesion import make_accepted
from tests.factories.attendance import close, make_register, mark_all_day
from tests.factories.booking import make_booking
from tests.factories.catalogue import activities_of
from tests.factories.enrolment import make_enrolment
from tests.factories.keeping import make_request
from tests.factories.people import make_municipal_body, make_official
from tests.factories.progress import make_credit, read

pytestmark = pytest.mark.django_db
Group = Message.Group


def names(group: str, **filters: Any) -> list[str]:
    return [person.given_name for person in people_of(group, filters)]


def enrol(name: str, course: CoursePage, days_ago: int = 40) -> Enrolment:
    enrolment = make_enrolment(make_official(make_municipal_body(), given_name=name), course)
    Enrolment.objects.filter(pk=enrolment.pk).update(enrolled_at=timezone.now() - timedelta(days=days_ago))
    return enrolment


def learnt(enrolment: Enrolment, course: CoursePage, days_ago: int) -> None:
    lesson = activities_of(course)[0]
    (completion,) = read(enrolment, course, lesson)
    Completion.objects.filter(pk=completion.pk).update(completed_at=timezone.now() - timedelta(days=days_ago))


def test_who_has_a_place_and_who_waits_are_two_groups(event: Event) -> None:
    seats = [make_booking(event) for _number in range(3)]
    waiting = make_booking(event)
    cancel_booking(booking=seats[0], reason="Prova", author=None, by_secretariat=True)  # offered to who waits

    booked = set(people_of(Group.BOOKED, {"event": event.pk}))
    line = set(people_of(Group.WAITING, {"event": event.pk}))

    assert (booked, line) == ({seats[1].participant, seats[2].participant}, {waiting.participant})


def test_who_was_absent_is_known_once_the_register_is_closed(event: Event) -> None:
    here, away = make_booking(event), make_booking(event)
    register = make_register(event)
    mark_all_day(register.attendees.get(participant=here.participant))
    before = names(Group.ABSENT, event=event.pk)

    close(register)

    assert before == []
    assert list(people_of(Group.ABSENT, {"event": event.pk})) == [away.participant]


def test_not_started_is_who_did_nothing_and_was_enrolled_long_enough(course: CoursePage) -> None:
    new, old, reader, attender = (enrol(name, course) for name in ("Nuova", "Ferma", "Legge", "Presente"))
    Enrolment.objects.filter(pk=new.pk).update(enrolled_at=timezone.now() - timedelta(days=2))
    learnt(reader, course, 1)
    make_credit(attender.participant, timezone.localdate(), course_key=course.translation_key)
    change_state(enrolment=enrol("Sospesa", course), state="suspended", reason="Prova", author=None)
    key = str(course.translation_key)

    assert names(Group.NOT_STARTED, course=key, days=7) == ["Ferma"]
    assert sorted(names(Group.NOT_STARTED, course=key, days=0)) == ["Ferma", "Nuova"]
    assert old.pk


def test_stuck_is_who_began_and_did_nothing_since(course: CoursePage) -> None:
    for name, days_ago in (("Lenta", 31), ("Svelta", 3)):
        learnt(enrol(name, course), course, days_ago)
    came_back, never = enrol("Tornata", course), enrol("Mai", course)
    learnt(came_back, course, 90)
    make_credit(came_back.participant, timezone.localdate(), course_key=course.translation_key)

    assert names(Group.STUCK, course=str(course.translation_key), days=30) == ["Lenta"]
    assert never.pk


def test_a_completion_that_was_withdrawn_started_nothing(course: CoursePage) -> None:
    enrolment = enrol("Anna", course)
    learnt(enrolment, course, 3)
    Completion.objects.update(withdrawn_at=timezone.now())

    assert names(Group.NOT_STARTED, course=str(course.translation_key), days=0) == ["Anna"]


def test_the_contacts_of_a_region_or_a_province_and_their_deputies() -> None:
    bodies = [make_municipal_body(name=name) for name in ("Castro", "Bagnara")]
    for body, name in zip(bodies, ("Carla", "Dina"), strict=True):
        make_accepted(body, contact_given_name=name, contact_email=f"{name.lower()}@example.org")
    deputy = make_official(bodies[0], given_name="Vice")
    Contact.objects.create(body=bodies[0], participant=deputy, is_deputy=True)
    region, province = bodies[0].province.region_id, bodies[0].province_id

    assert sorted(names(Group.CONTACTS)) == ["Carla", "Dina"]
    assert sorted(names(Group.CONTACTS, region=region, province=province, deputies=True)) == ["Carla", "Dina", "Vice"]
    assert names(Group.CONTACTS, region="none") == []


def test_a_contact_of_two_bodies_is_one_person() -> None:
    first, second = make_municipal_body(), make_municipal_body()
    person = make_official(first)
    for body in (first, second):
        Contact.objects.create(body=body, participant=person)

    assert list(people_of(Group.CONTACTS, {})) == [person]


def test_the_erased_the_limited_and_those_without_an_address_are_left_out_and_counted(event: Event) -> None:
    kept, erased, limited, silent = (make_booking(event).participant for _number in range(3)), None, None, None
    kept, limited, silent = kept
    make_request(limited, DataRequest.Kind.LIMITATION)
    DataRequest.objects.update(state="limited", decided_at=timezone.now())
    Participant.objects.filter(pk=silent.pk).update(email="")
    erased = make_official(make_municipal_body())
    make_enrolment(erased, CoursePage.objects.get(translation_key=event.course_key))
    event.bookings.create(event=event, participant=erased, state="booked", role="official")
    Participant.objects.filter(pk=erased.pk).update(given_name="", email="", user=None)

    reach = reach_of(Group.BOOKED, {"event": event.pk})

    assert [one.pk for one in reach.people] == [kept.pk]
    assert reach.left_out == {"erased": 1, "limited": 1, "no_address": 1}
    assert len(left_out_in_words(reach.left_out)) == 3


def test_a_group_of_three_costs_the_queries_of_one(event: Event, django_assert_num_queries) -> None:
    for number in (1, 2):
        for _each in range(number):
            make_booking(event)

        with django_assert_num_queries(1):
            assert [str(one.body) for one in reach_of(Group.BOOKED, {"event": event.pk}).people]
