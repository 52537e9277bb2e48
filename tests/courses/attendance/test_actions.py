"""Opening a register, marking presences, settling who came unannounced."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses.agenda.models import Event, Slot
from courses.agenda.queries import page_of
from courses.attendance.actions import (
    add_known,
    add_unknown,
    give_link,
    mark,
    mark_everybody,
    open_register,
    settle_unknown,
    take_off,
)
from courses.attendance.models import Attendee, LinkGiven, Presence, Register
from courses.attendance.queries import last_presence, lines_of, minutes_at
from courses.attendance.rules import may_keep_register
from courses.audit.models import Entry
from courses.errors import NotAllowed
from tests.factories.agenda import make_day_page, make_event, make_teacher, make_webinar_page
from tests.factories.attendance import during, make_register, mark_all_day
from tests.factories.booking import make_booking
from tests.factories.people import make_participant, make_user

pytestmark = pytest.mark.django_db
Status = Presence.Status


def morning(register: Register) -> Slot:
    return register.event.slots.get(kind=Slot.Kind.MORNING)


def test_a_register_opens_the_evening_before_with_all_who_have_a_seat(event: Event) -> None:
    booking = make_booking(event)
    make_booking(event)

    with pytest.raises(NotAllowed):
        open_register(event=event, author=None, now=event.starts_at - timedelta(hours=25))
    register = open_register(event=event, author=None, now=event.starts_at - timedelta(hours=24))

    assert register.attendees.count() == 2
    assert register.attendees.filter(booking=booking, participant=booking.participant).count() == 1


def test_opened_again_it_adds_who_booked_since_and_nobody_twice(event: Event) -> None:
    make_booking(event)
    make_register(event)
    make_booking(event)

    register = make_register(event)

    assert (Register.objects.count(), register.attendees.count()) == (1, 2)
    assert Entry.objects.filter(action="register.open").count() == 1


def test_a_called_off_event_has_no_register(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(state=Event.State.CALLED_OFF, reason="Neve")

    with pytest.raises(NotAllowed):
        make_register(Event.objects.get(pk=event.pk))


def test_its_teachers_and_the_secretariat_keep_a_register() -> None:
    teacher, other, secretary = make_user(), make_user(), make_user(groups=("Segreteria",))
    make_teacher(other, family_name="Neri")
    event = make_event(make_day_page(), teachers=[make_teacher(teacher)])

    assert [may_keep_register(user, event) for user in (teacher, other, secretary, make_user())] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(("late", "early", "minutes"), [(0, 0, 240), (30, 0, 210), (30, 60, 150), (0, 240, 0)])
def test_minutes_are_those_of_the_part_less_those_missed(
    attendee: Attendee, late: int, early: int, minutes: int
) -> None:
    slot = morning(attendee.register)

    presence = mark(
        attendee=attendee,
        slot=slot,
        status=Status.PRESENT,
        late=late,
        left_early=early,
        author=None,
        now=during(slot.event),
    )

    assert presence.minutes == minutes


@pytest.mark.parametrize(("late", "early"), [(-1, 0), (241, 0), (200, 41)])
def test_absurd_minutes_are_refused(attendee: Attendee, late: int, early: int) -> None:
    slot = morning(attendee.register)

    with pytest.raises(NotAllowed):
        mark(
            attendee=attendee,
            slot=slot,
            status=Status.PRESENT,
            late=late,
            left_early=early,
            author=None,
            now=during(slot.event),
        )


def test_a_correction_is_a_new_entry_and_the_last_counts(attendee: Attendee) -> None:
    slot, now = morning(attendee.register), during(attendee.register.event)

    mark(attendee=attendee, slot=slot, status=Status.PRESENT, author=None, now=now)
    mark(attendee=attendee, slot=slot, status=Status.ABSENT, author=None, now=now)

    assert (attendee.presences.count(), last_presence(attendee, slot).status) == (2, Status.ABSENT)


def test_the_same_mark_twice_is_one_entry(attendee: Attendee) -> None:
    slot, now, key = morning(attendee.register), during(attendee.register.event), uuid4()

    for _time in range(2):
        mark(attendee=attendee, slot=slot, status=Status.PRESENT, author=None, now=now, mark_key=key)
    mark(attendee=attendee, slot=slot, status=Status.PRESENT, author=None, now=now, mark_key=uuid4())

    assert attendee.presences.count() == 1


def test_a_presence_is_never_changed_nor_deleted(attendee: Attendee) -> None:
    slot = morning(attendee.register)
    presence = mark(attendee=attendee, slot=slot, status=Status.PRESENT, author=None, now=during(slot.event))

    with pytest.raises(TypeError):
        presence.save()
    with pytest.raises(TypeError):
        presence.delete()


def test_out_of_its_time_nothing_is_marked(attendee: Attendee) -> None:
    slot = morning(attendee.register)

    with pytest.raises(NotAllowed):
        mark(
            attendee=attendee,
            slot=slot,
            status=Status.PRESENT,
            author=None,
            now=slot.starts_at - timedelta(minutes=31),
        )

    assert attendee.presences.count() == 0


def test_a_part_of_another_event_is_refused(attendee: Attendee) -> None:
    other = make_event(page_of(attendee.register.event).specific)

    with pytest.raises(NotAllowed):
        mark(attendee=attendee, slot=other.slots.first(), status=Status.PRESENT, author=None, now=during(other))


def test_everybody_not_marked_yet_is_present(register: Register, attendee: Attendee) -> None:
    slot, now = morning(register), during(register.event)
    mark(attendee=attendee, slot=slot, status=Status.ABSENT, author=None, now=now)

    assert mark_everybody(register=register, slot=slot, author=None, now=now) == 1
    assert mark_everybody(register=register, slot=slot, author=None, now=now) == 0

    assert last_presence(attendee, slot).status == Status.ABSENT


def test_who_came_without_a_seat_is_taken_down_once(register: Register) -> None:
    person = make_participant(given_name="Ada", family_name="Negri")

    for _time in range(2):
        add_known(register=register, participant=person, author=None)
        add_unknown(register=register, given_name="Ida", family_name="Neri", works_at="Lodi", author=None)

    assert register.attendees.count() == 4


def test_who_was_taken_down_by_name_is_settled_later(register: Register) -> None:
    unknown = add_unknown(register=register, given_name="Ada", family_name="Negri", works_at="Lodi", author=None)
    mark_all_day(unknown)
    person = make_participant(given_name="Ada", family_name="Negri")

    settled = settle_unknown(attendee=unknown, participant=person, author=None)

    assert (settled.participant, settled.works_at) == (person, "")
    assert minutes_at(register.event, [person]) == {person.pk: 360}


def test_settled_as_somebody_listed_the_marks_go_over(register: Register, attendee: Attendee) -> None:
    unknown = add_unknown(register=register, given_name="Ada", family_name="Negri", works_at="Lodi", author=None)
    mark_all_day(unknown)

    settled = settle_unknown(attendee=unknown, participant=attendee.participant, author=None)

    assert (settled, register.attendees.count()) == (attendee, 2)
    assert minutes_at(register.event, [attendee.participant]) == {attendee.participant_id: 360}


def test_who_was_added_by_mistake_is_taken_off_and_who_is_booked_is_not(register: Register, attendee: Attendee) -> None:
    extra = add_unknown(register=register, given_name="", family_name="Negri", works_at="", author=None)

    take_off(attendee=extra, author=None)
    with pytest.raises(NotAllowed):
        take_off(attendee=attendee, author=None)

    assert register.attendees.count() == 2


@pytest.mark.parametrize("people", [1, 3])
def test_a_register_is_read_in_two_queries(event: Event, people: int, django_assert_num_queries) -> None:
    for _number in range(people):
        make_booking(event)
    register = make_register(event)
    for attendee in register.attendees.all():
        mark_all_day(attendee)

    with django_assert_num_queries(2):
        lines = lines_of(register)
        assert [(line.attendee.full_name, line.minutes) for line in lines] == [("Anna Verdi", 360)] * people


def test_the_address_of_a_webinar_is_given_near_its_time_to_who_is_booked() -> None:
    page = make_webinar_page(make_day_page().get_parent().specific)
    event = make_event(page, link="https://example.org/aula")
    booking = make_booking(event)

    with pytest.raises(NotAllowed):
        give_link(booking=booking, now=event.starts_at - timedelta(minutes=16))
    links = {give_link(booking=booking, now=event.starts_at - timedelta(minutes=15)) for _time in range(2)}
    with pytest.raises(NotAllowed):
        give_link(booking=booking, now=event.ends_at + timedelta(seconds=1))

    assert (links, LinkGiven.objects.count(), Presence.objects.count()) == ({"https://example.org/aula"}, 1, 0)
    assert timezone.is_aware(LinkGiven.objects.get().at)


def test_the_minutes_of_a_connection_are_those_the_platform_counted(attendee: Attendee, register: Register) -> None:
    part = {"attendee": attendee, "slot": morning(register), "author": None, "now": during(register.event)}

    made = mark(**part, status=Status.PRESENT, minutes=37)

    assert (made.status, made.minutes, made.late, made.left_early) == (Status.PRESENT, 37, 0, 0)


@pytest.mark.parametrize("minutes", [-1, 241])
def test_nobody_is_connected_for_longer_than_a_part_lasts(attendee: Attendee, register: Register, minutes: int) -> None:
    with pytest.raises(NotAllowed):
        mark(
            attendee=attendee,
            slot=morning(register),
            status=Status.PRESENT,
            minutes=minutes,
            author=None,
            now=during(register.event),
        )


def test_the_absent_have_no_minutes_whatever_a_platform_says(attendee: Attendee, register: Register) -> None:
    made = mark(
        attendee=attendee,
        slot=morning(register),
        status=Status.ABSENT,
        minutes=5,
        author=None,
        now=during(register.event),
    )

    assert made.minutes == 0
