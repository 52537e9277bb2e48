"""The list of registers, everything about one, its papers and who may have them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext
from PIL import Image

from courses.agenda.models import Event, Slot
from courses.attendance.actions import add_unknown, attach_sheet
from courses.attendance.models import Presence, Register
from courses.audit.models import Entry
from courses.reports.registers import state_of_register
from tests.factories.agenda import make_day_page, make_event
from tests.factories.attendance import close, make_register, mark_all_day
from tests.factories.booking import make_booking

pytestmark = pytest.mark.django_db
LIST = "/admin/courses/register/"


@pytest.fixture
def event(db) -> Event:
    return make_event(make_day_page())


@pytest.fixture
def register(event: Event) -> Register:
    """Two people with a place."""
    make_booking(event)
    make_booking(event)
    return make_register(event)


def a_picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(file, "PNG")
    return file.getvalue()


def of(register: Register, verb: str = "") -> str:
    return f"{LIST}{register.pk}/{verb}" if verb else f"{LIST}inspect/{register.pk}/"


def bring_to_the_past(event: Event, days: int = 1) -> None:
    """As if the event had been held."""
    back = event.starts_at - (timezone.now() - timedelta(days=days))
    for slot in event.slots.all():
        Slot.objects.filter(pk=slot.pk).update(starts_at=slot.starts_at - back, ends_at=slot.ends_at - back)
    moments = {"starts_at": event.starts_at - back, "ends_at": event.ends_at - back}
    Event.objects.filter(pk=event.pk).update(**moments)


def test_the_list_says_who_was_present_and_who_is_unknown(desk: Client, register: Register) -> None:
    mark_all_day(register.attendees.first())
    add_unknown(register=register, given_name="Ada", family_name="Negri", works_at="Lodi", author=None)

    (row,) = desk.get(LIST).context["rows"]

    assert row.cells[3:6] == ["3", "1", "1"]


def test_the_state_tells_how_often_it_was_corrected_and_whether_the_seal_holds(register: Register) -> None:
    said = [state_of_register(None, 0), state_of_register(register, 0)]
    bring_to_the_past(register.event)
    closed = close(Register.objects.get())
    said += [state_of_register(closed, seals) for seals in (1, 2, 4)]
    closed.is_whole = False

    assert [*said, state_of_register(closed, 1)] == [
        gettext("not opened"),
        pgettext("register", "open"),
        gettext("closed and sealed"),
        ngettext("corrected %(number)d time", "corrected %(number)d times", 1) % {"number": 1},
        ngettext("corrected %(number)d time", "corrected %(number)d times", 3) % {"number": 3},
        gettext("seal not valid"),
    ]


def test_filters_tell_those_to_be_closed_from_the_rest(desk: Client, register: Register) -> None:
    def found(state: str) -> int:
        return len(desk.get(f"{LIST}?state={state}").context["rows"])

    before = [found(state) for state in ("due", "open", "closed")]
    bring_to_the_past(register.event)
    over = [found(state) for state in ("due", "open", "closed")]
    close(Register.objects.get())
    after = [found(state) for state in ("due", "open", "closed")]

    assert (before, over, after) == ([0, 1, 0], [1, 1, 0], [0, 0, 1])


@pytest.mark.parametrize("people", [1, 3])
def test_a_register_is_shown_in_as_many_queries_for_one_as_for_three(
    desk: Client, event: Event, people: int, django_assert_num_queries
) -> None:
    for _number in range(people):
        make_booking(event)
    for attendee in make_register(event).attendees.all():
        mark_all_day(attendee)
    register = close(Register.objects.get())
    desk.get(of(register))

    with django_assert_num_queries(27):
        desk.get(of(register))


def test_the_page_says_whether_the_seals_hold(desk: Client, register: Register) -> None:
    mark_all_day(register.attendees.first())
    close(register)
    before = desk.get(of(register)).context["findings"]
    Presence.objects.filter(minutes__gt=0).update(minutes=1)

    after = desk.get(of(register)).context["findings"]

    assert (len(before), len(after)) == (0, 2)


def test_the_sheet_to_sign_is_a_pdf_and_its_printing_is_written_down(desk: Client, register: Register) -> None:
    answer = desk.get(of(register, "foglio-firme.pdf"))

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert Entry.objects.filter(action="sheet.print").count() == 1


def test_a_scan_is_handed_to_staff_alone_and_written_down(desk: Client, outsider: Client, register: Register) -> None:
    picture = SimpleUploadedFile("../../foglio.html", a_picture())
    sheet = attach_sheet(register=register, file=picture, author=None)
    address = f"/admin/courses/signedsheet/{sheet.pk}/"

    answer = desk.get(address)

    assert b"".join(answer.streaming_content)[:4] == b"\x89PNG"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].endswith('.png"')
    assert outsider.get(address).status_code == 403
    assert Entry.objects.filter(action="sheet.read").count() == 1


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_presences_are_exported_formula_safe_and_written_down(
    desk: Client, register: Register, file_format: str
) -> None:
    add_unknown(register=register, given_name="Ada", family_name="=1+1", works_at="Lodi", author=None)

    content = b"".join(desk.get(of(register, f"presenze.{file_format}")).streaming_content)

    assert content[:3] == (b"\xef\xbb\xbf" if file_format == "csv" else b"PK\x03")
    if file_format == "csv":
        assert content.decode().count('"\'=1+1"') == 2
        assert len(content.decode().splitlines()) == 7
    assert Entry.objects.get(action="register.export").details["format"] == file_format


@pytest.mark.parametrize("verb", ["foglio-firme.pdf", "presenze.csv", "close/", "scan/", "report/", "connections/"])
def test_who_has_no_right_learns_nothing(outsider: Client, register: Register, verb: str) -> None:
    assert [outsider.get(of(one, verb)).status_code for one in (register, Register(pk=987_654))] == [403, 403]


@pytest.mark.parametrize("verb", ["foglio-firme.pdf", "presenze.csv", "close/", "connections/", "correct/1/1/"])
def test_what_is_not_there_is_404(desk: Client, verb: str) -> None:
    assert desk.get(of(Register(pk=987_654), verb)).status_code == 404
