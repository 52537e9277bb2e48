"""The secretariat reads everything about an official, a body and an event in time order, and takes the event's file away."""

import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from courses.agenda.models import Event
from courses.keeping.actions import make_due_exports
from courses.people.models import Participant
from tests.browser.steps import button, email_of, enter, link, words

WIDTHS = (1280, 360)


@pytest.fixture
def records(fresh_site) -> dict[str, str]:
    """The stories of one of the demonstration's people, of their body, of a day that was held."""
    person = Participant.objects.get(email=email_of("docente"))
    event = Event.objects.filter(register__isnull=False).earliest("starts_at")
    return {"participant": person.pk, "body": person.body_id, "event": event.pk}


def test_stories_at_both_widths(new_page, check_staff, records) -> None:
    for width in WIDTHS:
        desk: Page = enter(new_page(width), "segreteria")
        for name, pk in records.items():
            desk.goto(f"/admin/courses/{name}/inspect/{pk}/")
            link(desk, "Everything, in time order").click()
            expect(desk.locator("table.reports-story tbody tr").first).to_be_visible()
            check_staff(desk, f"story-{name}-{width}")


def test_a_story_is_narrowed_and_turned_round(new_page, check_staff, records) -> None:
    desk: Page = enter(new_page(1280), "segreteria")
    desk.goto(f"/admin/courses/event/{records['event']}/story/")

    desk.get_by_label(words("Kind of entry")).select_option("letter")
    desk.get_by_label(words("Order")).select_option("oldest")
    button(desk, "Filter the list").click()

    assert "kind=letter" in desk.url and "order=oldest" in desk.url
    check_staff(desk, "story-letters-1280")


def test_the_file_of_an_event_is_taken_away_and_checked(new_page, check_staff, records, tmp_path: Path) -> None:
    for width in WIDTHS:
        desk: Page = enter(new_page(width), "segreteria")
        desk.goto(f"/admin/courses/event/inspect/{records['event']}/")
        link(desk, "File for the audit").click()
        check_staff(desk, f"dossier-{width}")
        desk.goto("/admin/courses/event/dossiers/")
        check_staff(desk, f"dossier-period-{width}")
    desk.goto(f"/admin/courses/event/{records['event']}/dossier/")
    button(desk, "Make the file (ZIP)").click()
    make_due_exports()
    desk.goto("/admin/courses/export/")
    check_staff(desk, "dossier-ready-360")

    with desk.expect_download() as file:
        desk.locator("main tbody th a").first.click()
    with ZipFile(file.value.path()) as package:
        package.extractall(tmp_path)

    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False)
    assert checked.returncode == 0
