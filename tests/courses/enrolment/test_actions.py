import re

import pytest
from django.utils import timezone

from courses.adhesion.models import Contact
from courses.audit.queries import entries_about
from courses.catalogue.models import CoursePage
from courses.enrolment.actions import (
    change_state,
    enrol,
    enrol_by_secretariat,
    introduce,
    judge_again,
    move_official,
    register,
)
from courses.enrolment.models import Enrolment, State
from courses.errors import NotAllowed, ReasonMissing, StaleState
from courses.people.models import Participant, Role
from courses.post.models import Letter
from courses.territory.models import Municipality
from tests.factories.catalogue import make_course, make_index
from tests.factories.people import make_municipal_body, make_official, make_user
from tests.factories.territory import make_municipality

pytestmark = pytest.mark.django_db


def someone(municipality: Municipality) -> dict:
    return {
        "user": make_user(),
        "municipality": municipality,
        "email": "mario@comune.example",
        "given_name": " Mario ",
        "family_name": "De Rossi",
        "role": Role.OFFICIAL,
        "notice_version": "1",
    }


def test_registering_enrols_in_the_only_open_course(course: CoursePage) -> None:
    participant, enrolment = register(**someone(make_municipality(population=20_000)))

    assert (participant.full_name, enrolment.state, enrolment.course_key) == (
        "Mario De Rossi",
        State.ACTIVE,
        course.translation_key,
    )
    assert participant.notices_read.get().version == "1"


def test_registering_from_a_body_out_of_range_waits_with_the_reason(course: CoursePage) -> None:
    _participant, enrolment = register(**someone(make_municipality(population=400)))

    assert (enrolment.state, "400" in enrolment.reason) == (State.PENDING, True)


def test_registering_from_a_body_of_unknown_population_waits(course: CoursePage) -> None:
    _participant, enrolment = register(**someone(make_municipality(population=None, population_year=None)))

    assert enrolment.state == State.PENDING


def test_registering_enrols_nowhere_when_there_is_a_choice_to_make() -> None:
    index = make_index()
    make_course(index, slug="uno")
    make_course(index, slug="due")

    _participant, enrolment = register(**someone(make_municipality(population=20_000)))

    assert enrolment is None


def test_two_people_of_one_municipality_share_its_body(course: CoursePage) -> None:
    municipality = make_municipality(population=20_000)

    first, _enrolment = register(**someone(municipality))
    second, _enrolment = register(**someone(municipality))

    assert first.body == second.body


def test_enrolling_twice_is_enrolling_once(enrolment: Enrolment, course: CoursePage) -> None:
    again = enrol(participant=enrolment.participant, course=course, author=enrolment.participant.user)

    assert (again, Enrolment.objects.count()) == (enrolment, 1)


def test_an_enrolment_keeps_the_body_of_its_day(enrolment: Enrolment) -> None:
    body = enrolment.body
    body.name = "Nome nuovo"
    body.save()

    enrolment.refresh_from_db()

    assert (enrolment.body_name != "Nome nuovo", enrolment.population) == (True, 20_000)


def test_the_secretariat_needs_a_written_reason_for_an_exception(course: CoursePage) -> None:
    outsider = make_official(make_municipal_body(population=400))

    with pytest.raises(ReasonMissing):
        enrol_by_secretariat(participant=outsider, course=course, author=make_user())
    enrolment = enrol_by_secretariat(
        participant=outsider, course=course, author=make_user(), exception_reason="Fa parte di un'unione"
    )

    assert (enrolment.state, enrolment.exception_reason) == (State.ACTIVE, "Fa parte di un'unione")


def test_nobody_enrols_in_a_course_by_invitation(official: Participant) -> None:
    course = make_course(enrolling=CoursePage.Enrolling.INVITATION)

    with pytest.raises(NotAllowed):
        enrol(participant=official, course=course, author=official.user)


def test_a_change_of_state_keeps_author_time_and_reason(enrolment: Enrolment) -> None:
    author = make_user()

    change_state(enrolment=enrolment, state=State.SUSPENDED, reason="Congedo", author=author)

    change = enrolment.changes.last()
    assert (change.from_state, change.to_state, change.reason, change.author) == (
        State.ACTIVE,
        State.SUSPENDED,
        "Congedo",
        author,
    )
    assert entries_about(enrolment).first().action == "enrolment.suspended"


def test_a_change_of_state_without_reason_is_refused(enrolment: Enrolment) -> None:
    with pytest.raises(ReasonMissing):
        change_state(enrolment=enrolment, state=State.SUSPENDED, reason="  ", author=make_user())


