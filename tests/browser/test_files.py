"""A contact sends a half-bad file of officials, reads what became of each row and saves the good ones."""

from typing import Any

import pytest
from django.utils.translation import ngettext
from playwright.sync_api import Locator, Page, expect

from courses.officials.importing import work_on_imports
from courses.people.models import Participant
from tests.browser.steps import button, enter

BODY, FILES, STAFF = "/area-personale/ente/", "/area-personale/ente/file/", "/admin/courses/participant/file/"
HALF_BAD = """Nome;Cognome;Ruolo;E-mail;Comune;Provincia
Ada;Negri;funzionaria;ada.negri@comune.example;Faenza;RA
Lia;Rossi;capo dei capi;lia@;Nessun luogo;
Ada;NEGRI;funzionaria;;Faenza;RA
"""


def choose(page: Page, text: str) -> None:
    """Choose a file and have it checked."""
    file: Any = {"name": "funzionari.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("#id_file").set_input_files(file)
    button(page, "Check the file").click()


def save(page: Page, people: int) -> Locator:
    """The button that saves so many people."""
    words = ngettext("Save this person", "Save these %(number)s people", people) % {"number": people}
    return page.locator("main").get_by_role("button", name=words, exact=True)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_contact_saves_the_good_rows_of_a_half_bad_file(new_page, check, width: int) -> None:
    page = enter(new_page(width), "referente")
    page.goto(BODY)
    page.locator(f'main a[href="{FILES}"]').click()
    check(page, "files")
    choose(page, "nessuna;intestazione\n")
    expect(page.locator("#id_file")).to_have_attribute("aria-invalid", "true")
    check(page, "files-mistake")

    choose(page, HALF_BAD)
    page.wait_for_url(f"**{FILES}*/")
    check(page, "file-checked")
    expect(page.locator("tbody tr")).to_have_count(3)
    assert Participant.objects.filter(given_name="Ada", family_name="Negri").count() == 0
    save(page, 1).click()
    expect(page.locator("main form")).to_have_count(0)
    check(page, "file-saved")

    assert str(Participant.objects.get(given_name="Ada", family_name="Negri").body) in page_of_body(page)


def page_of_body(page: Page) -> str:
    page.goto(BODY)
    return page.locator("h1").inner_text()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_large_file_of_the_secretariat_shows_how_far_it_is_and_then_the_result(
    new_page, check_staff, width: int
) -> None:
    page = enter(new_page(width), "segreteria")
    page.goto(STAFF)
    check_staff(page, "staff-files")
    many = "".join(f"Ugo;Foscolo{number};altro;;Faenza;RA\n" for number in range(201))
    choose(page, HALF_BAD + many)
    expect(page.locator("progress")).to_be_visible()
    check_staff(page, "staff-file-progress")

    work_on_imports()

    expect(save(page, 202)).to_be_visible(timeout=15_000)
    check_staff(page, "staff-file-checked")
