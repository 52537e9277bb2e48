"""`manage.py verify_registers`: what it says, and how it ends."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from courses.attendance.actions import correct_presence, verify_register
from courses.attendance.models import Attendee, Presence, Register
from tests.factories.attendance import close, mark_all_day

pytestmark = pytest.mark.django_db


def run(**options: object) -> list[str]:
    said = StringIO()
    call_command("verify_registers", stdout=said, **options)
    return said.getvalue().splitlines()


def test_whole_and_open_registers_are_told_in_one_line_each(register: Register, attendee: Attendee) -> None:
    before = run()
    mark_all_day(attendee)
    close(register)

    after = run(event=register.event_id)

    assert [line.startswith(f"{register.event_id} ") for line in before + after] == [True, True]
    assert before[0].rpartition(": ")[2] != after[0].rpartition(": ")[2]


def test_a_change_made_in_sql_is_told_and_ends_with_one(register: Register, attendee: Attendee) -> None:
    mark_all_day(attendee)
    close(register)
    changed = attendee.presences.first()
    Presence.objects.filter(pk=changed.pk).update(minutes=1)
    said = StringIO()

    with pytest.raises(CommandError) as refusal:
        call_command("verify_registers", stdout=said)

    assert refusal.value.returncode == 1
    assert len(said.getvalue().splitlines()) == 2


def test_an_event_without_a_register_is_told(db) -> None:
    with pytest.raises(CommandError):
        run(event=999_999)


TRUNCATED = {
    "another person in the place of one made to look erased": "UPDATE courses_attendee SET salt = ''",
    "the register open again": "UPDATE courses_register SET closed_at = NULL",
    "no seal, and the register open again": "UPDATE courses_register SET closed_at = NULL; DELETE FROM courses_seal",
    "the last seal gone, with the correction it held": (
        "DELETE FROM courses_seal WHERE number = 2; DELETE FROM courses_presence WHERE reason_of_test"
    ),
}


@pytest.mark.parametrize("what", TRUNCATED)
def test_what_was_taken_away_since_the_seal_is_found(register: Register, attendee: Attendee, what: str) -> None:
    mark_all_day(attendee)
    closed, slot = close(register), register.event.slots.first()
    correct_presence(attendee=attendee, slot=slot, status=Presence.Status.ABSENT, reason="Errore.", author=None)
    last = Presence.objects.latest("pk")
    assert verify_register(closed) == []

    with connection.cursor() as cursor:
        for statement in TRUNCATED[what].split("; "):
            cursor.execute(statement.replace("reason_of_test", f"id = {last.pk}"))

    assert verify_register(closed) != []
