"""The secretariat's acts on registers, sent as its browser sends them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from courses.agenda.models import Event
from courses.agenda.queries import page_of
from courses.attendance.actions import add_known, add_unknown
from courses.attendance.models import Attendee, Connection, Presence, Register, ReportColumns
from courses.attendance.queries import last_presence
from tests.factories.agenda import make_day_page, make_event, make_webinar_page
from tests.factories.attendance import close, make_register, mark_all_day
from tests.factories.booking import make_booking
from tests.factories.catalogue import make_course, make_module
from tests.factories.people import make_participant

pytestmark = pytest.mark.django_db
LIST = "/admin/courses/register/"


def held(event: Event) -> Event:
    """As if it had been held yesterday."""
    back = event.ends_at - (timezone.now() - timedelta(days=1))
    for slot in event.slots.all():
        event.slots.filter(pk=slot.pk).update(starts_at=slot.starts_at - back, ends_at=slot.ends_at - back)
    Event.objects.filter(pk=event.pk).update(starts_at=event.starts_at - back, ends_at=event.ends_at - back)
    return Event.objects.get(pk=event.pk)


@pytest.fixture
def register(db) -> Register:
    """Of a training day held yesterday, with one person."""
    event = make_event(make_day_page())
    make_booking(event)
    return make_register(held(event))


@pytest.fixture
def webinar(db) -> Register:
    """Of a webinar held yesterday, with one person: Anna Verdi."""
    event = make_event(make_webinar_page(make_module(make_course())))
    make_booking(event)
    return make_register(held(event))


def send(desk: Client, address: str, **data: Any) -> Any:
    """As the form sends it, with what the page showed."""
    shown = desk.get(address)
    seen = shown.context["form"].initial.get("seen", "") if shown.status_code == 200 else ""
    return desk.post(address, {"seen": seen} | data)


def report(register: Register, *lines: str) -> SimpleUploadedFile:
    head = "Name,Email,Join Time,Leave Time,Duration (Minutes)"
    start = timezone.localtime(register.event.starts_at)
    rows = [f"{line},{start:%d/%m/%Y %H:%M:%S},{start + timedelta(minutes=80):%d/%m/%Y %H:%M:%S},80" for line in lines]
    return SimpleUploadedFile("report.csv", "\n".join([head, *rows]).encode())


def test_closing_says_first_what_will_happen_and_closes_once(desk: Client, register: Register) -> None:
    add_known(register=register, participant=make_participant(), author=None)
    mark_all_day(register.attendees.first())
    address = f"{LIST}{register.pk}/close/"

    facts = [value for _label, value in desk.get(address).context["facts"]]
    answer = send(desk, address)
    register.refresh_from_db()

    assert facts == [1, 0, 1, 0]
    assert (answer.status_code, register.closed_at is not None, register.seals.count()) == (302, True, 1)


def test_an_old_page_closes_nothing(desk: Client, register: Register) -> None:
    mark_all_day(register.attendees.first())

    answer = desk.post(f"{LIST}{register.pk}/close/", {"seen": "x"})
    register.refresh_from_db()

    assert (answer.status_code, register.closed_at) == (200, None)


def test_a_presence_is_corrected_with_a_reason_alone(desk: Client, register: Register) -> None:
    attendee = register.attendees.get()
    mark_all_day(attendee)
    close(register)
    slot = register.event.slots.first()
    address = f"{LIST}{register.pk}/correct/{attendee.pk}/{slot.pk}/"
    change = {"status": "present", "late": 30, "left_early": 0}

    without = send(desk, address, **change, reason=" ")
    done = send(desk, address, **change, reason="Il foglio dice 9:30.")

    last = last_presence(attendee, slot)
    assert (without.status_code, done.status_code) == (200, 302)
    assert (last.minutes, last.note, register.seals.count()) == (210, "Il foglio dice 9:30.", 2)


def test_a_slot_or_person_of_another_register_is_404(desk: Client, register: Register) -> None:
    day = timezone.localdate() + timedelta(days=40)
    event = make_event(page_of(register.event).specific, day=day)
    make_booking(event)
    mine, other = register.attendees.get(), make_register(event).attendees.get()
    slot, wrong = register.event.slots.first(), event.slots.first()

    answers = [
        desk.get(f"{LIST}{register.pk}/correct/{attendee.pk}/{part.pk}/").status_code
        for attendee, part in ((other, slot), (mine, wrong))
    ]

    assert answers == [404, 404]


def test_who_was_unknown_is_searched_for_and_settled(desk: Client, register: Register) -> None:
    known = make_participant(given_name="Ada", family_name="Negri")
    unknown = add_unknown(register=register, given_name="A.", family_name="Negri", works_at="Lodi", author=None)
    address = f"/admin/courses/attendee/{unknown.pk}/settle/"

    found = desk.get(address).context["far"]
    nobody = send(desk, address)
    done = send(desk, address, person=str(known.pk))

    unknown.refresh_from_db()
    assert (found, nobody.status_code, done.status_code, unknown.participant) == ([known], 200, 302, known)


@pytest.mark.parametrize("person", ["x", "\x00", "9" * 30, "-1", "999999"])
def test_nonsense_for_a_person_is_refused_in_words(desk: Client, register: Register, person: str) -> None:
    unknown = add_unknown(register=register, given_name="A.", family_name="Negri", works_at="Lodi", author=None)

    answer = send(desk, f"/admin/courses/attendee/{unknown.pk}/settle/?q=%00{'x' * 5000}", person=person)

    assert (answer.status_code, Attendee.objects.get(pk=unknown.pk).participant) == (200, None)


def test_who_was_put_on_by_mistake_is_taken_off(desk: Client, register: Register) -> None:
    attendee = add_known(register=register, participant=make_participant(), author=None)

    send(desk, f"/admin/courses/attendee/{attendee.pk}/take-off/")

    assert Attendee.objects.filter(pk=attendee.pk).count() == 0


@pytest.mark.parametrize(
    ("content", "status", "kept"), [(b"%PDF-1.7 no", 200, 0), (b"<html>", 200, 0), (b"", 200, 0), (None, 200, 0)]
)
def test_what_is_no_scan_is_refused_in_words(
    desk: Client, register: Register, content: bytes | None, status: int, kept: int
) -> None:
    data = {} if content is None else {"file": SimpleUploadedFile("foglio.pdf", content)}

    answer = send(desk, f"{LIST}{register.pk}/scan/", **data)

    assert (answer.status_code, register.sheets.count()) == (status, kept)


def test_a_register_is_opened_for_an_event_that_may_have_one(desk: Client) -> None:
    later, soon = make_event(make_day_page()), None
    answer = desk.get(f"{LIST}open/")
    soon = held(later)

    done = send(desk, f"{LIST}open/", event=soon.pk)

    assert list(answer.context["form"].fields["event"].queryset) == []
    assert (done.status_code, Register.objects.get().event) == (302, soon)


def test_a_known_report_is_taken_in_settled_and_brought_onto_the_register(desk: Client, webinar: Register) -> None:
    file = report(webinar, "Anna Verdi,", "iPad,x@example.org")
    connections = f"{LIST}{webinar.pk}/connections/"

    taken = send(desk, f"{LIST}{webinar.pk}/report/", file=file)
    early = send(desk, connections)
    ipad = Connection.objects.get(name="iPad")
    send(desk, f"/admin/courses/connection/{ipad.pk}/settle/", person="nobody")
    done = send(desk, connections)

    assert (taken.status_code, taken.url, early.status_code, done.status_code) == (302, connections, 200, 302)
    assert list(Presence.objects.values_list("minutes", "status")) == [(80, "present")]


def test_a_new_report_asks_for_its_columns_and_remembers_them(desk: Client, webinar: Register) -> None:
    start = timezone.localtime(webinar.event.starts_at)
    content = f"Chi;Quando;Quanto\nVerdi Anna;{start:%d/%m/%Y %H:%M};45\n".encode()
    address = f"{LIST}{webinar.pk}/report/"
    asked = send(desk, address, file=SimpleUploadedFile("r.csv", content))
    given = {"rows": asked.context["form"].initial["rows"], "platform": "Webex", "order": ""}

    without = desk.post(address, given)
    unreadable = desk.post(address, given | {"column_name": "0", "column_joined": "2", "column_duration": "1"})
    done = desk.post(address, given | {"column_name": "0", "column_joined": "1", "column_duration": "2"})
    again = send(desk, address, file=SimpleUploadedFile("r.csv", content))

    assert [one.status_code for one in (asked, without, unreadable, done, again)] == [200, 200, 200, 302, 302]
    assert (webinar.connections.count(), ReportColumns.objects.get().platform) == (1, "Webex")


@pytest.mark.parametrize("rows", ["", "x", "\x00", "a:b:c", "x" * 5000])
def test_columns_for_rows_that_nobody_signed_are_refused(desk: Client, webinar: Register, rows: str) -> None:
    answer = desk.post(f"{LIST}{webinar.pk}/report/", {"rows": rows, "platform": "x", "column_name": "0"})

    assert (answer.status_code, webinar.connections.count()) == (302, 0)


@pytest.mark.parametrize("content", [b"", b"\x00" * 50, b"%PDF-1.7", b"PK\x03\x04", b"a" * 3_000_000])
def test_what_is_no_report_is_refused_in_words(desk: Client, webinar: Register, content: bytes) -> None:
    answer = send(desk, f"{LIST}{webinar.pk}/report/", file=SimpleUploadedFile("r.csv", content))

    assert (answer.status_code, webinar.connections.count()) == (200, 0)


def test_a_closed_register_takes_no_report(desk: Client, webinar: Register) -> None:
    close(webinar)

    answer = desk.post(f"{LIST}{webinar.pk}/report/", {"file": report(webinar, "Anna Verdi,")})

    assert (answer.status_code, webinar.connections.count()) == (302, 0)
