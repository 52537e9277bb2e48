"""A person asks from the personal area to be erased; the secretariat sees what is held, and erases."""

from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from courses.attendance.models import Attendee
from courses.keeping.actions import make_due_exports
from courses.keeping.models import DataRequest, Export
from courses.people.models import Participant
from tests.browser.steps import OWN_DATA, button, email_of, enter, link, words

REQUESTS = "/admin/courses/datarequest/"
SCREENS = {
    "requests": REQUESTS,
    "privacy": "/admin/courses/privacy/",
    "trail": "/admin/courses/entry/",
    "exports": "/admin/courses/export/",
}


@pytest.fixture
def person(fresh_site) -> Participant:
    """One of the demonstration's people, at no event yet."""
    person = Participant.objects.get(email=email_of("partecipante"))
    Attendee.objects.filter(participant=person).update(participant=None)
    return person


def test_from_the_personal_area_to_the_erasure(new_page, check, check_staff, person: Participant) -> None:
    own, narrow = enter(new_page(1280), "partecipante"), enter(new_page(320), "partecipante")
    own.goto(OWN_DATA)
    with own.expect_download() as copy:
        button(own, "Download my data").click()
    with ZipFile(copy.value.path()) as package:
        assert {"dati.json", "dati.csv"} <= set(package.namelist())
    button(own, "Ask for erasure").click()
    check(own, "own-rights")
    narrow.goto(OWN_DATA)
    check(narrow, "own-rights-320")

    desk, small = enter(new_page(1280), "segreteria"), enter(new_page(320), "segreteria")
    for name, address in SCREENS.items():
        for page in (desk, small):
            page.goto(address)
            check_staff(page, f"privacy-{name}-{page.viewport_size['width']}")
    request = DataRequest.objects.get()
    for page in (small, desk):
        page.goto(f"{REQUESTS}inspect/{request.pk}/")
        check_staff(page, f"privacy-request-{page.viewport_size['width']}")
    link(desk, "Erase the person").click()
    check_staff(desk, "privacy-erase")
    desk.locator("main form.reports-form button[type=submit]").click()
    expect(desk.locator("main .error-message").first).to_be_visible()
    desk.get_by_label(words("I checked who asks, and I know that nobody can bring these data back")).check()
    desk.locator("main form.reports-form button[type=submit]").click()

    desk.wait_for_url(f"**{REQUESTS}inspect/{request.pk}/")
    person.refresh_from_db()
    assert (person.given_name, person.user) == ("", None)
    own.goto(OWN_DATA)
    assert "/account/login/" in own.url


def test_a_long_list_is_asked_for_and_downloaded(new_page, check_staff, settings) -> None:
    settings.COURSES_EXPORT_AT_ONCE = 1
    desk: Page = enter(new_page(1280), "segreteria")
    desk.goto("/admin/courses/participant/")
    link(desk, "Download %(label)s", label="XLSX").click()
    check_staff(desk, "export-ask")
    button(desk, "Make the file").click()
    make_due_exports()
    desk.reload()
    check_staff(desk, "export-ready")

    with desk.expect_download() as file:
        desk.locator("main tbody th a").click()

    assert (file.value.suggested_filename, Export.objects.get().state) == (Export.objects.get().name, "ready")