def test_accepting_a_pending_enrolment_writes_the_exception_down(course: CoursePage) -> None:
    official = make_official(make_municipal_body(population=400))
    pending = enrol(participant=official, course=course, author=official.user)

    change_state(enrolment=pending, state=State.ACTIVE, reason="Unione di comuni", author=make_user())

    pending.refresh_from_db()
    assert (pending.state, pending.reason, pending.exception_reason) == (State.ACTIVE, "", "Unione di comuni")


def test_of_two_who_change_the_same_enrolment_the_second_is_told(enrolment: Enrolment) -> None:
    in_another_tab = Enrolment.objects.get(pk=enrolment.pk)
    change_state(enrolment=enrolment, state=State.WITHDRAWN, reason="Doppione", author=make_user())

    with pytest.raises(StaleState):
        change_state(enrolment=in_another_tab, state=State.SUSPENDED, reason="Congedo", author=make_user())


def test_whose_enrolment_was_withdrawn_does_not_undo_it_alone(enrolment: Enrolment, course: CoursePage) -> None:
    change_state(enrolment=enrolment, state=State.WITHDRAWN, reason="Ha cambiato ente", author=make_user())

    with pytest.raises(NotAllowed) as refusal:
        enrol(participant=enrolment.participant, course=course, author=enrolment.participant.user)

    assert "Ha cambiato ente" in refusal.value.message


def test_who_was_withdrawn_may_be_enrolled_again_and_the_past_stays(enrolment: Enrolment, course: CoursePage) -> None:
    change_state(enrolment=enrolment, state=State.WITHDRAWN, reason="Ha cambiato idea", author=make_user())

    again = enrol(participant=enrolment.participant, course=course, author=make_user())

    assert (again.pk != enrolment.pk, Enrolment.objects.count()) == (True, 2)


def test_a_course_that_goes_leaves_its_enrolments(enrolment: Enrolment, course: CoursePage) -> None:
    course.delete()

    enrolment.refresh_from_db()
    assert (enrolment.course_title, enrolment.state) == ("Accoglienza", State.ACTIVE)


def test_a_decision_is_written_to_the_person_with_its_reason(enrolment: Enrolment) -> None:
    change_state(enrolment=enrolment, state=State.SUSPENDED, reason="In congedo", author=make_user())

    letter = Letter.objects.get()
    assert (letter.recipient, letter.kind, "In congedo" in letter.text) == (
        enrolment.participant.email,
        "enrolment.suspended",
        True,
    )


def test_who_has_no_address_gets_no_letter(enrolment: Enrolment) -> None:
    enrolment.participant.email = ""
    enrolment.participant.save()

    change_state(enrolment=enrolment, state=State.SUSPENDED, reason="In congedo", author=make_user())

    assert Letter.objects.count() == 0


def test_introducing_oneself_enrols_in_nothing(course: CoursePage) -> None:
    introduce(**someone(make_municipality(population=20_000)))

    assert Enrolment.objects.count() == 0


def test_correcting_the_body_judges_what_waits_again(course: CoursePage) -> None:
    _participant, waiting = register(**someone(make_municipality(population=400)))
    person = waiting.participant
    person.body = make_municipal_body(population=20_000)
    person.save()

    judge_again(participant=person, author=person.user)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason, waiting.population) == (State.ACTIVE, "", 20_000)
    assert Letter.objects.filter(kind="enrolment.active").values_list("recipient").get() == (person.email,)


def test_who_goes_on_waiting_after_a_move_is_not_written_to(course: CoursePage) -> None:
    _participant, waiting = register(**someone(make_municipality(population=400)))
    body = make_municipal_body(population=500)

    move_official(participant=waiting.participant, body=body, role=Role.OFFICIAL, author=None)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.body) == (State.PENDING, body)
    assert Letter.objects.filter(kind="enrolment.active").count() == 0


@pytest.mark.parametrize("is_deputy", [False, True])
def test_who_acts_for_a_body_does_not_leave_it(is_deputy: bool) -> None:
    person = make_official(make_municipal_body())
    contact = Contact.objects.create(body=person.body, participant=person, is_deputy=is_deputy)
    elsewhere, before = make_municipal_body(), person.body

    for author in (person.user, make_user()):
        with pytest.raises(NotAllowed, match=re.escape(str(before))):
            move_official(participant=person, body=elsewhere, role=Role.MAYOR, author=author)
    move_official(participant=person, body=before, role=Role.MAYOR, author=None)
    contact.until = timezone.now()
    contact.save()
    move_official(participant=person, body=elsewhere, role=Role.MAYOR, author=None)

    person.refresh_from_db()
    assert (person.body, person.role) == (elsewhere, Role.MAYOR)


def test_correcting_the_body_leaves_what_runs_alone(enrolment: Enrolment) -> None:
    person, before = enrolment.participant, enrolment.body
    person.body = make_municipal_body(population=400)
    person.save()

    judge_again(participant=person, author=person.user)

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.body) == (State.ACTIVE, before)
