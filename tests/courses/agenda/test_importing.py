"""What the rows of a file of events come to."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from courses.agenda.actions import judge_events
from courses.agenda.imports import COLUMNS
from courses.agenda.models import Event
from courses.catalogue.models import ModulePage
from tests.factories.agenda import make_day_page, make_event, make_teacher, make_venue, make_webinar_page
from tests.factories.territory import make_municipality

pytestmark = pytest.mark.django_db

DAY = "15/06/2099"


@pytest.fixture
def page(db) -> Any:
    """A training day, with a venue in Castro (LE) and a teacher."""
    make_venue(municipality=make_municipality(name="Castro", sigla="LE"))
    make_teacher()
    return make_day_page()


def judge(*rows: dict[str, str]) -> list[Any]:
    whole = [
        dict.fromkeys(COLUMNS, "") | {"activity": "giornata", "day": DAY, "venue": "sala Consiliare"} | r for r in rows
    ]
    return judge_events(whole, timezone.now())


def results(*rows: dict[str, str]) -> list[str]:
    return [str(one.result) for one in judge(*rows)]


@pytest.mark.parametrize("name", ["giornata", "Progettare insieme", "PROGETTARE  INSIEME"])
def test_a_page_is_found_by_title_or_by_its_address(page: Any, name: str) -> None:
    assert results({"activity": name}) == ["new"]


@pytest.mark.parametrize(
    "row",
    [
        {"activity": "Altro"},
        {"day": "31/02/2099"},
        {"day": "presto"},
        {"day": "15/06/2020"},
        {"day": "15/06/9999"},
        {"venue": ""},
        {"venue": "Biblioteca"},
        {"venue": "Biblioteca", "municipality": "Castro", "address": "Via Roma", "venue_seats": "molti"},
        {"municipality": "Atlantide"},
        {"municipality": "Castro", "province": "BG"},
        {"teachers": "Ugo Nessuno"},
        {"teachers": "Lucia Bianchi; Ugo Nessuno"},
        {"seats": "51"},
        {"seats": "0"},
        {"seats": "dieci"},
        {"seats": "5", "minimum": "6"},
        {"morning": "9-13", "afternoon": "12-16"},
        {"morning": "dalle nove"},
        {"morning": "13:00-9:00"},
        {"start": "25:00"},
        {"start": "16:00", "end": "9:00"},
    ],
)
def test_a_row_that_cannot_be_says_why(page: Any, row: dict[str, str]) -> None:
    (judged,) = judge(row)

    assert (str(judged.result), judged.plan, bool(judged.words)) == ("wrong", None, True)


@pytest.mark.parametrize(
    ("row", "hours"),
    [
        ({}, ["09:00-13:00", "14:00-16:00"]),
        ({"start": "9:30"}, ["09:30-13:00", "14:00-16:00"]),
        ({"start": "10.00", "end": "17"}, ["10:00-13:00", "14:00-17:00"]),
        ({"start": "9:00", "end": "12:30"}, ["09:00-12:30"]),
        ({"start": "14:30", "end": "18:00"}, ["14:30-18:00"]),
        ({"morning": "8:30 – 12:30"}, ["08:30-12:30"]),
        ({"morning": "9:00-12:00", "afternoon": "13:00 alle 16:00"}, ["09:00-12:00", "13:00-16:00"]),
    ],
)
def test_hours_are_read_as_people_write_them(page: Any, row: dict[str, str], hours: list[str]) -> None:
    (judged,) = judge(row)

    spans = [[timezone.localtime(end) for end in (part.starts_at, part.ends_at)] for part in judged.plan.parts]
    assert [f"{start:%H:%M}-{end:%H:%M}" for start, end in spans] == hours


def test_a_webinar_has_link_and_hours_and_no_venue(page: Any) -> None:
    make_webinar_page(ModulePage.objects.get())

    (judged,) = judge({"activity": "webinar", "link": "https://example.org", "start": "15:00", "end": "16:30"})
    (wrong,) = judge({"activity": "webinar", "link": "aula"})

    assert (judged.plan.venue, judged.plan.fields["link"], len(judged.plan.parts)) == (None, "https://example.org", 1)
    assert str(wrong.result) == "wrong"


def test_what_is_there_or_stood_before_in_the_file_is_not_made_again(page: Any) -> None:
    make_event(page, date(2099, 6, 14), venue=page._meta.apps.get_model("courses.Venue").objects.get())

    assert results({"day": "14/06/2099"}, {}, {}) == ["there", "new", "there"]


def test_a_venue_or_teacher_at_the_same_time_clashes_also_within_the_file(page: Any) -> None:
    make_venue(name="Biblioteca")
    webinar = {"activity": make_webinar_page(ModulePage.objects.get()).slug}

    assert results(
        {"teachers": "Bianchi Lucia"},
        {"venue": "Biblioteca", "teachers": "lucia bianchi"},
        webinar | {"teachers": "Lucia Bianchi", "start": "16:00", "end": "17:00"},
    ) == ["new", "clash", "new"]


def test_a_called_off_or_past_event_is_in_nobodys_way(page: Any) -> None:
    venue = page._meta.apps.get_model("courses.Venue").objects.get()
    make_event(page, date(2099, 6, 15), venue=venue)
    Event.objects.update(state=Event.State.CALLED_OFF, reason="Neve")

    assert results({}) == ["new"]


@pytest.mark.parametrize("number", [1, 30])
def test_rows_are_judged_in_a_fixed_number_of_queries(page: Any, django_assert_num_queries, number: int) -> None:
    days = [(date(2099, 1, 1) + timedelta(days=one)).strftime("%d/%m/%Y") for one in range(number)]

    with django_assert_num_queries(6):
        assert results(*({"day": day} for day in days)) == ["new"] * number
