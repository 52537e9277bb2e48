"""Closing a register: hours, completion, and seals that find any change made since, also one made in SQL."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from courses.agenda.models import Event, Slot
from courses.agenda.queries import page_of
from courses.attendance.actions import (
    add_unknown,
    close_register,
    correct_presence,
    erase_from_registers,
    mark,
    verify_register,
)
from courses.attendance.models import Attendee, Presence, Register
from courses.audit.models import Entry
from courses.enrolment.models import Enrolment, State
from courses.errors import NotAllowed, ReasonMissing
from courses.people.actions import merge_participants
from courses.progress.actions import apply_rule, change_rule
from courses.progress.models import Completion, Credit
from tests.factories.attendance import after, close, during, make_register, mark_all_day
from tests.factories.booking import make_booking
from tests.factories.people import make_participant

pytestmark = pytest.mark.django_db
Status = Presence.Status


@pytest.fixture
def closed(register: Register, attendee: Attendee) -> Register:
    """One was there all day, the other was not marked."""
    mark_all_day(attendee)
    return close(register)


def completed(attendee: Attendee) -> int:
    return Completion.objects.filter(participant=attendee.participant, withdrawn_at=None).count()


def correct(attendee: Attendee, status: str, **over: object) -> None:
    slot = attendee.register.event.slots.get(kind=Slot.Kind.MORNING)
    correct_presence(
        **{"attendee": attendee, "slot": slot, "status": status, "reason": "Errore.", "author": None} | over
    )


def test_closing_credits_the_hours_and_completes_the_activity(closed: Register, attendee: Attendee) -> None:
    closed.event.refresh_from_db()

    assert closed.event.state == Event.State.CLOSED
    assert sorted(Credit.objects.values_list("minutes", "of_minutes")) == [(0, 360), (360, 360)]
    assert completed(attendee) == 1
    assert Presence.objects.filter(status=Status.ABSENT).count() == 2
    assert Entry.objects.get(action="register.seal").details["head"] == closed.seals.get().head


def test_closing_twice_is_once(closed: Register) -> None:
    close(closed)

    assert (closed.seals.count(), Entry.objects.filter(action="register.close").count()) == (1, 1)


def test_a_register_is_not_closed_before_the_end(register: Register) -> None:
    with pytest.raises(NotAllowed):
        close_register(register=register, author=None, now=register.event.ends_at - timedelta(minutes=1))


def test_a_register_is_not_closed_while_somebody_is_unknown(register: Register) -> None:
    add_unknown(register=register, given_name="Ada", family_name="Negri", works_at="Lodi", author=None)

    with pytest.raises(NotAllowed) as refusal:
        close(register)

    assert "Ada Negri" in refusal.value.message


@pytest.mark.parametrize(("late", "done"), [(0, 1), (36, 1), (37, 0), (120, 0)])
def test_the_share_of_the_day_completes_it_and_half_of_it_never(
    register: Register, attendee: Attendee, late: int, done: int
) -> None:
    mark_all_day(attendee, late=late)

    close(register)

    assert completed(attendee) == done


def test_excused_minutes_are_counted_apart(register: Register, attendee: Attendee) -> None:
    mark_all_day(attendee, Status.EXCUSED)

    close(register)

    credit = Credit.objects.get(participant=attendee.participant)
    assert (credit.minutes, credit.excused) == (0, 360)


def test_excused_absence_is_not_asked_for_where_the_course_says_so_by_the_rule_of_the_enrolment(
    register: Register, attendee: Attendee
) -> None:
    key, morning = register.event.course_key, register.event.slots.get(kind=Slot.Kind.MORNING)
    change_rule(course_key=key, minutes=360, threshold=80, excused_counts_less=True, author=None)
    apply_rule(enrolment=Enrolment.objects.get(participant=attendee.participant), author=None)
    change_rule(course_key=key, minutes=360, threshold=100, author=None)
    mark_all_day(attendee, Status.EXCUSED)
    mark(attendee=attendee, slot=morning, status=Status.PRESENT, late=40, author=None, now=during(register.event))

    close(register)

    assert completed(attendee) == 1


def test_the_course_is_completed_with_the_last_hours(register: Register, attendee: Attendee) -> None:
    change_rule(course_key=register.event.course_key, minutes=360, threshold=80, author=None)
    mark_all_day(attendee)

    close(register)

    states = dict(Enrolment.objects.values_list("participant", "state"))
    assert sorted(states.values()) == [State.ACTIVE, State.COMPLETED]
    assert states[attendee.participant_id] == State.COMPLETED


def test_a_closed_register_is_marked_no_more(closed: Register, attendee: Attendee) -> None:
    slot = closed.event.slots.first()

    with pytest.raises(NotAllowed):
        mark(attendee=attendee, slot=slot, status=Status.ABSENT, author=None, now=during(closed.event))


def test_corrected_downwards_the_completion_is_withdrawn_and_the_register_sealed_again(
    closed: Register, attendee: Attendee
) -> None:
    correct(attendee, Status.ABSENT)

    assert (completed(attendee), Completion.objects.count()) == (0, 1)
    assert Credit.objects.get(participant=attendee.participant).minutes == 120
    assert ([seal.number for seal in closed.seals.all()], verify_register(closed)) == ([1, 2], [])


def test_corrected_upwards_the_activity_is_completed(closed: Register) -> None:
    absent = closed.attendees.get(presences__status=Status.ABSENT, presences__slot__kind=Slot.Kind.MORNING)

    for slot in closed.event.slots.all():
        correct(absent, Status.PRESENT, slot=slot)

    assert completed(absent) == 1


def test_a_correction_needs_a_reason_and_a_closed_register(closed: Register, attendee: Attendee) -> None:
    with pytest.raises(ReasonMissing):
        correct(attendee, Status.ABSENT, reason=" ")
    Register.objects.filter(pk=closed.pk).update(closed_at=None)
    with pytest.raises(NotAllowed):
        correct(attendee, Status.ABSENT)


def test_a_day_attended_elsewhere_keeps_the_completion(closed: Register, attendee: Attendee) -> None:
    Credit.objects.create(
        participant=attendee.participant,
        course_key=closed.event.course_key,
        activity_key=closed.event.activity_key,
        source="event:0",
        title="Un'altra giornata",
        minutes=360,
        of_minutes=360,
        credited_on=closed.event.starts_at.date(),
    )

    correct(attendee, Status.ABSENT)

    assert completed(attendee) == 1


def test_a_register_is_closed_though_its_page_is_gone(register: Register, attendee: Attendee) -> None:
    mark_all_day(attendee)
    page_of(register.event).delete()

    close(register)

    assert (verify_register(register), Credit.objects.get(participant=attendee.participant).minutes) == ([], 360)


TAMPERING: dict[str, str] = {
    "minutes": "UPDATE courses_presence SET minutes = 359, late = 1 WHERE status = 'present'",
    "status": "UPDATE courses_presence SET status = 'excused' WHERE status = 'absent'",
    "note": "UPDATE courses_presence SET note = 'altro' WHERE status = 'present'",
    "deleted": "DELETE FROM courses_presence WHERE status = 'absent'",
    "person": "UPDATE courses_attendee SET participant_id = NULL, family_name = 'Altri' WHERE id = (SELECT MIN(id) FROM"
    " courses_attendee)",
    "head": "UPDATE courses_seal SET head = 'f'",
    "entries": "UPDATE courses_seal SET entries = '[]'",
    "seal": "DELETE FROM courses_seal",
}


@pytest.mark.parametrize("what", sorted(TAMPERING))
def test_a_change_made_in_the_database_is_found(closed: Register, what: str) -> None:
    assert verify_register(closed) == []

    with connection.cursor() as cursor:
        cursor.execute(TAMPERING[what])

    assert verify_register(closed) != []


def test_an_entry_added_in_the_database_is_found(closed: Register, attendee: Attendee) -> None:
    Presence.objects.bulk_create(
        [Presence(attendee=attendee, slot=closed.event.slots.first(), status=Status.PRESENT, minutes=240)]
    )

    assert len(verify_register(closed)) == 1


def test_a_whole_new_chain_without_the_key_is_found(closed: Register, settings) -> None:
    settings.COURSES_SEAL_KEY = "un'altra chiave"

    assert verify_register(closed) != []


def test_erasing_a_person_keeps_the_seals_whole(closed: Register, attendee: Attendee) -> None:
    erase_from_registers(participant=attendee.participant, author=None)

    attendee.refresh_from_db()
    assert (attendee.participant, attendee.salt, attendee.full_name) == (None, "", "Persona cancellata")
    assert verify_register(closed) == []


def test_a_correction_after_an_erasure_keeps_the_commitments(closed: Register, attendee: Attendee) -> None:
    erase_from_registers(participant=attendee.participant, author=None)
    other = closed.attendees.exclude(pk=attendee.pk).get()

    correct(other, Status.EXCUSED)

    assert verify_register(closed) == []


def test_uniting_two_records_seals_again(closed: Register, attendee: Attendee) -> None:
    kept = make_participant(given_name="Anna", family_name="Verdi", body=attendee.participant.body)

    merge_participants(kept=kept, absorbed=attendee.participant, reason="È la stessa persona.", author=None)

    attendee.refresh_from_db()
    assert (attendee.participant, closed.seals.count(), verify_register(closed)) == (kept, 2, [])


def test_uniting_two_on_one_register_keeps_both_lines_once_sealed(closed: Register, attendee: Attendee) -> None:
    kept = closed.attendees.exclude(pk=attendee.pk).get().participant
    Enrolment.objects.update(state=State.ACTIVE)
    Enrolment.objects.filter(participant=attendee.participant).update(course_key=uuid.uuid4())

    merge_participants(
        kept=kept, absorbed=attendee.participant, reason="È la stessa persona.", author=None, close_account=True
    )

    attendee.refresh_from_db()
    assert (attendee.participant, attendee.family_name, verify_register(closed)) == (None, "Verdi", [])


def test_who_booked_since_it_was_opened_stands_on_the_closed_register(register: Register) -> None:
    late = make_booking(register.event)

    close(register)

    assert register.attendees.get(booking=late).presences.count() == 2


def test_nobody_is_corrected_to_more_absence_than_the_part_lasts(closed: Register, attendee: Attendee) -> None:
    with pytest.raises(NotAllowed):
        correct(attendee, Status.PRESENT, late=200, left_early=100)


def test_the_same_evening_is_enough(event: Event) -> None:
    make_booking(event)
    register = make_register(event)

    close_register(register=register, author=None, now=after(event))

    assert Register.objects.get(pk=register.pk).closed_at == after(event)
