"""Presences of a webinar: who was connected, settled by address, by name or by hand, and the minutes that count."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from courses.agenda.models import Event, Slot
from courses.agenda.rules import at
from courses.attendance.actions import (
    apply_connections,
    drop_connections,
    erase_from_registers,
    settle_connection,
    take_off,
    take_over_attendances,
    take_report,
    verify_register,
)
from courses.attendance.imports import Seen
from courses.attendance.models import Attendee, Connection, Presence, Register
from courses.attendance.queries import last_presence, minutes_at
from courses.attendance.rules import minutes_connected
from courses.audit.models import Entry
from courses.errors import NotAllowed
from courses.people.models import Participant
from courses.progress.models import Completion
from tests.factories.agenda import make_event, make_webinar_page
from tests.factories.attendance import after, close, make_register
from tests.factories.booking import make_attender, make_booking
from tests.factories.catalogue import make_course, make_module
from tests.factories.people import make_participant, make_user

Match = Connection.Match


@pytest.fixture
def webinar(db) -> Event:
    return make_event(make_webinar_page(make_module(make_course())))


@pytest.fixture
def register(webinar: Event) -> Register:
    """Ada Negri and Lia Rosi have a place."""
    for given_name, family_name in (("Ada", "Negri"), ("Lia", "D'Amìco")):
        booking = make_booking(webinar)
        Participant.objects.filter(pk=booking.participant_id).update(given_name=given_name, family_name=family_name)
    return make_register(webinar)


def attendee(register: Register, given_name: str) -> Attendee:
    return register.attendees.select_related("participant__user").get(participant__given_name=given_name)


def seen(register: Register, name: str = "", email: str = "", since: int = 0, until: int = 90) -> Seen:
    """Connected so many minutes after the beginning."""
    start = register.event.starts_at
    return Seen(name, email, start + timedelta(minutes=since), start + timedelta(minutes=until))


def take(register: Register, *rows: Seen):
    return take_report(register=register, seen=rows, author=None)


def apply(register: Register) -> int:
    return apply_connections(register=register, author=None, now=after(register.event))


def matches(register: Register) -> list[tuple[str, str]]:
    found = register.connections.select_related("attendee__participant").order_by("pk")
    return [(one.match, one.attendee.full_name if one.attendee else "") for one in found]


def test_people_are_known_by_the_address_of_their_account_or_the_one_we_write_to(register: Register) -> None:
    ada, lia = attendee(register, "Ada").participant, attendee(register, "Lia").participant
    Participant.objects.filter(pk=lia.pk).update(email="lia@comune.lodi.it")

    take(register, seen(register, "A.", ada.user.email), seen(register, "iPhone di Lia", "lia@comune.lodi.it"))

    assert matches(register) == [(Match.EMAIL, "Ada Negri"), (Match.EMAIL, "Lia D'Amìco")]


@pytest.mark.parametrize("name", ["lia d’amico", "D'AMICO LIA", "Lia D'Amìco (Comune di Lodi)"])
def test_people_are_known_by_name_whatever_accents_and_order(register: Register, name: str) -> None:
    take(register, seen(register, name, "privata@example.org"))

    assert matches(register) == [(Match.NAME, "Lia D'Amìco")]


def test_two_of_one_name_are_told_apart_by_hand_alone(register: Register, webinar: Event) -> None:
    twin = make_booking(webinar).participant
    Participant.objects.filter(pk=twin.pk).update(given_name="Ada", family_name="Negri")
    make_register(webinar)

    taken = take(register, seen(register, "Ada Negri"))

    assert (taken.added, taken.unsettled, matches(register)) == (1, 1, [(Match.NONE, "")])


def test_of_those_who_share_an_address_the_name_tells_which(register: Register) -> None:
    people = Participant.objects.filter(attendances__register=register)
    people.update(user=None, email="ufficio@comune.lodi.it")

    take(register, seen(register, "Ada Negri", "ufficio@comune.lodi.it"), seen(register, "", "ufficio@comune.lodi.it"))

    assert matches(register) == [(Match.NAME, "Ada Negri"), (Match.NONE, "")]


def test_who_has_an_account_and_no_place_comes_onto_the_register(register: Register, webinar: Event) -> None:
    passer_by = make_attender(webinar)

    take(register, seen(register, "Boh", passer_by.user.email))

    assert register.attendees.filter(participant=passer_by, booking=None).count() == 1


def test_the_same_report_twice_adds_nothing(register: Register) -> None:
    rows = [seen(register, "Ada Negri"), seen(register, "Ada Negri", since=5), seen(register, "Ada Negri")]

    first, second = take(register, *rows), take(register, *rows)

    assert (first.added, second.added, register.connections.count()) == (2, 0, 2)


def test_what_is_settled_by_hand_holds_for_all_rows_of_that_name_now_and_later(register: Register) -> None:
    take(register, seen(register, "iPad"), seen(register, "iPad", since=50), seen(register, "Regia"))
    ada = attendee(register, "Ada").participant
    ipad, regia = register.connections.filter(name="iPad").first(), register.connections.get(name="Regia")

    rows = settle_connection(connection=ipad, participant=ada, author=None)
    settle_connection(connection=regia, participant=None, author=None)
    take(register, seen(register, "iPad", since=80), seen(register, "Regia", since=80))

    assert rows == 2
    assert sorted(matches(register)) == sorted([(Match.HAND, "Ada Negri")] * 3 + [(Match.IGNORED, "")] * 2)


def test_minutes_come_onto_the_register_once_everybody_is_known(register: Register) -> None:
    take(register, seen(register, "Ada Negri", since=-20, until=30), seen(register, "Ada Negri", since=60, until=200))
    take(register, seen(register, "Chissà"))
    with pytest.raises(NotAllowed):
        apply(register)
    settle_connection(connection=register.connections.get(name="Chissà"), participant=None, author=None)

    people = apply(register)

    ada = attendee(register, "Ada")
    mark = last_presence(ada, register.event.slots.get())
    assert (people, mark.status, mark.minutes, mark.late) == (1, Presence.Status.PRESENT, 60, 0)
    assert Entry.objects.filter(action="connection.apply").count() == 1


def test_minutes_brought_twice_are_one_entry(register: Register) -> None:
    take(register, seen(register, "Ada Negri"))

    apply(register)
    apply(register)

    assert Presence.objects.count() == 1


def test_who_was_connected_before_or_after_alone_is_absent(register: Register) -> None:
    take(register, seen(register, "Ada Negri", since=-30, until=0))

    apply(register)

    assert Presence.objects.get().status == Presence.Status.ABSENT


def test_three_quarters_of_the_minutes_complete_a_webinar_and_the_seals_hold(register: Register) -> None:
    take(register, seen(register, "Ada Negri", until=68), seen(register, "Lia D'Amico", until=67))
    apply(register)

    close(register)

    done = Completion.objects.values_list("participant__given_name", flat=True)
    assert (list(done), verify_register(register)) == (["Ada"], [])


def test_a_wrong_report_is_taken_back_and_the_right_one_counts(register: Register) -> None:
    take(register, seen(register, "Ada Negri", until=30))
    apply(register)

    dropped = drop_connections(register=register, author=None)
    take(register, seen(register, "Ada Negri", until=90))
    apply(register)

    assert (dropped, [one.minutes for one in Presence.objects.order_by("pk")]) == (1, [30, 90])


def test_a_closed_register_takes_no_report(register: Register) -> None:
    take(register, seen(register, "Ada Negri"))
    close(register)
    connection = register.connections.get()

    for verb in (
        lambda: take(register, seen(register, "Ada Negri", since=3)),
        lambda: apply(register),
        lambda: settle_connection(connection=connection, participant=None, author=None),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_who_is_taken_off_leaves_their_connections_to_be_settled(register: Register) -> None:
    passer_by = make_participant(user=make_user("di.passaggio@example.org"))
    take(register, seen(register, "Boh", "di.passaggio@example.org"))

    take_off(attendee=register.attendees.get(participant=passer_by), author=None)

    assert matches(register) == [(Match.NONE, "")]


def test_connections_follow_who_becomes_one_and_go_with_who_is_erased(register: Register) -> None:
    take(register, seen(register, "Ada Negri"), seen(register, "Lia D'Amico"))
    ada, lia = attendee(register, "Ada"), attendee(register, "Lia")

    take_over_attendances(kept=ada.participant, absorbed=lia.participant, author=None)
    assert {name for _match, name in matches(register)} == {"Ada Negri"}
    apply(register)
    close(register)
    erase_from_registers(participant=ada.participant, author=None)

    assert (register.connections.count(), verify_register(register)) == (0, [])


@pytest.mark.parametrize("people", [1, 3])
def test_a_report_is_matched_in_as_many_questions_for_one_as_for_three(
    webinar: Event, people: int, django_assert_num_queries
) -> None:
    emails = [make_booking(webinar).participant.user.email for _number in range(people)]
    register = make_register(webinar)
    rows = [seen(register, "x", email) for email in emails]

    with django_assert_num_queries(10):
        take(register, *rows)


DAYS = [date(2027, 1, 14), date(2027, 3, 28), date(2027, 10, 31)]  # the last two are those on which the clock changes


@example(day=DAYS[2], hour=2, length=61, spans=[(1, 1), (3600, 29)])  # the hour that strikes twice
@given(
    day=st.sampled_from(DAYS),
    hour=st.sampled_from([0, 1, 2, 9]),
    length=st.integers(30, 240),
    spans=st.lists(st.tuples(st.integers(-3600, 18_000), st.integers(0, 9_000)), max_size=8),
)
def test_minutes_are_those_of_the_seconds_somebody_was_there(day: date, hour: int, length: int, spans) -> None:
    start = at(day, datetime.min.time()).astimezone(tz=None) + timedelta(hours=hour)
    slot = Slot(kind=Slot.Kind.CONNECTION, starts_at=start, ends_at=start + timedelta(minutes=length))
    there: set[int] = set()
    for since, lasting in spans:
        there |= set(range(max(0, since), min(length * 60, since + lasting)))
    local = at(day, datetime.min.time()).tzinfo

    counted = minutes_connected(
        slot,
        [
            ((start + timedelta(seconds=since)).astimezone(local), start + timedelta(seconds=since + lasting))
            for since, lasting in spans
        ],
    )

    assert counted == (len(there) + 30) // 60


def test_minutes_of_several_people_are_kept_apart(register: Register) -> None:
    take(register, seen(register, "Ada Negri", until=10), seen(register, "Lia D'Amico", until=20))

    apply(register)

    people = [attendee(register, name).participant for name in ("Ada", "Lia")]
    assert minutes_at(register.event, people) == {people[0].pk: 10, people[1].pk: 20}
