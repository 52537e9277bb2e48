"""Who was where: the lists of places, of presences and of hours, and progress module by module."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from courses.agenda.models import Event, TrainingDayPage
from courses.attendance.actions import add_unknown, mark
from courses.attendance.models import Attendee, Presence, Register
from courses.audit.models import Entry
from courses.booking.actions import cancel_booking
from courses.booking.models import Booking
from courses.reports.presences import OUTCOMES, attendees_listed, attendees_where
from tests.courses.reports.views.test_many import confirm
from tests.factories.agenda import make_day_page, make_event
from tests.factories.attendance import close, during, make_register, mark_all_day
from tests.factories.booking import make_attender, make_booking
from tests.factories.catalogue import activities_of, make_lesson, make_module, make_small_course
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official
from tests.factories.progress import read

pytestmark = pytest.mark.django_db

PLACES, PRESENCES, HOURS = (f"/admin/courses/{one}/" for one in ("booking", "attendee", "credit"))
MOVE = f"{PLACES}move/"


@pytest.fixture
def page(db) -> TrainingDayPage:
    return make_day_page()


@pytest.fixture
def event(page: TrainingDayPage) -> Event:
    return make_event(page)


def people_at(event: Event, *names: str) -> list[Booking]:
    body = make_municipal_body(population=20_000, sigla="LE")
    people = [make_attender(event, body) for _name in names]
    for person, name in zip(people, names, strict=True):
        person.family_name = name
        person.save()
    return [make_booking(event, person) for person in people]


def marked(event: Event, **statuses: str) -> Register:
    """A register with these people: present, absent, excused, half the day, or without a mark."""
    people_at(event, *statuses)
    register = make_register(event)
    for attendee in register.attendees.select_related("participant"):
        status = statuses[attendee.participant.family_name]
        if status == "half":
            first, second = event.slots.order_by("starts_at")
            mark(attendee=attendee, slot=first, status="present", author=None, now=during(event))
            mark(attendee=attendee, slot=second, status="excused", author=None, now=during(event))
        elif status:
            mark_all_day(attendee, status)
    return register


def shown(desk: Client, address: str) -> dict[str, list[Any]]:
    response = desk.get(address)
    assert response.status_code == 200
    return {row.first: row.cells for row in response.context["rows"]}


def exported(desk: Client, address: str) -> list[dict[str, str]]:
    text = b"".join(desk.get(address)).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


EVERYBODY = {"Presente": "present", "Assente": "absent", "Scusata": "excused", "Mezza": "half", "Nulla": ""}


def test_presences_are_told_for_everybody_on_a_register_once(desk: Client, event: Event) -> None:
    register = marked(event, **EVERYBODY)
    add_unknown(register=register, given_name="Ada", family_name="Negri", works_at="Lodi", author=None)
    given_up = people_at(event, "Tardi")[0]
    Attendee.objects.create(register=register, participant=given_up.participant, booking=given_up)
    cancel_booking(booking=given_up, reason="Altro impegno", author=None)

    found = {name.split()[0]: (cells[4], cells[5]) for name, cells in shown(desk, PRESENCES).items()}

    assert found == {
        "Presente": ("Presente", "360 / 360"),
        "Assente": ("Assente", "0 / 360"),
        "Scusata": ("Assente, giustificato", "0 / 360"),
        "Mezza": ("Presente", "240 / 360"),
        "Nulla": ("Non segnato", "0 / 360"),
        "Negri": ("Non segnato", "0 / 360"),
    }
    parts = [set(attendees_where(one).values_list("pk", flat=True)) for one in OUTCOMES]
    listed = set(attendees_listed().values_list("pk", flat=True))
    assert [len(part & listed) for part in parts] == [2, 1, 1, 2]
    assert set().union(*parts) >= listed
    assert sum(map(len, parts)) == len(set().union(*parts))


def test_a_correction_counts_and_what_it_corrects_does_not(desk: Client, event: Event) -> None:
    register = marked(event, Rossi="present")
    attendee = register.attendees.get()
    mark_all_day(attendee, Presence.Status.ABSENT)

    assert [cells[4] for cells in shown(desk, f"{PRESENCES}?presence=absent").values()] == ["Assente"]
    assert shown(desk, f"{PRESENCES}?presence=present") == {}


def test_presences_are_filtered_by_event_place_register_and_name(
    desk: Client, page: TrainingDayPage, event: Event
) -> None:
    marked(event, Rossi="present")
    other = make_event(page)
    marked(other, Bruni="absent")
    closed = close(other.register)

    assert [name.split()[0] for name in shown(desk, f"{PRESENCES}?event={event.pk}")] == ["Rossi"]
    assert [name.split()[0] for name in shown(desk, f"{PRESENCES}?register=closed")] == ["Bruni"]
    assert [name.split()[0] for name in shown(desk, f"{PRESENCES}?region=Puglia&province=LE&q=bruni")] == ["Bruni"]
    make_municipal_body(sigla="LO")
    assert shown(desk, f"{PRESENCES}?region=Lombardia") == {}
    assert desk.get(f"{PRESENCES}?event=999999").status_code == 302
    rows = exported(desk, f"{PRESENCES}?event={closed.event_id}&export=csv")
    assert [(row["Cognome"], row["Provincia"], row["Minuti di presenza"]) for row in rows] == [("Bruni", "LE", "0")]
    assert Entry.objects.get(action="attendee.export").details["rows"] == 1


def test_hours_are_those_of_closed_registers_and_persons_are_told_apart_from_presences(
    desk: Client, event: Event
) -> None:
    close(marked(event, Rossi="present", Bruni="half", Verdi="absent"))
    assert shown(desk, f"{HOURS}?present=yes").keys() == {"Rossi Anna", "Bruni Anna"}

    page = desk.get(HOURS)

    assert page.context["summary"] == "Righe: 3. Persone presenti: 2. Presenze: 2. Ore persona: 10."
    rows = exported(desk, f"{HOURS}?export=csv&q=bruni")
    assert [(row["Cognome"], row["Minuti di presenza"], row["Ore di presenza"]) for row in rows] == [
        ("Bruni", "240", "4.0")
    ]


def test_places_of_several_events_are_moved_to_one_other_date_row_by_row(
    desk: Client, page: TrainingDayPage, event: Event
) -> None:
    another, target = (make_event(page, capacity=40) for _number in range(2))
    rossi, bruni = people_at(event, "Rossi", "Bruni")
    (verdi,) = people_at(another, "Verdi")
    cancel_booking(booking=bruni, reason="Altro impegno", author=None)

    response = confirm(desk, MOVE, [rossi, bruni, verdi], event=str(target.pk))

    results = [(str(one.row).split()[-1], one.is_done) for one in response.context["outcomes"]]
    assert results == [("Rossi", True), ("Bruni", False), ("Verdi", True)]
    places = Booking.objects.filter(state=Booking.State.BOOKED).values_list("participant__family_name", "event")
    assert sorted(places) == [("Rossi", target.pk), ("Verdi", target.pk)]
    assert shown(desk, f"{PLACES}?event={target.pk}&state=booked").keys() == {"Rossi Anna", "Verdi Anna"}
    assert shown(desk, f"{PLACES}?event={event.pk}&state=cancelled").keys() == {"Rossi Anna", "Bruni Anna"}


def test_progress_is_told_module_by_module(desk: Client) -> None:
    course = make_small_course(lessons=2, modules=2)
    make_lesson(make_module(course, "tre"), "facoltativa", required=False)
    anna = make_enrolment(make_official(make_municipal_body()), course)
    read(anna, course, *activities_of(course)[:3])

    address = "/admin/courses/enrolment/?col=module_1,module_2,module_3"

    assert list(shown(desk, address).values()) == [["99", "50", "–"]]
    assert [list(row.values())[2:] for row in exported(desk, f"{address}&export=csv")] == [["99", "50", ""]]
    assert desk.get("/admin/courses/enrolment/?col=module_4").status_code == 302


@pytest.mark.parametrize("address", [PLACES, PRESENCES, HOURS])
def test_the_lists_are_not_for_editors(outsider: Client, address: str) -> None:
    assert outsider.get(address).status_code == 403
    assert outsider.get(f"{address}?export=csv").status_code == 403


# the first number is the page's, the second the export's
COSTS = {PLACES: (16, 13), PRESENCES: (18, 16), HOURS: (17, 13)}


@pytest.mark.parametrize("people", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(
    desk: Client, event: Event, django_assert_num_queries, people: int
) -> None:
    close(marked(event, **dict(list(EVERYBODY.items())[:people])))
    desk.get("/admin/")  # what Wagtail keeps for the process

    for address, (page, export) in COSTS.items():
        with django_assert_num_queries(page):
            desk.get(address)
        with django_assert_num_queries(export):
            b"".join(desk.get(f"{address}?export=csv"))
