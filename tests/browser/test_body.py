"""A contact looks after the officials of the body, and one of them takes the invitation up."""

import re

import pytest
from playwright.sync_api import Page, expect

from courses.people.models import Participant
from tests.browser.steps import PASSWORD, button, enter, link, link_in_the_letter, words

BODY = "/area-personale/ente/"
ADDRESS = "ada.negri@comune.example"


def fill_in(page: Page, given_name: str, email: str) -> None:
    """Who the colleague is."""
    page.locator("#id_given_name").fill(given_name)
    page.locator("#id_family_name").fill("Negri")
    page.locator("#id_role").select_option("social_worker")
    page.locator("#id_email").fill(email)


def name_an_official(page: Page, email: str, given_name: str = "Ada") -> None:
    """The form below the list."""
    fill_in(page, given_name, email)
    button(page, "Add the official").click()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_body_the_mistakes_and_the_questions_can_be_read_by_everybody(new_page, check, width: int) -> None:
    page = enter(new_page(width), "referente")
    page.goto(BODY)
    check(page, "body")
    name_an_official(page, "sbagliata")
    expect(page.locator("#id_email")).to_have_attribute("aria-invalid", "true")
    check(page, "body-mistake")
    name_an_official(page, ADDRESS)
    expect(page.get_by_role("heading", name="Ada Negri")).to_be_visible()
    check(page, "body-with-one-more")


@pytest.mark.parametrize(("width", "name"), [(1280, "Ada"), (320, "Ada Maria")])
def test_a_named_official_takes_the_invitation_up_chooses_a_password_and_reads(
    new_page, check, width: int, name: str
) -> None:
    contact = enter(new_page(width), "referente")
    contact.goto(BODY)
    name_an_official(contact, ADDRESS, name)
    expect(contact.get_by_role("heading", name=f"{name} Negri")).to_be_visible()

    page = new_page(width)
    page.goto(link_in_the_letter(ADDRESS))
    check(page, "invitation")
    button(page, "I have read the privacy notice and take part").click()
    page.wait_for_url("**/password/set/**")
    check(page, "invitation-password")
    page.locator("#id_password1").fill(PASSWORD)
    if page.locator("#id_password2").count():
        page.locator("#id_password2").fill(PASSWORD)
    button(page, "Save the password").click()
    page.wait_for_url("**/area-personale/")
    expect(page.locator("main .lead").first).to_contain_text(f"{name} Negri")

    contact.reload()
    assert Participant.objects.get(given_name=name, family_name="Negri").user.email == ADDRESS


def test_the_role_is_handed_over_by_keyboard_after_a_question(new_page, check) -> None:
    page = enter(new_page(), "referente")
    rosa = Participant.objects.get(family_name="Giacalone")
    rosa.user = Participant.objects.get(user__email="partecipante@example.org").user
    Participant.objects.filter(user=rosa.user).update(user=None)
    rosa.save(update_fields=["user"])
    page.goto(BODY)
    page.locator(f"a[href$='/{rosa.pk}/passaggio/']").press("Enter")
    check(page, "body-hand-over")
    button(page, "Hand over").press("Enter")
    page.wait_for_url("**/area-personale/")

    assert link(page, "Back to your body").count() == 0
    assert page.goto(BODY).status == 404


@pytest.mark.parametrize("width", [1280, 320])
def test_an_official_is_replaced_and_who_came_alone_is_declined(new_page, check, width: int) -> None:
    stranger = Participant.objects.get(user__email="partecipante@example.org")
    contact = Participant.objects.get(user__email="referente@example.org")
    stranger.body = contact.body
    stranger.save(update_fields=["body"])
    page = enter(new_page(width), "referente")
    page.goto(BODY)
    check(page, "body-with-one-who-came-alone")

    page.get_by_role("link", name=re.compile(f"{words('Replace')}.*Rosa Giacalone")).press("Enter")
    button(page, "Replace").click()
    expect(page.locator("#id_given_name")).to_have_attribute("aria-invalid", "true")
    check(page, "body-replace-mistake")
    fill_in(page, "Ada", ADDRESS)
    button(page, "Replace").press("Enter")
    page.wait_for_url(f"**{BODY}")
    expect(page.get_by_role("heading", name="Ada Negri")).to_be_visible()
    check(page, "body-replaced")

    page.get_by_role("link", name=re.compile(f"{words('Withdraw the enrolment')}.*{stranger.full_name}")).click()
    check(page, "body-decline")
    page.locator("#id_reason").fill("Non lavora da noi.")
    button(page, "Withdraw the enrolment").click()
    page.wait_for_url(f"**{BODY}")

    states = [one.enrolments.get().state for one in (stranger, Participant.objects.get(family_name="Giacalone"))]
    assert states == ["withdrawn", "withdrawn"]
    assert link_in_the_letter(ADDRESS).startswith("/invito/")
