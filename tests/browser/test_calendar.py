"""Finding a day: the list and its filters, the month, the map by keyboard, the page of an event."""

import json

import pytest
from playwright.sync_api import Page, expect

from courses.agenda.models import Event
from tests.browser.steps import COURSE, button, enter, has_focus, link
from tests.browser.test_keyboard import tab_to

CALENDAR = "/calendario/"
DAY = f"{COURSE}casi-studio-simulazioni/giornata-formativa/"
WEBINAR = f"{COURSE}casi-studio-simulazioni/webinar-simulazione-rete/"
WIDE_AND_NARROW = pytest.mark.parametrize("width", [1280, 320])


def first_day() -> Event:
    """The first training day of the programme."""
    return Event.objects.filter(kind="day").order_by("starts_at").first()


@WIDE_AND_NARROW
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("calendar", CALENDAR),
        ("calendar-mistaken", f"{CALENDAR}?regione=99&dal=ieri"),
        ("calendar-month", f"{CALENDAR}?vista=mese"),
        ("calendar-past", f"{CALENDAR}?passate=1"),
        ("day-gate", DAY),
    ],
)
def test_the_pages_of_the_calendar_have_no_barrier(new_page, check, name: str, path: str, width: int) -> None:
    page = new_page(width)
    page.goto(path)

    check(page, f"{name}-{width}")


@WIDE_AND_NARROW
def test_the_page_of_an_event_has_no_barrier_and_its_data_run_nothing(new_page, check, width: int) -> None:
    page = new_page(width)
    page.goto(f"{CALENDAR}{first_day().pk}/")

    data = json.loads(page.locator('script[type="application/ld+json"]').text_content())

    assert data["@type"] == "EducationEvent"
    check(page, f"event-{width}")


@WIDE_AND_NARROW
@pytest.mark.parametrize("path", [DAY, WEBINAR])
def test_the_enrolled_read_what_a_day_is_about_and_its_dates(new_page, check, path: str, width: int) -> None:
    page = enter(new_page(width), "partecipante")
    page.goto(path)

    expect(page.locator("main a[href^='/calendario/']").first).to_be_visible()
    check(page, f"dated-{'day' if path == DAY else 'webinar'}-{width}")


def test_a_day_is_found_by_region_and_the_address_can_be_shared(new_page) -> None:
    page = new_page(1280, scripts=False)
    page.goto(CALENDAR)
    expect(page.locator(".calendar-list > li")).to_have_count(68)

    page.locator("#filtro-regione").select_option("15")
    page.locator("#filtro-tipo").select_option("giornata")
    button(page, "Filter the dates").click()

    expect(page.locator(".calendar-list > li")).to_have_count(4)
    other = new_page(320)
    other.goto(page.url)
    expect(other.locator(".calendar-list > li")).to_have_count(4)
    expect(other.locator("#filtro-regione")).to_have_value("15")


def test_a_month_leads_to_the_next_one_and_to_an_event(page: Page) -> None:
    event = first_day()
    page.goto(f"{CALENDAR}?vista=mese&mese={event.starts_at:%Y-%m}")

    cell = page.locator(f"table.calendar-month a[href='{CALENDAR}{event.pk}/']")
    expect(cell).to_have_accessible_name(page.locator(f"ul a[href='{CALENDAR}{event.pk}/']").text_content())
    page.locator("a[rel=next]").click()
    expect(cell).to_have_count(0)
    page.go_back()
    cell.press("Enter")

    expect(page.locator("h1")).to_have_text(event.title)


def test_the_map_is_walked_by_keyboard_and_says_what_its_table_says(page: Page) -> None:
    page.goto(CALENDAR)
    table = {row.split("\t")[0]: row.split("\t")[1] for row in page.locator("#mappa ~ div tbody tr").all_inner_texts()}
    regions = page.locator(".calendar-map a")
    assert regions.count() == len(table) == 20

    for place in range(20):
        name, days = regions.nth(place).get_attribute("aria-label").split(": ")
        assert table[name] == days.split()[0]
    link(page, "Map by region").click()
    tab_to(page, regions.first)
    has_focus(regions.first)
    page.keyboard.press("Enter")

    expect(page.locator("#filtro-regione")).not_to_have_value("")
    expect(page.locator(".calendar-list > li")).to_have_count(int(table["Abruzzo"]))


def test_the_menu_leads_to_the_calendar(page: Page) -> None:
    page.goto("/")

    page.locator("nav a[href='/calendario/']").click()

    expect(page.locator("nav a[aria-current=page][href='/calendario/']")).to_be_visible()
