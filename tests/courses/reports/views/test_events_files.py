"""Events from a file: looked at first, made afterwards."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courses.agenda.models import Event, Venue
from tests.factories.agenda import make_day_page, make_event, make_teacher, make_venue
from tests.factories.territory import make_municipality

pytestmark = pytest.mark.django_db

FILE = "/admin/courses/event/file/"
HEAD = "Attività;Data;Mattina;Pomeriggio;Sede;Comune;Provincia;Indirizzo;Posti della sede;Docenti;Posti;Minimo"


def upload(desk: Client, *rows: str, head: str = HEAD) -> Any:
    content = "\n".join((head, *rows)).encode()
    return desk.post(FILE, {"file": SimpleUploadedFile("eventi.csv", content)})


def apply(desk: Client, shown: Any, **data: str) -> Any:
    return desk.post(FILE, {"rows": shown.context["rows"]} | data)


def test_looking_writes_nothing_and_applying_makes_the_good_rows(desk: Client, secretary) -> None:
    page, venue = make_day_page(), make_venue(name="Sala consiliare")
    make_teacher()

    shown = upload(
        desk,
        f"{page.title};31/12/2099;9:00-13:00;;Sala consiliare;;;;;Lucia Bianchi;30;5",
        "Nessuna pagina;31/12/2099;;;Sala consiliare;;;;;;;",
    )
    judged = [(one.number, str(one.result)) for one in shown.context["judged"]]
    assert (judged, Event.objects.count()) == ([(2, "new"), (3, "wrong")], 0)

    done = apply(desk, shown)
    event = Event.objects.get()
    assert (done.url, event.venue, event.capacity, event.minimum) == ("/admin/courses/event/", venue, 30, 5)
    assert [str(teacher) for teacher in event.teachers.all()] == ["Lucia Bianchi"]
    assert event.slots.count() == 1


def test_applied_twice_is_once(desk: Client) -> None:
    page = make_day_page()
    make_venue()
    shown = upload(desk, f"{page.slug};31/12/2099;;;Sala consiliare;;;;;;;")

    apply(desk, shown)
    apply(desk, shown)

    assert Event.objects.count() == 1


def test_an_unknown_venue_is_created_when_it_is_described(desk: Client) -> None:
    page, town = make_day_page(), make_municipality(name="Castro", sigla="LE")
    shown = upload(
        desk,
        f"{page.slug};31/12/2099;;;Biblioteca;Castro;LE;Via Roma, 1;25;;;",
        f"{page.slug};30/12/2099;;;Biblioteca;Castro;LE;Via Roma, 1;25;;;",
    )

    apply(desk, shown)

    venue = Venue.objects.get()
    assert (venue.name, venue.municipality, venue.address, venue.seats) == ("Biblioteca", town, "Via Roma, 1", 25)
    assert [event.capacity for event in Event.objects.all()] == [25, 25]


def test_clashing_rows_are_made_only_when_it_is_ticked(desk: Client) -> None:
    page, venue = make_day_page(), make_venue()
    make_event(page, date(2099, 12, 31), venue=venue)
    Event.objects.update(activity_key="00000000-0000-0000-0000-000000000001")
    shown = upload(desk, f"{page.slug};31/12/2099;;;Sala consiliare;;;;;;;")
    assert [str(one.result) for one in shown.context["judged"]] == ["clash"]

    apply(desk, shown)
    assert Event.objects.count() == 1

    apply(desk, shown, also_clashing="1")
    assert Event.objects.count() == 2


@pytest.mark.parametrize("rows", ["", "x", "\x00", "a:b:c", "x" * 5000])
def test_rows_that_we_did_not_sign_are_refused(desk: Client, rows: str) -> None:
    response = desk.post(FILE, {"rows": rows})

    assert (response.url, Event.objects.count()) == (FILE, 0)


def test_rows_of_another_account_are_refused(desk: Client, django_user_model) -> None:
    page = make_day_page()
    make_venue()
    shown = upload(desk, f"{page.slug};31/12/2099;;;Sala consiliare;;;;;;;")
    boss = django_user_model.objects.create_superuser("capo", "capo@example.org", "una parola lunga")
    other = Client()
    other.force_login(boss)

    apply(other, shown)

    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    "content", [b"", b"x", b"\x00\x00", b"PK\x03\x04rotto", b"%PDF-1.7", "Attività;Data\n".encode()]
)
def test_a_file_that_cannot_be_read_says_why(desk: Client, content: bytes) -> None:
    response = desk.post(FILE, {"file": SimpleUploadedFile("eventi.csv", content)})

    assert list(response.context["form"].errors) == ["file"]


def test_more_than_five_hundred_rows_are_refused(desk: Client) -> None:
    response = upload(desk, *["giornata;31/12/2099;;;;;;;;;;"] * 501)

    assert list(response.context["form"].errors) == ["file"]


def test_the_template_is_read_back(desk: Client) -> None:
    for file_format in ("csv", "xlsx"):
        content = b"".join(desk.get(f"/admin/courses/event/modello.{file_format}"))
        shown = desk.post(FILE, {"file": SimpleUploadedFile(f"m.{file_format}", content)})
        assert [str(one.result) for one in shown.context["judged"]] == ["wrong"]  # its page is an example
    assert desk.get("/admin/courses/event/modello.pdf").status_code == 404


def test_editors_import_nothing(outsider: Client) -> None:
    assert [outsider.get(FILE).status_code, outsider.post(FILE).status_code] == [403, 403]
    assert outsider.get("/admin/courses/event/modello.csv").status_code == 403
