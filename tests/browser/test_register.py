"""A new official: from a lesson that is closed to them, through registering, to the lesson read."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from courses.adhesion.actions import accept_adhesion
from courses.adhesion.queries import form_address
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant
from courses.territory.queries import resolve
from tests.browser.steps import (
    DESK,
    FIRST_LESSON,
    LATER_LESSON,
    PASSWORD,
    SECOND_MODULE,
    button,
    fill_in_person,
    has_focus,
    link,
    link_in_the_letter,
    progress_of,
    send,
    words,
)
from tests.factories.adhesion import make_submitted

# in the demonstration Faenza has joined, Cervia has not
NEWCOMER = "maria.grazia@comune.example.org"


def choose_by_typing(page: Page, typed: str, wanted: str) -> None:
    """Type some letters, go down the suggestions, take one."""
    field = page.locator("#id_municipality_name")
    field.click()
    with page.expect_response(lambda answer: answer.url.endswith(f"q={typed}")):
        field.press_sequentially(typed, delay=20)
    expect(page.get_by_role("option", name=wanted)).to_be_visible()
    field.press("ArrowDown")
    for _step in range(20):
        if wanted in page.locator("[role=option][aria-selected=true]").inner_text():
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value(wanted)


def confirm_the_address(page: Page) -> None:
    """Follow the letter's link; opening it confirms nothing, a button does."""
    path = link_in_the_letter(NEWCOMER)
    page.goto(path)
    page.reload()
    expect(button(page, "Confirm the address")).to_be_visible()
    button(page, "Confirm the address").click()


def test_register_from_a_closed_lesson_and_read_it(page: Page, check) -> None:
    page.goto(FIRST_LESSON)
    expect(page.locator("#courses-mark")).to_have_count(0)
    page.locator("main .courses-join a.btn-primary").click()

    send(page)  # empty first: the mistakes are listed, and each leads to its field
    summary = page.locator("[data-error-summary]")
    has_focus(summary)
    summary.locator("a[href='#id_family_name']").click()
    has_focus(page.locator("#id_family_name"))

    fill_in_person(page, NEWCOMER)
    page.locator("#id_notice").uncheck()
    choose_by_typing(page, "faen", "Faenza (RA)")
    send(page)
    expect(page.locator("#id_family_name")).to_have_value("D'Amico")  # nothing typed is lost
    expect(page.locator("#id_municipality_name")).to_have_value("Faenza (RA)")
    check(page, "sign-up-notice-missing")

    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_notice").check()
    send(page)
    page.wait_for_url("**/account/confirm-email/")
    check(page, "letter-sent")

    path = link_in_the_letter(NEWCOMER)
    page.goto(path)
    check(page, "letter-opened")
    assert not Enrolment.objects.filter(participant__email=NEWCOMER).exists()
    confirm_the_address(page)

    page.wait_for_url(f"**{FIRST_LESSON}")
    expect(page.locator("#courses-mark")).to_be_visible()
    assert Enrolment.objects.get(participant__email=NEWCOMER).state == State.ACTIVE


def test_mark_as_read_without_reload_take_it_back_and_go_on(page: Page, check) -> None:
    register_from(page, "Faenza (RA)")
    page.evaluate("window.sameDocument = true")
    assert progress_of(page) == 0

    button(page, "Mark as read").press("Enter")
    expect(page.locator("#courses-said")).to_contain_text(words("Marked as read."))
    has_focus(button(page, "Take the mark back"))
    after = progress_of(page)
    assert after > 0
    check(page, "lesson-just-read")

    button(page, "Take the mark back").press("Enter")
    expect(page.locator("#courses-said")).to_contain_text(words("The mark was taken back."))
    has_focus(button(page, "Mark as read"))
    assert progress_of(page) == 0

    button(page, "Mark as read").click()
    expect(button(page, "Take the mark back")).to_be_visible()
    assert page.evaluate("window.sameDocument") is True

    page.locator("main a[rel=next]").click()
    page.wait_for_url("**/dal-bisogno-al-servizio/")
    page.goto(DESK)
    assert progress_of(page) == after
    expect(page.locator("main article a.btn-primary")).to_contain_text("bisogno")


def test_the_same_without_scripts(new_page) -> None:
    page = new_page(scripts=False)
    page.goto(FIRST_LESSON)
    page.locator("main .courses-join a.btn-primary").click()
    fill_in_person(page, NEWCOMER)
    page.locator("details", has=page.locator("#id_region")).locator("summary").click()
    page.locator("#id_region").select_option(label="Emilia-Romagna")
    page.locator("button[name=municipality_step][value=province]").click()
    expect(page.locator("[data-error-summary]")).to_have_count(0)
    page.locator("#id_province").select_option("RA")
    page.locator("button[name=municipality_step][value=municipality]").click()
    page.locator("#id_municipality").select_option(label="Faenza (RA)")
    expect(page.locator("#id_given_name")).to_have_value("Maria Grazia")
    page.locator("#id_password1").fill(PASSWORD)  # a password is never sent back
    send(page)
    page.wait_for_url("**/account/confirm-email/")
    confirm_the_address(page)
    page.wait_for_url(f"**{FIRST_LESSON}")

    button(page, "Mark as read").click()

    expect(page.locator("#messages")).to_contain_text(words("Marked as read."))
    expect(button(page, "Take the mark back")).to_be_visible()
    button(page, "Take the mark back").click()
    expect(button(page, "Mark as read")).to_be_visible()


