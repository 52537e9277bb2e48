"""The calendar and the page of an event, as anyone sees them."""

import json
import re
from datetime import date, timedelta

import pytest
import vobject
from django.test import Client
from django.utils import timezone

from courses.agenda.models import Event
from tests.factories.agenda import make_day_page, make_event, make_teacher, make_venue, make_webinar_page
from tests.factories.territory import make_municipality

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + timedelta(days=40)


@pytest.fixture
def day_page():
    return make_day_page(summary="Si progetta insieme.")


def event_at(page, name: str, sigla: str = "LE", day: date = SOON, **over) -> Event:
    """A training day in a named municipality."""
    return make_event(page, day, venue=make_venue(municipality=make_municipality(name, sigla)), **over)


def listed(client: Client, query: str = "") -> list[str]:
    """The events that the calendar lists, by their addresses, in order."""
    answer = client.get(f"/calendario/{query}")
    assert answer.status_code == 200
    return re.findall(r'fw-semibold" href="/calendario/(\d+)/"', answer.content.decode())


def numbers(*events: Event) -> list[str]:
    return [str(event.pk) for event in events]


def test_the_list_has_what_is_to_come_in_order_and_the_past_apart(client, day_page) -> None:
    later, sooner = event_at(day_page, "Castro"), event_at(day_page, "Livo", "BG", SOON - timedelta(days=5))
    held = event_at(day_page, "Peglio", "BG", SOON - timedelta(days=2))
    gone = timezone.now() - timedelta(days=3)
    Event.objects.filter(pk=held.pk).update(state="held", starts_at=gone, ends_at=gone + timedelta(hours=6))

    assert listed(client) == numbers(sooner, later)
    assert listed(client, "?passate=1") == numbers(held)


def test_each_filter_leaves_what_answers_to_it(client, day_page) -> None:
    module = day_page.get_parent().specific
    webinar = make_event(make_webinar_page(module), SOON + timedelta(days=1))
    lecce, bergamo = event_at(day_page, "Castro"), event_at(day_page, "Livo", "BG", SOON + timedelta(days=2))
    Event.objects.filter(pk=bergamo.pk).update(seats_taken=bergamo.capacity)

    found = {
        query: listed(client, query)
        for query in (
            "?regione=16",
            "?provincia=BG",
            "?tipo=webinar",
            "?tipo=giornata",
            "?posti=1",
            f"?tema={module.slug}&regione=03",
            f"?dal={SOON + timedelta(days=2)}",
            f"?al={SOON}",
            "?regione=16&provincia=BG",
        )
    }

    assert list(found.values()) == [
        numbers(lecce),
        numbers(bergamo),
        numbers(webinar),
        numbers(lecce, bergamo),
        numbers(lecce, webinar),
        numbers(bergamo),
        numbers(bergamo),
        numbers(lecce),
        [],
    ]


@pytest.mark.parametrize(
    "query",
    [
        "?regione=99",
        "?provincia=%27%3B--",
        "?tipo=festa",
        f"?tema={'x' * 5000}",
        "?dal=ieri",
        "?dal=0001-01-01",
        "?al=9999-12-31",
        "?dal=2027-02-01&al=2027-01-01",
        "?vista=mese&mese=2027-13",
        "?vista=mese&mese=0000-01",
        "?vista[]=mese&posti=%20&passate=2",
        "?regione=16&regione=03&regione=",
        "?regione=%00",
        f"?dal={'9' * 5000}",
    ],
)
@pytest.mark.parametrize("path", ["/calendario/", "/calendario/eventi.ics"])
def test_what_makes_no_sense_is_told_or_ignored_and_never_fails(client, day_page, query, path) -> None:
    event_at(day_page, "Castro")

    assert client.get(path + query).status_code == 200


def test_a_choice_that_makes_no_sense_is_told_beside_its_field(client, day_page) -> None:
    event = event_at(day_page, "Castro")

    wrong_region = client.get("/calendario/?regione=99").context
    wrong_order = client.get("/calendario/?al=2020-01-01&dal=2020-02-01").context

    assert (set(wrong_region["form"].errors), wrong_region["events"]) == ({"regione"}, [event])
    assert (set(wrong_order["form"].errors), wrong_order["events"]) == ({"al"}, [event])
    assert [asked["form"].chosen for asked in (wrong_region, wrong_order)] == [0, 1]  # what is not asked is not counted


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("query", ["", "?vista=mese"])
def test_the_calendar_asks_the_same_few_questions_whatever_it_holds(
    client, day_page, django_assert_num_queries, number, query
) -> None:
    first = SOON.replace(day=1) + timedelta(days=31)
    for place in range(number):
        event_at(day_page, f"Luogo {place}", day=first.replace(day=10 + place), teachers=[make_teacher()])
    client.get("/calendario/")  # what the site itself remembers

    with django_assert_num_queries(6 if query else 5):
        client.get(f"/calendario/{query}")


