"""The list of audit entries: filtered, searched, exported, one line each."""

import csv
from io import StringIO

import pytest
from django.test import Client

from courses.audit.actions import record
from courses.audit.models import Entry
from courses.people.models import Participant
from tests.factories.people import make_participant

pytestmark = pytest.mark.django_db
TRAIL = "/admin/courses/entry/"


@pytest.fixture
def person(secretary) -> Participant:
    """To whom two things were done, one by the secretariat."""
    person = make_participant()
    record(author=secretary, action="participant.move", subject=person, reason="Prima riga\r\nseconda", role="x\ny")
    record(author=None, action="participant.create", subject=person)
    return person


def told(client: Client, question: str) -> list[str]:
    return [row.cells[0] for row in client.get(f"{TRAIL}{question}").context["rows"]]


def test_it_is_filtered_by_who_what_kind_and_identifier(desk: Client, secretary, person: Participant) -> None:
    assert told(desk, "?author=system") == ["Scheda creata"]
    assert told(desk, f"?author={secretary.pk}") == ["Ente o ruolo cambiato"]
    assert told(desk, "?action=participant.move&period=7") == ["Ente o ruolo cambiato"]
    assert told(desk, "?kind=courses.participant&q=" + str(person.pk)) == ["Scheda creata", "Ente o ruolo cambiato"]
    assert told(desk, "?q=999999") == []
    assert desk.get(f"{TRAIL}?author=1%27").status_code == 302


def test_a_line_break_breaks_no_line_of_the_export_which_is_written_down(desk: Client, person: Participant) -> None:
    text = b"".join(desk.get(f"{TRAIL}?export=csv&action=participant.move")).decode("utf-8-sig")

    lines = text.splitlines()
    assert len(lines) == 2
    row = next(csv.reader(StringIO(lines[1]), delimiter=";"))
    assert row[6:] == ["Prima riga seconda", "role: x y"]
    assert Entry.objects.filter(action="entry.export").count() == 1


@pytest.mark.parametrize("entries", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    desk: Client, secretary, django_assert_num_queries, entries: int
) -> None:
    for _number in range(entries):
        record(author=secretary, action="participant.create", subject=make_participant())
    desk.get("/admin/")

    with django_assert_num_queries(14):
        desk.get(TRAIL)


def test_an_entry_is_changed_and_deleted_by_nobody(person: Participant) -> None:
    entry = Entry.objects.first()

    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_a_refusal_is_written_down(outsider: Client) -> None:
    assert outsider.get(f"{TRAIL}?q=1").status_code == 403

    entry = Entry.objects.get(action="access.refused")
    assert (entry.details, entry.subject_id) == ({"path": TRAIL}, str(entry.author_id))
