"""The secretariat finds two records of one person and makes them one."""

import pytest
from playwright.sync_api import Page, expect

from courses.audit.models import Entry
from courses.people.models import Participant
from tests.browser.steps import email_of, enter, link, words

WHY = "Ha telefonato: lavora a Marsala e prima era registrata a Faenza."


def press(page: Page) -> None:
    """The form's own button."""
    page.locator("main form.reports-form button[type=submit]").click()


@pytest.mark.parametrize("width", [1280, 320])
def test_two_records_of_one_person_become_one(new_page, check_staff, width: int) -> None:
    kept = Participant.objects.get(email=email_of("partecipante"))
    body = Participant.objects.get(email=email_of("referente")).body
    twin = Participant.objects.create(given_name="Giulia", family_name="Ferrari", role="official", body=body)
    page = enter(new_page(width), "segreteria")
    page.goto(f"/admin/courses/participant/inspect/{kept.pk}/")
    link(page, "Unite with another record").click()
    page.wait_for_url("**/merge/")
    check_staff(page, "staff-merge-search")
    page.get_by_role("radio", name="Marsala").check()
    press(page)
    page.wait_for_url("**other=**")
    check_staff(page, "staff-merge")

    press(page)
    expect(page.locator("#errors")).to_be_visible()
    check_staff(page, "staff-merge-without-reason")
    page.locator("#id_reason").fill(WHY)
    press(page)
    page.wait_for_url("**/inspect/**")

    expect(page.locator("main")).to_contain_text(str(body))
    assert not Participant.objects.filter(pk=twin.pk).exists()
    assert Entry.objects.get(action="participant.merge").reason == WHY
    assert [one.body for one in kept.past_affiliations.all()] == [body]


def test_who_is_not_there_is_said(new_page, check_staff) -> None:
    page = enter(new_page(1280), "segreteria")
    page.goto(f"/admin/courses/participant/{Participant.objects.first().pk}/merge/?q=nessuno-si-chiama-così")

    expect(page.locator("main")).to_contain_text(words("Nobody else is found by these words."))
    check_staff(page, "staff-merge-nobody")