def test_a_month_shows_each_event_on_its_day(client, day_page) -> None:
    event = event_at(day_page, "Castro", day=date(2027, 3, 29))

    month = client.get("/calendario/?vista=mese&mese=2027-03").context["month"]

    assert [(day.day, day.events) for day in month.busy_days] == [(date(2027, 3, 29), [event])]
    assert (month.previous, month.next) == (date(2027, 2, 1), date(2027, 4, 1))


def test_the_map_counts_the_days_to_come_by_region(client, day_page) -> None:
    event_at(day_page, "Castro")
    event_at(day_page, "Livo")
    event_at(day_page, "Peglio", "BG", state="called_off", reason="Neve")

    regions = client.get("/calendario/?regione=16").context["regions"]

    assert [(region.name, region.days) for region in regions] == [("Lombardia", 0), ("Puglia", 2)]


def test_called_off_days_stay_in_sight_with_their_reason(client, day_page) -> None:
    event = event_at(day_page, "Castro")
    Event.objects.filter(pk=event.pk).update(state="called_off", reason="Troppa neve")

    for path in ("/calendario/", f"/calendario/{event.pk}/"):
        assert client.get(path).content.decode().count("Troppa neve") == 1


def test_the_page_of_an_event_never_tells_the_link_of_a_webinar(client, day_page) -> None:
    page = make_webinar_page(day_page.get_parent().specific)
    event = make_event(page, SOON, link="https://aula.example.org/segreta")

    answers = [client.get(path) for path in (f"/calendario/{event.pk}/", f"/calendario/{event.pk}/evento.ics")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not any("segreta" in answer.content.decode() for answer in answers)


def test_search_engines_are_told_when_and_where_and_no_text_ends_the_block(client, day_page) -> None:
    day_page.summary = "</script><b>&"
    day_page.save_revision().publish()
    event = event_at(day_page, "Castro", day=date(2027, 3, 29))

    text = client.get(f"/calendario/{event.pk}/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text).group(1))

    assert data["startDate"] == "2027-03-29T09:00:00+02:00"
    assert data["location"]["address"]["addressLocality"] == "Castro"
    assert data["description"] == "</script><b>&"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"


def test_an_event_whose_page_is_gone_is_nobodys_business(client, day_page) -> None:
    event = event_at(day_page, "Castro")
    day_page.unpublish()

    answers = {
        client.get(path).status_code for path in (f"/calendario/{event.pk}/", "/calendario/99999999999999999999/")
    }

    assert answers == {404}
    assert listed(client) == []


def test_the_feed_has_the_filters_of_the_list_and_reads_in_other_programs(client, day_page) -> None:
    event = event_at(day_page, "Castro", day=date(2027, 3, 29), notes="Portare " + "un documento, " * 12)
    event_at(day_page, "Livo", "BG")
    Event.objects.filter(pk=event.pk).update(state="called_off", reason="Neve")

    answer = client.get("/calendario/eventi.ics?regione=16")
    calendar = vobject.readOne(answer.content.decode())

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (calendar.method.value, calendar.vtimezone.tzid.value) == ("PUBLISH", "Europe/Rome")
    (entry,) = calendar.vevent_list
    assert entry.dtstart.value.isoformat() == "2027-03-29T09:00:00+02:00"
    assert entry.status.value == "CANCELLED"
    assert entry.uid.value.startswith(f"event-{event.uid}@")
    assert not hasattr(entry, "attendee")
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75 and b"\n" not in b"".join(lines)


def test_the_description_of_a_day_shows_its_dates_to_everybody_and_its_text_to_nobody(client, day_page) -> None:
    event = event_at(day_page, "Castro")

    text = client.get(day_page.url).content.decode()

    assert f"/calendario/{event.pk}/" in text
    assert "Di che cosa si parla." not in text
