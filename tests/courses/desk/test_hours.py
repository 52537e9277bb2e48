"""«Le mie ore», and those of the officials of a body."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.desk.booklets import body_pdf, booklet_pdf
from courses.desk.hours import hours_of_body, own_years, yearly_target
from courses.enrolment.models import Enrolment
from courses.people.actions import move_participant
from courses.people.models import Participant, Role
from courses.progress.models import Credit
from courses.territory.models import Body
from tests.factories.catalogue import activities_of
from tests.factories.people import make_municipal_body, make_official
from tests.factories.progress import make_credit, read
from tests.papers import CUP, is_accessible, tags_of, text_of
from tests.papers import read as read_pdf

pytestmark = pytest.mark.django_db
OWN, BOOKLET = "/area-personale/ore/", "/area-personale/ore/libretto-formativo.pdf"
LIST = "/area-personale/ente/ore/"
FILE = "/area-personale/ente/ore/ore."
FUNDING = "Progetto cofinanziato dal Fondo"
LONG = {"given_name": "Massimiliano Ferdinando Maria", "family_name": "Castelbarco d'Ampezzo de Rossi #panic()"}
THIS_YEAR = timezone.localdate().year
QUERIES = 6


@pytest.fixture(autouse=True)
def lines(settings) -> None:
    settings.COURSES_FUNDING_LINE, settings.COURSES_CUP_READER = FUNDING, "tests.papers.cup"


def signed_in(person: Participant) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def shown(body: Body, year: int = 2026) -> dict[str, list[int]]:
    return {one.participant.given_name: one.minutes for one in hours_of_body(body, str(year)).officials}


def test_ones_own_page_tells_years_attendance_and_the_materials_apart(
    official: Participant, course: CoursePage, enrolment: Enrolment
) -> None:
    make_credit(official, date(2025, 2, 3), 330)
    read(enrolment, course, *activities_of(course)[:1])

    answer = signed_in(official).get(OWN)

    text = answer.content.decode()
    assert [(one.year, one.attended) for one in answer.context["years"]] == [(THIS_YEAR, 0), (2025, 330)]
    assert [part for part in ("5 h 30 min", "10 min", BOOKLET, "40") if part not in text] == []
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("role", "hours"), [(Role.OFFICIAL, 40), (Role.SECRETARY, 40), (Role.MAYOR, 0)])
def test_the_yearly_target_is_for_employees_and_not_for_who_was_elected(role: str, hours: int) -> None:
    assert yearly_target(Participant(role=role)) == hours


def test_a_host_may_have_no_target(settings) -> None:
    settings.COURSES_YEARLY_HOURS = 0

    assert yearly_target(Participant(role=Role.OFFICIAL)) == 0


def test_hours_are_of_who_is_signed_in(official: Participant, client: Client) -> None:
    make_credit(official, date(2026, 2, 3))
    other = make_official(official.body)

    assert [one.attended for one in signed_in(other).get(OWN).context["years"]] == [0]
    assert [client.get(path).status_code for path in (OWN, BOOKLET)] == [302, 302]


def test_an_account_without_a_participant_has_no_hours(admin_client: Client) -> None:
    assert [admin_client.get(path).status_code for path in (OWN, BOOKLET)] == [302, 404]


@pytest.mark.parametrize("names", [LONG, {"given_name": "Ada", "family_name": "Negri"}])
def test_the_booklet_is_tagged_and_says_years_events_and_who_pays(names: dict[str, str]) -> None:
    person = make_official(make_municipal_body(name="San Martino in Badia/Sankt Martin in Thurn"), **names)
    if names is LONG:
        make_credit(person, date(2026, 2, 3), 330, title="Le reti territoriali *_<a>$x$ #panic()")
        make_credit(person, date(2025, 2, 3), 90, kind=Credit.Kind.WEBINAR, of_minutes=90)

    document = read_pdf(booklet_pdf(person), f"libretto-{len(names['family_name'])}")

    text = text_of(document)
    wanted = [person.full_name, "Sankt Martin", FUNDING, CUP]
    wanted += ["5 h 30 min", "1 h 30 min", "#panic()"] if names is LONG else ["0 h"]
    assert (is_accessible(document), [part for part in wanted if part not in text]) == (True, [])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= tags_of(document)


def test_ones_booklet_is_taken_away(official: Participant) -> None:
    answer = signed_in(official).get(BOOKLET)

    assert (answer["Content-Type"], answer.content[:5], "no-store" in answer["Cache-Control"]) == (
        "application/pdf",
        b"%PDF-",
        True,
    )


def test_the_contact_sees_the_hours_of_each_official_and_not_what_they_read(
    carla: Client, body: Body, course: CoursePage
) -> None:
    ada = make_official(body, given_name="Ada", family_name="Negri")
    make_credit(ada, date(2026, 2, 3), 330)
    make_credit(ada, date(2026, 3, 3), 90, kind=Credit.Kind.WEBINAR, of_minutes=90)
    make_credit(ada, date(2025, 2, 3))
    make_credit(make_official(make_municipal_body(), given_name="Ugo"), date(2026, 2, 3))

    answer = carla.get(LIST, {"anno": "2026"})

    hours = answer.context["hours"]
    assert shown(body) == {"Ada": [330, 90, 420], "Carla": [0, 0, 0]}
    assert (hours.total, hours.year, hours.years) == ([330, 90, 420], 2026, sorted({THIS_YEAR, 2026, 2025})[::-1])
    assert "Giornata formativa" not in answer.content.decode()


def test_of_who_moved_each_body_sees_the_hours_of_its_own_time(official: Participant) -> None:
    before, now = official.body, make_municipal_body(population=20_000)
    Participant.objects.filter(pk=official.pk).update(affiliated_since=date(2025, 1, 1))
    official.refresh_from_db()
    make_credit(official, date(2026, 2, 3), 330)
    make_credit(official, timezone.localdate(), 60)

    at_first = hours_of_body(before, "2026").officials[0].minutes
    move_participant(participant=official, body=now, role=official.role, author=None)

    (one,) = hours_of_body(now, str(THIS_YEAR)).officials
    assert (at_first[-1] >= 330, one.minutes[-1], hours_of_body(before, "2026").officials) == (True, 60, [])


def test_the_same_official_in_another_role_keeps_the_hours(official: Participant) -> None:
    Participant.objects.filter(pk=official.pk).update(affiliated_since=date(2025, 1, 1))
    official.refresh_from_db()
    make_credit(official, date(2025, 2, 3), 330)

    move_participant(participant=official, body=official.body, role=Role.EXECUTIVE, author=None)

    assert shown(official.body, 2025) == {"Anna": [330, 0, 330]}


@pytest.mark.parametrize("number", [1, 3])
def test_hours_of_one_and_of_three_officials_cost_the_same(
    carla: Client, body: Body, number: int, django_assert_num_queries
) -> None:
    for _official in range(number):
        make_credit(make_official(body), date(2026, 2, 3))
    carla.get(LIST)

    with django_assert_num_queries(QUERIES):
        carla.get(LIST, {"anno": "2026"})


@pytest.mark.parametrize("year", ["", "x" * 5000, "1999", "-1", "\x00", "٢٠٢٦", "2026.0"])
def test_a_year_that_is_none_is_the_current_one(carla: Client, year: str) -> None:
    assert carla.get(LIST, {"anno": year}).context["hours"].year == THIS_YEAR


def test_the_hours_are_taken_away_as_numbers_without_formulas_and_with_a_trace(carla: Client, body: Body) -> None:
    make_credit(make_official(body, given_name="=1+1", family_name="Aa"), date(2026, 2, 3), 330)

    table = carla.get(f"{FILE}xlsx", {"anno": "2026"})
    text = b"".join(carla.get(f"{FILE}csv", {"anno": "2026"}).streaming_content).decode()

    rows = list(load_workbook(BytesIO(table.getvalue())).active.values)
    assert rows[1][4:] == (2026, 5.5, 0, 5.5, 40)
    assert ('"\'=1+1"' in text, Entry.objects.filter(action="body.export_hours").count()) == (True, 2)


def test_the_summary_of_a_body_is_tagged_and_names_everybody(carla: Client, body: Body) -> None:
    make_credit(make_official(body, **LONG), date(2026, 2, 3), 330)

    document = read_pdf(carla.get(f"{FILE}pdf", {"anno": "2026"}).content, "ore-ente")

    text = text_of(document)
    wanted = ["Carla", "de Rossi", "5 h 30 min", "2026", FUNDING, CUP]
    assert (is_accessible(document), [part for part in wanted if part not in text]) == (True, [])


def test_a_body_without_officials_has_an_empty_summary() -> None:
    assert body_pdf(hours_of_body(make_municipal_body()))[:5] == b"%PDF-"


def test_who_is_no_contact_has_no_such_pages(official: Participant) -> None:
    client = signed_in(official)

    assert {client.get(path).status_code for path in (LIST, f"{FILE}csv", f"{FILE}pdf")} == {404}


def test_there_are_no_other_formats_and_nothing_is_sent(carla: Client) -> None:
    assert [carla.get(f"{FILE}exe").status_code, carla.post(LIST).status_code, carla.post(OWN).status_code] == [
        404,
        405,
        405,
    ]


def test_the_personal_area_and_the_body_lead_to_the_hours(carla: Client) -> None:
    texts = [carla.get(reverse(f"courses:{name}")).content.decode() for name in ("desk", "own_body")]

    assert [OWN in texts[0], LIST in texts[1]] == [True, True]


def test_the_current_year_is_there_once(official: Participant) -> None:
    make_credit(official, timezone.localdate(), 60)

    assert [(one.year, one.attended) for one in own_years(official)] == [(THIS_YEAR, 60)]
