"""The privacy desk: recording, erasing, limiting, refusing, the copy, the two tables."""

import csv
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from courses.audit.models import Entry
from courses.keeping.models import DataRequest
from courses.people.models import Participant
from courses.privacy import REGISTER, RETENTION
from tests.factories.keeping import make_request
from tests.factories.people import make_municipal_body, make_official

pytestmark = pytest.mark.django_db
ALL = "/admin/courses/datarequest/"


@pytest.fixture
def person() -> Participant:
    """An official with an account who was at no event."""
    return make_official(make_municipal_body(population=20_000))


@pytest.fixture
def asked(person: Participant) -> DataRequest:
    """To be erased."""
    return make_request(person)


def verb(request: DataRequest, name: str) -> str:
    return reverse(f"courses_datarequest_{name}", args=[request.pk])


def test_a_request_is_recorded_and_leads_to_its_page(desk: Client, person: Participant) -> None:
    address = reverse("courses_participant_data_request", args=[person.pk])
    data = {"kind": "erasure", "asked_on": "2026-01-31", "channel": "pec", "asked_by": "delegate", "note": "Prot. 12"}

    answer = desk.post(address, data | {"seen": ""})

    request = DataRequest.objects.get()
    assert answer["Location"] == f"{ALL}inspect/{request.pk}/"
    assert (request.kind, str(request.due_on), request.note) == ("erasure", "2026-03-02", "Prot. 12")
    assert desk.post(address, data | {"asked_on": "\x00", "kind": "x" * 5000}).status_code == 200


def test_the_page_says_what_is_held_and_what_can_be_done(desk: Client, asked: DataRequest) -> None:
    page = desk.get(f"{ALL}inspect/{asked.pk}/")

    assert [name for name, _label in page.context["action_buttons"]] == [
        f"courses_datarequest_{name}" for name in ("copy", "erase", "limit", "refuse")
    ]
    assert page.context["in_the_way"] == ""
    assert {one.entry.model for _name, one in page.context["held"]} >= {Participant, DataRequest, Entry}


def test_erasing_needs_the_tick_and_is_done_once(desk: Client, asked: DataRequest) -> None:
    assert desk.post(verb(asked, "erase"), {"seen": "open"}).status_code == 200
    assert Participant.objects.get(pk=asked.participant_id).given_name == "Anna"

    assert desk.post(verb(asked, "erase"), {"seen": "open", "sure": "on"}).status_code == 302

    assert Participant.objects.get(pk=asked.participant_id).family_name == "Persona cancellata"
    assert desk.get(verb(asked, "erase")).status_code == 302
    assert desk.get(f"{ALL}inspect/{asked.pk}/").status_code == 200


def test_limiting_shows_on_the_persons_page(desk: Client, asked: DataRequest) -> None:
    desk.post(verb(asked, "limit"), {"seen": "open", "reason": "I conti sono aperti."})

    page = desk.get(f"/admin/courses/participant/inspect/{asked.participant_id}/")
    assert page.context["limited"] is True
    assert "Questi dati sono limitati" in page.content.decode()


def test_refusing_needs_a_reason_and_an_erasure_is_not_just_marked(desk: Client, asked: DataRequest) -> None:
    assert desk.post(verb(asked, "refuse"), {"seen": "open", "reason": ""}).status_code == 200
    assert desk.get(verb(asked, "answered")).status_code == 302
    desk.post(verb(asked, "refuse"), {"seen": "open", "reason": "Delega mancante."})

    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("refused", "Delega mancante.")


def test_the_copy_is_a_button(desk: Client, person: Participant) -> None:
    request = make_request(person, DataRequest.Kind.COPY)

    assert desk.get(verb(request, "copy")).status_code == 200
    answer = desk.post(verb(request, "copy"), {"seen": "open"})
    again = desk.post(reverse("courses_participant_copy", args=[person.pk]))

    assert (answer["Content-Type"], again["Content-Type"]) == ("application/zip", "application/zip")
    request.refresh_from_db()
    assert request.state == DataRequest.State.DONE
    assert Entry.objects.filter(action="participant.copy").count() == 2


def test_both_tables_are_the_registers_own(desk: Client) -> None:
    page = desk.get("/admin/courses/privacy/")

    assert [line.entry.key for line in page.context["lines"]] == list(RETENTION)
    assert len(page.context["rows"]) == len(REGISTER)
    text = b"".join(desk.get("/admin/courses/privacy/registro.csv")).decode("utf-8-sig")
    assert len(list(csv.reader(StringIO(text), delimiter=";"))) == len(REGISTER) + 1
    assert desk.get("/admin/courses/privacy/registro.pdf").status_code == 404


def test_whoever_edits_pages_sees_none_of_it(outsider: Client, asked: DataRequest, person: Participant) -> None:
    addresses = ["/admin/courses/privacy/", "/admin/courses/privacy/registro.csv", ALL, f"{ALL}inspect/{asked.pk}/"]
    addresses += [verb(asked, name) for name in ("erase", "limit", "refuse", "answered", "copy")]
    addresses += [reverse("courses_participant_data_request", args=[person.pk])]

    assert {outsider.get(address).status_code for address in addresses} == {403}
    assert outsider.post(reverse("courses_participant_copy", args=[person.pk])).status_code == 403
