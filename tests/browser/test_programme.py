"""The desk over the whole programme: figures, stories, the file for the audit, a message, a frozen report."""

import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from courses.agenda.models import Event
from courses.booking.actions import book
from courses.figures.tallies import recount
from courses.keeping.actions import make_due_exports
from courses.messages.models import Message
from courses.people.models import Participant
from tests.browser.steps import email_of, enter, words
from tests.factories.attendance import make_register, mark_all_day

ADMIN = "/admin/courses"


@pytest.fixture
def desk(new_page) -> Page:
    """The secretariat's own screen."""
    return enter(new_page(1280), "segreteria")


@pytest.fixture
def event(fresh_site) -> Event:
    """A training day with a person on its register."""
    event = Event.objects.filter(kind="day").order_by("starts_at", "pk")[3]
    person = Participant.objects.get(email=email_of("partecipante"))
    book(event=event, participant=person, author=None, now=event.booking_opens_at)
    mark_all_day(make_register(event).attendees.get())
    recount(at_once=True)
    return event


def submit(page: Page, name: str) -> None:
    """One of the buttons of the form of the page."""
    page.locator(f"main form.reports-form button[name={name}]").click()


def test_figures_and_stories_have_no_barrier(desk: Page, event: Event, check_staff_both) -> None:
    person = event.bookings.get().participant
    for name, address in {
        "programme": "/admin/programma/",
        "programme-table": "/admin/programma/tabella/",
        "programme-reports": "/admin/programma/relazioni/",
        "story-person": f"{ADMIN}/participant/{person.pk}/story/",
        "story-body": f"{ADMIN}/body/{person.body_id}/story/",
        "story-event": f"{ADMIN}/event/{event.pk}/story/",
        "dossiers": f"{ADMIN}/event/dossiers/",
    }.items():
        desk.goto(address)
        check_staff_both(desk, name)
    expect(desk.locator("main")).to_contain_text(words("First day"))


def test_the_file_of_an_event_is_taken_away_and_checked(desk: Page, event: Event, check_staff_both, tmp_path) -> None:
    desk.goto(f"{ADMIN}/event/{event.pk}/dossier/")
    check_staff_both(desk, "dossier")
    desk.get_by_role("button", name=words("Make the file (ZIP)")).click()
    make_due_exports()
    desk.goto(f"{ADMIN}/export/")
    check_staff_both(desk, "dossier-ready")

    with desk.expect_download() as file:
        desk.locator("main tbody a").first.click()

    assert checked(file.value.path(), tmp_path) == 0


def checked(package: Path, folder: Path) -> int:
    """What the auditor's own tool says of the files: 0 when all are as the list says."""
    with ZipFile(package) as archive:
        archive.extractall(folder)
    return subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False).returncode


def test_a_message_to_who_has_a_place_is_checked_and_sent_once(desk: Page, event: Event, check_staff_both) -> None:
    desk.goto(f"{ADMIN}/message/write/")
    check_staff_both(desk, "message-groups")
    desk.goto(f"{ADMIN}/message/write/booked/?event={event.pk}")
    check_staff_both(desk, "message-write")
    desk.locator("#id_event").select_option(str(event.pk))
    desk.locator("#id_subject").fill("Si comincia alle 9:30")
    desk.locator("#id_text").fill("Gentile ${nome}, ti aspettiamo.")
    submit(desk, "check")
    expect(desk.locator("main")).to_contain_text("ti aspettiamo")
    check_staff_both(desk, "message-check")
    mail.outbox.clear()
    desk.locator("#id_number").fill("1")
    submit(desk, "confirm")

    expect(desk.locator("main")).to_contain_text("Si comincia alle 9:30")
    check_staff_both(desk, "message-sent")
    assert Message.objects.count() == 1
    assert [(one.to, "ti aspettiamo" in one.body) for one in mail.outbox] == [([email_of("partecipante")], True)]
