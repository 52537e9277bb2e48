"""The papers of attendance, read back as a reader of PDFs does."""

import pytest

from courses.agenda.models import Event
from courses.attendance.actions import add_unknown, mark
from courses.attendance.exports import sheet_data, sheet_pdf, statement_data, statement_pdf
from courses.attendance.models import Attendee, Presence, Register
from courses.people.models import Participant
from tests.factories.agenda import make_event, make_teacher, make_webinar_page
from tests.factories.attendance import close, during, make_register, mark_all_day
from tests.factories.booking import make_attender, make_booking
from tests.factories.catalogue import make_course, make_module
from tests.factories.people import make_municipal_body
from tests.papers import is_accessible, read, tags_of, text_of

pytestmark = pytest.mark.django_db
FUNDING = "Progetto cofinanziato dal Fondo"
LONG = "Massimiliano Ferdinando Castelbarco"  # 34 letters and more
GERMAN = "San Martino in Badia/Sankt Martin in Thurn"
Status = Presence.Status


@pytest.fixture(autouse=True)
def lines(settings) -> None:
    settings.COURSES_FUNDING_LINE, settings.COURSES_CUP_READER = FUNDING, "tests.papers.cup"


@pytest.fixture
def full(event: Event) -> Register:
    """Two known people, one with a long name in a body with a long one, somebody unknown, a teacher."""
    event.teachers.add(make_teacher(family_name="#panic()"))
    first = make_booking(event, body_of_name(event)).participant
    Participant.objects.filter(pk=first.pk).update(given_name=LONG, family_name="d'Ampezzo de Rossi")
    make_booking(event)
    register = make_register(event)
    add_unknown(register=register, given_name="Ada", family_name="Negri*_<a>$x$", works_at="Lodi", author=None)
    return register


def body_of_name(event: Event) -> Participant:
    return make_attender(event, make_municipal_body(name=GERMAN, population=20_000))


def test_the_sheet_is_tagged_titled_and_in_italian(full: Register) -> None:
    document = read(sheet_pdf(full), "foglio")

    assert is_accessible(document)
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= tags_of(document)


def test_the_sheet_has_all_that_the_fund_asks_for(full: Register) -> None:
    document = read(sheet_pdf(full), "foglio")
    text = text_of(document)

    wanted = [
        FUNDING,
        "F89J17000130007",
        LONG,
        "Sankt Martin in Thurn",
        "Lucia #panic()",
        "Negri*_<a>$x$",
        "09:00–13:00",
    ]
    assert [piece for piece in wanted if piece not in text] == []
    assert [f"1 di {len(document.pages)}" in text or f"1 of {len(document.pages)}" in text] == [True]


def test_people_are_numbered_and_the_rest_of_the_page_is_struck_through(full: Register) -> None:
    (rows,) = sheet_data(full)["sheets"]

    assert [row[0] for row in rows] == list(range(1, 9))
    assert [row[1] is None for row in rows] == [False] * 3 + [True] * 5


def test_a_full_day_goes_on_over_the_pages_without_a_gap(event: Event) -> None:
    register = make_register(event)
    for number in range(40):
        add_unknown(register=register, given_name="Ada", family_name=f"Negri {number:02}", works_at="", author=None)

    pages = sheet_data(register)["sheets"]

    assert [row[0] for rows in pages for row in rows] == list(range(1, 49))
    assert sum(row[1] is not None for rows in pages for row in rows) == 40
    assert len(read(sheet_pdf(register), "foglio-40").pages) == len(pages) + 1


def test_a_webinar_has_a_sheet_of_one_part() -> None:
    webinar = make_event(make_webinar_page(make_module(make_course())))

    assert len(sheet_data(make_register(webinar))["parts"]) == 1


def test_the_statement_says_the_times_as_they_were(attendee: Attendee) -> None:
    event = attendee.register.event
    morning, afternoon = event.slots.order_by("starts_at")
    mark(
        attendee=attendee,
        slot=morning,
        status=Status.PRESENT,
        late=20,
        left_early=10,
        author=None,
        now=during(event),
    )
    mark(attendee=attendee, slot=afternoon, status=Status.ABSENT, author=None, now=during(event))

    rows = statement_data(attendee)["parts"]
    document = read(statement_pdf(attendee), "attestazione")

    assert [row[1:3] for row in rows] == [["09:20", "12:50"], ["–", "–"]]
    assert rows[0][3].split()[0] == "210"
    assert is_accessible(document)
    assert [piece in text_of(document) for piece in (FUNDING, attendee.full_name, "09:20")] == [True] * 3


def test_the_statement_of_an_open_register_says_that_it_may_be_corrected(attendee: Attendee) -> None:
    mark_all_day(attendee)
    before = statement_data(attendee)["notes"]

    close(attendee.register)
    attendee.refresh_from_db()
    after = statement_data(Attendee.objects.get(pk=attendee.pk))["notes"]

    assert (len(before), len(after)) == (2, 1)
