"""What the people of the journeys do over and over."""

import re
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, expect

COURSE = "/formazione/co-alizione/"
FIRST_MODULE = f"{COURSE}servizi-pubblici-welfare/"
FIRST_LESSON = f"{FIRST_MODULE}chi-programma-i-servizi/"
CASE_STUDY = f"{FIRST_MODULE}caso-bari/"
SECOND_MODULE = f"{COURSE}gestione-partecipata/"
LATER_LESSON = f"{SECOND_MODULE}gestire-insieme/"
UNREAD_LESSON = f"{COURSE}casi-studio-simulazioni/condurre-una-simulazione/"
DESK, OWN_DATA = "/area-personale/", "/area-personale/dati/"
PASSWORD = "una-parola-lunga-7"


def words(text: str, **values: Any) -> str:
    """What the page says: journeys are written with the English words and read in the catalogue's Italian."""
    said = gettext(text)
    return said % values if values else said


def email_of(who: str) -> str:
    """The address of one of the demonstration's accounts."""
    return f"{who}@example.org"


def enter(page: Page, who: str) -> Page:
    """Be signed in at once, without the login page: for tests about something else."""
    client = Client()
    client.force_login(get_user_model().objects.get(email=email_of(who)))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "domain": "127.0.0.1", "path": "/"}]
    )
    return page


def sign_in(page: Page, who: str, password: str | None = None) -> Page:
    """By the login page, as people do."""
    page.goto("/account/login/")
    page.locator("#id_login").fill(email_of(who) if "@" not in who else who)
    page.locator("#id_password").fill(settings.DEMO_PASSWORD if password is None else password)
    page.locator("main form button[type=submit]").first.click()
    return page


def button(page: Page, text: str, **values: Any) -> Locator:
    """The page's button of this name, in the catalogue's words."""
    return page.locator("main").get_by_role("button", name=words(text, **values), exact=True)


def link(page: Page, text: str, **values: Any) -> Locator:
    """The page's link of this name, in the catalogue's words."""
    return page.locator("main").get_by_role("link", name=words(text, **values), exact=True)


def progress_of(page: Page) -> int:
    """The value of the page's progress bar."""
    return int(page.locator("#courses-progress progress").first.get_attribute("value"))


def link_in_the_letter(to: str) -> str:
    """The path of the first link of the last letter to somebody."""
    letter = next(one for one in reversed(mail.outbox) if one.to == [to])
    return re.search(r"https?://[^/\s]+(/\S+)", letter.body).group(1)


def fill_in_person(page: Page, email: str) -> None:
    """The fields of the sign-up form that hold no surprise."""
    page.locator("#id_email").fill(email)
    page.locator("#id_given_name").fill("Maria Grazia")
    page.locator("#id_family_name").fill("D'Amico")
    page.locator("#id_role").select_option("official")
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_notice").check()


def send(page: Page) -> None:
    """Press the button of the sign-up form."""
    button(page, "Register").click()


def has_focus(place: Locator) -> None:
    """The keyboard is there."""
    expect(place).to_be_focused()


def load() -> None:
    """Fill an empty database and its folders of files as the site's own commands do."""
    for command in (["import_municipalities"], ["load_programme"], ["load_demo", "--without-days"]):
        call_command(*command, stdout=StringIO())
    warm_up()


def warm_up() -> None:
    """Ask for the pages with pictures once: their smaller copies are made at the first visit."""
    client = Client()
    client.force_login(get_user_model().objects.get(email=email_of("docente")))
    for path in ("/", COURSE, FIRST_LESSON, CASE_STUDY, LATER_LESSON):
        client.get(path)