def register_from(page: Page, town: str) -> None:
    """Registered from a lesson and confirmed, before that lesson."""
    page.goto(FIRST_LESSON)
    page.locator("main .courses-join a.btn-primary").click()
    fill_in_person(page, NEWCOMER)
    page.locator("#id_municipality_name").fill(town)
    page.keyboard.press("Escape")
    send(page)
    page.wait_for_url("**/account/confirm-email/")
    confirm_the_address(page)
    page.wait_for_url(f"**{FIRST_LESSON}")


@pytest.mark.parametrize(("width", "town"), [(1280, "Cervia (RA)"), (320, "Cesenatico (FC)")])
def test_before_the_body_has_joined_both_ways_are_offered_and_the_form_is_filled_in(
    new_page, check, width: int, town: str
) -> None:
    page = new_page(width)
    register_from(page, town)
    assert Enrolment.objects.get(participant__email=NEWCOMER).state == State.PENDING
    expect(button(page, "Mark as read")).to_be_visible()  # the first module is read meanwhile
    check(page, "lesson-waiting-for-the-body")

    link(page, "Tell who can").click()
    page.wait_for_url(f"**{DESK}#avvisa")
    letter = page.get_by_label(words("Text of the letter")).input_value()
    held = ("CO-AliZIONE", town, form_address(resolve(town).body), "Maria Grazia D'Amico")
    assert [part for part in held if part not in letter] == []
    assert NEWCOMER not in letter
    expect(link(page, "Open the letter in your e-mail")).to_have_attribute("href", re.compile("^mailto:.subject="))
    check(page, "desk-waiting-for-the-body")

    link(page, "I can let the body join").click()
    expect(page.locator("#id_municipality_name")).to_have_value(town)
    check(page, "adhesion-filled-in")
    button(page, "Go on").click()
    page.wait_for_url("**/referente/")
    expect(page.locator("#id_contact_given_name")).to_have_value("Maria Grazia")
    expect(page.locator("#id_contact_family_name")).to_have_value("D'Amico")
    expect(page.locator("#id_contact_email")).to_have_value(NEWCOMER)
    expect(page.locator("#id_contact_role")).to_have_value("official")
    check(page, "adhesion-contact-filled-in")


def test_when_the_body_joins_who_waited_reads_on_and_was_told(page: Page, check) -> None:
    register_from(page, "Cervia (RA)")
    adhesion = make_submitted(Participant.objects.get(email=NEWCOMER).body)
    page.goto(DESK)
    expect(page.locator("main .alert-warning")).to_be_visible()
    expect(page.locator("#avvisa")).to_have_count(0)
    check(page, "desk-adhesion-being-checked")

    accept_adhesion(adhesion=adhesion, author=None)

    page.goto(LATER_LESSON)
    expect(button(page, "Mark as read")).to_be_visible()
    assert [one.to for one in mail.outbox if one.subject.startswith("La tua iscrizione")][-1:] == [[NEWCOMER]]


def test_an_official_out_of_range_waits_and_reads_the_first_module(page: Page, check) -> None:
    page.goto("/account/signup/")
    fill_in_person(page, NEWCOMER)
    choose_by_typing(page, "milano", "Milano (MI)")
    expect(page.locator("[data-municipality-note]")).to_contain_text("150.000")
    send(page)
    page.wait_for_url("**/account/confirm-email/")
    confirm_the_address(page)

    page.goto(DESK)
    expect(page.locator("main .alert-warning")).to_contain_text("Milano (MI)")
    check(page, "desk-waiting")
    page.goto(FIRST_LESSON)
    expect(button(page, "Mark as read")).to_be_visible()
    page.goto(LATER_LESSON)
    expect(page.locator("#courses-mark")).to_have_count(0)
    expect(page.locator("main .alert-warning")).to_contain_text("150.000")
    check(page, "gate-waiting")
    link(page, "Read the first module").click()
    expect(page.locator("main h2").first).to_be_visible()
    page.goto(SECOND_MODULE)
    expect(page.locator("main .alert-warning")).to_be_visible()


def test_an_address_that_is_taken_is_told_to_nobody(page: Page) -> None:
    page.goto("/account/signup/")
    fill_in_person(page, "partecipante@example.org")
    page.locator("#id_municipality_name").fill("Faenza (RA)")
    page.keyboard.press("Escape")
    send(page)

    page.wait_for_url("**/account/confirm-email/")
    assert [one.to for one in mail.outbox] == [["partecipante@example.org"]]


def test_log_in_by_a_code_in_any_letter_case(page: Page, check) -> None:
    page.goto("/account/login/code/")
    page.locator("#id_email").fill("Partecipante@Example.ORG")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/code/confirm/")
    check(page, "code-asked")
    code = next(line.strip() for line in mail.outbox[-1].body.splitlines() if is_code(line.strip()))
    page.locator("#id_code").fill(code)
    button(page, "Confirm").click()

    page.wait_for_url(f"**{DESK}")


def is_code(line: str) -> bool:
    """A line of the letter that is nothing but the code."""
    return 5 < len(line) < 12 and line.replace("-", "").isalnum() and line == line.upper()
