"""Every page template at two widths: no barrier that a program can find, valid HTML, nobody else asked."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect
from wagtail.documents.models import Document

from tests.browser.steps import (
    CASE_STUDY,
    COURSE,
    DESK,
    FIRST_LESSON,
    FIRST_MODULE,
    OWN_DATA,
    UNREAD_LESSON,
    email_of,
    enter,
    link_in_the_letter,
    sign_in,
)

PUBLIC = {
    "home": "/",
    "programme": "/il-programma/",
    "join": "/come-aderire/",
    "days": "/giornate/",
    "contacts": "/contatti/",
    "legal": "/note-legali/",
    "privacy": "/privacy/",
    "accessibility": "/accessibilita/",
    "site-map": "/mappa-del-sito/",
    "statistics": "/statistiche/",
    "courses": "/formazione/",
    "course": COURSE,
    "module-gate": FIRST_MODULE,
    "lesson-gate": FIRST_LESSON,
    "case-study-gate": CASE_STUDY,
    "barrier": "/segnala-barriera/",
    "login": "/account/login/",
    "sign-up": "/account/signup/",
    "reset": "/account/password/reset/",
    "reset-sent": "/account/password/reset/done/",
    "reset-done": "/account/password/reset/key/done/",
    "code": "/account/login/code/",
    "letter-sent": "/account/confirm-email/",
    "letter-expired": "/account/confirm-email/unknown/",
    "reset-expired": "/account/password/reset/key/1-unknown/",
}
OWN = {
    "own-course": COURSE,
    "own-module": FIRST_MODULE,
    "own-lesson": FIRST_LESSON,
    "own-lesson-unread": UNREAD_LESSON,
    "own-case-study": CASE_STUDY,
    "desk": DESK,
    "own-data": OWN_DATA,
}
OF_THE_ACCOUNT = {
    "logout": "/account/logout/",
    "email": "/account/email/",
    "password": "/account/password/change/",
    "second-factor": "/account/2fa/",
}


@pytest.mark.parametrize("name", PUBLIC)
def test_pages_for_everybody(new_page, check_both, name: str) -> None:
    page = new_page()
    answer = page.goto(PUBLIC[name])

    assert answer.status == 200
    check_both(page, name)


@pytest.mark.parametrize("name", OWN)
def test_pages_of_a_participant(new_page, check_both, name: str) -> None:
    page = enter(new_page(), "partecipante")
    answer = page.goto(OWN[name])

    assert answer.status == 200
    check_both(page, name)


@pytest.mark.parametrize("name", OF_THE_ACCOUNT)
def test_pages_of_an_account(new_page, check_both, name: str) -> None:
    page = sign_in(new_page(), "partecipante")
    page.wait_for_url(f"**{DESK}")
    page.goto(OF_THE_ACCOUNT[name])

    assert page.url.endswith(OF_THE_ACCOUNT[name])
    check_both(page, name)


def test_pages_that_ask_again_who_one_is(new_page, check_both) -> None:
    page = enter(new_page(), "segreteria")
    page.goto("/account/2fa/totp/activate/")

    check_both(page, "ask-again")
    page.locator("#id_password").fill("coalizione-demo")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main .secret")).to_be_visible()
    check_both(page, "authenticator")


def test_page_of_an_account_that_is_nobody_yet(new_page, check_both) -> None:
    page = enter(new_page(), "segreteria")
    page.goto(DESK)
    check_both(page, "desk-of-staff")
    page.goto(OWN_DATA)
    check_both(page, "who-you-are")


def _empty_sign_up(page: Page) -> None:
    page.goto("/account/signup/")
    page.locator("main .form-actions button[type=submit]").click()


def _empty_own_data(page: Page) -> None:
    enter(page, "partecipante").goto(OWN_DATA)
    for name in ("given_name", "family_name"):
        page.locator(f"#id_{name}").fill("")
    page.locator("main form button.btn-primary").first.click()


def _empty_barrier(page: Page) -> None:
    page.goto("/segnala-barriera/")
    page.locator("form.site-form button[type=submit]").click()


def _wrong_login(page: Page) -> None:
    sign_in(page, "partecipante", "non-è-questa")


def _unknown_municipality(page: Page) -> None:
    page.goto("/account/signup/")
    page.locator("#id_municipality_name").fill("Castro")
    page.locator("main .form-actions button[type=submit]").click()


def _wrong_password_change(page: Page) -> None:
    sign_in(page, "partecipante").wait_for_url(f"**{DESK}")
    page.goto("/account/password/change/")
    page.locator("#id_oldpassword").fill("non-è-questa")
    page.locator("#id_password1").fill("12345")
    page.locator("main form button[type=submit]").first.click()


MISTAKES: dict[str, Callable[[Page], None]] = {
    "sign-up-empty": _empty_sign_up,
    "sign-up-which": _unknown_municipality,
    "own-data-empty": _empty_own_data,
    "barrier-empty": _empty_barrier,
    "login-wrong": _wrong_login,
    "password-wrong": _wrong_password_change,
}


@pytest.mark.parametrize("name", MISTAKES)
def test_forms_with_mistakes_say_so_and_take_one_there(new_page, check_both, name: str) -> None:
    page = new_page()
    MISTAKES[name](page)

    expect(page.locator("[data-error-summary]")).to_be_focused()
    check_both(page, name)


def test_page_that_confirms_an_address(new_page, check_both) -> None:
    page = new_page()
    page.goto("/account/password/reset/")
    page.locator("#id_email").fill(email_of("partecipante"))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/reset/done/")
    page.goto(link_in_the_letter(email_of("partecipante")))

    expect(page.locator("#id_password1")).to_be_visible()
    check_both(page, "reset-choose")


def test_page_not_found(new_page, check_both) -> None:
    page = new_page()

    assert page.goto("/non-esiste/").status == 404
    check_both(page, "404")


def test_page_that_is_not_for_this_account(new_page, check_both) -> None:
    get_user_model().objects.create_account("curioso@example.org")
    page = enter(new_page(), "curioso")

    assert page.goto(Document.objects.first().url).status == 403
    check_both(page, "403")


def test_form_that_expired(new_page, check_both) -> None:
    page = new_page()
    page.goto("/account/login/")
    page.context.clear_cookies()
    page.locator("#id_login").fill("anna@example.org")
    page.locator("#id_password").fill("qualsiasi")
    page.locator("main form button[type=submit]").first.click()

    expect(page).to_have_title("Modulo scaduto – CO-AliZIONE")
    check_both(page, "403-form-expired")


def test_too_many_reports(new_page, check_both) -> None:
    page = new_page()
    page.goto("/segnala-barriera/")
    for _attempt in range(11):
        page.locator("form.site-form button[type=submit]").click()
        page.wait_for_load_state()

    expect(page).to_have_title("Troppi tentativi – CO-AliZIONE")
    check_both(page, "429")


def test_characters_nobody_can_read(new_page, check_both) -> None:
    page = new_page()

    assert page.goto("/contatti/?q=%00").status == 400
    check_both(page, "400")


def test_fault_of_the_site(new_page, check_both, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args, **kwargs) -> None:
        raise RuntimeError("the database is on fire")

    monkeypatch.setattr("home.views.HttpResponse", fail)
    page = new_page()

    assert page.goto("/robots.txt").status == 500
    check_both(page, "500")
