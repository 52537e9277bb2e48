"""The secretariat sees who has completed what, and decides with a reason."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from courses.audit.models import Entry
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant
from courses.progress.models import Completion
from tests.browser.steps import DESK, LATER_LESSON, UNREAD_LESSON, email_of, enter, words

PEOPLE = "/admin/courses/participant/"
SCREENS = {
    "participants": PEOPLE,
    "enrolments": "/admin/courses/enrolment/",
    "completions": "/admin/courses/completion/",
    "bodies": "/admin/courses/body/",
    "participants-nothing": f"{PEOPLE}?q=nessuno-si-chiama-così",
    "register": f"{PEOPLE}add/",
}


@pytest.fixture
def desk(new_page) -> Page:
    """The secretariat's own screen."""
    return enter(new_page(1280), "segreteria")


def person(who: str = "partecipante") -> Participant:
    """One of the demonstration's participants."""
    return Participant.objects.get(email=email_of(who))


def story(page: Page, who: str = "partecipante") -> Page:
    """All about one official."""
    page.goto(f"{PEOPLE}inspect/{person(who).pk}/")
    return page


@pytest.mark.parametrize("name", SCREENS)
def test_screens_have_no_barrier(new_page, check_staff_both, name: str) -> None:
    page = enter(new_page(), "segreteria")

    assert page.goto(SCREENS[name]).status == 200
    check_staff_both(page, f"staff-{name}")


def test_story_and_actions_have_no_barrier(new_page, check_staff_both) -> None:
    page = story(enter(new_page(), "segreteria"))
    for folded in page.locator("main details").all():
        folded.evaluate("(one) => { one.open = true; }")
    check_staff_both(page, "staff-story")
    enrolment = Enrolment.objects.get(participant=person())
    for name, address in {
        "suspend": f"/admin/courses/enrolment/{enrolment.pk}/suspend/",
        "complete": f"/admin/courses/enrolment/{enrolment.pk}/complete/",
        "correct": f"{PEOPLE}{person().pk}/correct/",
        "move": f"{PEOPLE}{person().pk}/move/",
        "enrol": f"{PEOPLE}{person().pk}/enrol/",
    }.items():
        page.goto(address)
        check_staff_both(page, f"staff-{name}")


def test_the_way_from_the_menu(desk: Page) -> None:
    desk.goto("/admin/")
    desk.get_by_role("button", name=words("Participation")).click()
    desk.get_by_role("link", name=words("Participants"), exact=True).click()

    desk.wait_for_url(f"**{PEOPLE}")
    expect(desk.locator("main table tbody tr").first).to_be_visible()


def test_filter_and_search_with_accents(desk: Page) -> None:
    desk.goto(PEOPLE)
    everybody = desk.locator("main tbody tr").count()
    desk.locator("#list_region").select_option(label="Puglia")
    desk.locator(".reports-filters button[type=submit]").click()
    desk.wait_for_url("**region=**")
    in_puglia = desk.locator("main tbody th").all_inner_texts()
    assert 0 < len(in_puglia) < everybody
    assert "D'Angelo Anna Maria" in in_puglia

    for typed in ("niccolo", "NICCOLÒ", "rossi nicc"):
        desk.goto(PEOPLE)
        desk.locator("#list_q").fill(typed)
        desk.locator("#list_q").press("Enter")
        desk.wait_for_url("**q=**")
        assert desk.locator("main tbody th").all_inner_texts() == ["Rossi Niccolò"]


def test_inspect_one_official(desk: Page) -> None:
    desk.goto(f"{PEOPLE}?q=ferrari")
    desk.locator("main tbody th a").click()

    expect(desk.locator("main")).to_contain_text("Faenza (RA)")
    expect(desk.locator("main")).to_contain_text(email_of("partecipante"))
    assert desk.locator("main .reports-module").count() == 6


def test_export_what_the_list_shows(desk: Page, tmp_path: Path) -> None:
    desk.goto(f"{PEOPLE}?q=ferr")
    shown = desk.locator("main tbody tr").count()
    with desk.expect_download() as download:
        desk.get_by_role("link", name=words("Download %(label)s", label="CSV")).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)

    rows = list(csv.reader(StringIO(file.read_text(encoding="utf-8-sig")), delimiter=";"))
    assert file.suffix == ".csv"
    assert len(rows) == shown + 1
    assert [row[:3] for row in rows if row[0] == "Ferrari"] == [["Ferrari", "Giulia", email_of("partecipante")]]
    assert Entry.objects.filter(action="participant.export").count() == 1


def test_suspend_with_a_reason_that_the_participant_reads(desk: Page, page: Page, check_staff) -> None:
    enrolment = Enrolment.objects.get(participant=person())
    story(desk).get_by_role("link", name=words("Suspend the enrolment")).click()
    desk.locator("main form.reports-form button[type=submit]").click()
    expect(desk.locator("#errors")).to_be_visible()
    check_staff(desk, "staff-suspend-without-reason")
    enrolment.refresh_from_db()
    assert enrolment.state == State.ACTIVE

    desk.locator("#id_reason").fill("In aspettativa fino a marzo.")
    desk.locator("main form.reports-form button[type=submit]").click()
    desk.wait_for_url("**/inspect/**")

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.reason) == (State.SUSPENDED, "In aspettativa fino a marzo.")
    enter(page, "partecipante").goto(DESK)
    expect(page.locator("main .alert-warning")).to_contain_text("In aspettativa fino a marzo.")
    page.goto(LATER_LESSON)
    expect(page.locator("#courses-mark")).to_have_count(0)


def test_complete_an_activity_for_somebody(desk: Page, page: Page) -> None:
    story(desk).get_by_role("link", name=words("Complete an activity")).click()
    choice = desk.locator("#id_activity option", has_text="Condurre una simulazione in ufficio")
    desk.locator("#id_activity").select_option(choice.get_attribute("value"))
    desk.locator("main form.reports-form button[type=submit]").click()
    expect(desk.locator("#errors")).to_be_visible()  # no reason, no completion

    desk.locator("#id_reason").fill("L'ha letta su carta.")
    desk.locator("main form.reports-form button[type=submit]").click()
    desk.wait_for_url("**/inspect/**")

    done = Completion.objects.get(participant=person(), reason="L'ha letta su carta.")
    assert done.method == Completion.Method.SECRETARIAT
    assert done.author.email == email_of("segreteria")
    enter(page, "partecipante").goto(UNREAD_LESSON)
    expect(page.locator("#courses-mark .badge")).to_be_visible()


def test_a_page_opened_long_ago_changes_nothing_unseen(desk: Page) -> None:
    enrolment = Enrolment.objects.get(participant=person())
    desk.goto(f"/admin/courses/enrolment/{enrolment.pk}/suspend/")
    Enrolment.objects.filter(pk=enrolment.pk).update(state=State.COMPLETED)
    desk.locator("#id_reason").fill("Non risponde più.")
    desk.locator("main form.reports-form button[type=submit]").click()

    expect(desk.locator("main")).to_contain_text(words("Nothing was saved. To be corrected:"))
    expect(desk.locator("#id_reason")).to_have_value("Non risponde più.")
    enrolment.refresh_from_db()
    assert enrolment.state == State.COMPLETED
