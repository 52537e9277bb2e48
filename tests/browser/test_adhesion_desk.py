"""The secretariat decides adhesions, sends letters again and writes their words."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from courses.adhesion.models import Adhesion, Contact
from courses.post.models import Letter, LetterTemplate
from courses.post.queries import letters_about
from courses.territory.actions import body_of_municipality
from courses.territory.queries import resolve
from tests.browser.steps import enter, words
from tests.factories.adhesion import make_accepted, make_submitted

ADHESIONS, LETTERS = "/admin/courses/adhesion/", "/admin/courses/letter/"
WORDS = f"{LETTERS}words/enrolment.waits/"
TOWN = "Cervia (RA)"
CONTACT = "carla@comune.castro.le.it"


@pytest.fixture
def adhesion(fresh_site) -> Adhesion:
    """Sent, confirmed by its contact, without proof: it waits for the secretariat."""
    return make_submitted(body_of_municipality(municipality=resolve(TOWN)))


@pytest.fixture
def failed(adhesion: Adhesion) -> Letter:
    """A letter that the server refused for good."""
    letter = letters_about(adhesion)[0]
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.FAILED, error="550 no such mailbox")
    return letter


@pytest.fixture
def desk(new_page) -> Page:
    """The secretariat's own screen."""
    return enter(new_page(1280), "segreteria")


def story(page: Page, adhesion: Adhesion) -> Page:
    """All about one adhesion."""
    page.goto(f"{ADHESIONS}inspect/{adhesion.pk}/")
    return page


def choose(page: Page, label: str) -> None:
    """One of the actions on it."""
    page.locator("main .reports-buttons").get_by_role("link", name=words(label), exact=True).click()
    expect(page.locator("main form.reports-form")).to_be_visible()


def press(page: Page) -> None:
    """The button that does it."""
    page.locator("main form.reports-form button.button-longrunning").click()


def done(page: Page, adhesion: Adhesion) -> Adhesion:
    """Back on its page, as it is now."""
    page.wait_for_url("**/inspect/**")
    return Adhesion.objects.get(pk=adhesion.pk)


def last_letter_to(address: str) -> str:
    """What was sent last to an address."""
    return next(one.body for one in reversed(mail.outbox) if one.to == [address])


def test_the_screens_of_adhesions_and_letters_have_no_barrier(
    new_page, check_staff_both, adhesion: Adhesion, failed: Letter
) -> None:
    page = enter(new_page(), "segreteria")
    verbs = ("accept", "reject", "correction", "withdraw", "proof", "protocol", "contest", "reassign")
    screens = {
        "adhesions": ADHESIONS,
        "adhesion": f"{ADHESIONS}inspect/{adhesion.pk}/",
        **{f"adhesion-{verb}": f"{ADHESIONS}{adhesion.pk}/{verb}/" for verb in verbs},
        "letters": LETTERS,
        "letter": f"{LETTERS}inspect/{failed.pk}/",
        "letter-again": f"{LETTERS}{failed.pk}/send-again/",
        "words-list": f"{LETTERS}words/",
        "words": WORDS,
        "bodies-waiting": "/admin/courses/body/?waiting=yes",
    }
    for name, address in screens.items():
        assert page.goto(address).status == 200
        check_staff_both(page, f"staff-{name}")


def test_accept_and_the_contact_is_told(desk: Page, adhesion: Adhesion) -> None:
    desk.goto(f"{ADHESIONS}?state=submitted")
    desk.locator("main tbody th a", has_text=TOWN).click()
    choose(desk, "Accept the adhesion")
    press(desk)

    assert done(desk, adhesion).state == Adhesion.State.ACCEPTED
    expect(desk.locator(".messages")).to_contain_text(
        words("The adhesion is accepted: its officials are enrolled and the contact is told.")
    )
    assert TOWN in last_letter_to(CONTACT)
    assert Contact.objects.get(body=adhesion.body, until=None).participant.email == CONTACT


@pytest.mark.parametrize(
    ("label", "state"),
    [("Reject the adhesion", Adhesion.State.REJECTED), ("Ask for a correction", Adhesion.State.DRAFT)],
)
def test_say_no_or_not_yet_with_a_reason_that_the_contact_reads(
    desk: Page, check_staff, adhesion: Adhesion, label: str, state: str
) -> None:
    choose(story(desk, adhesion), label)
    press(desk)
    expect(desk.locator("#errors")).to_be_visible()
    check_staff(desk, f"staff-adhesion-{state}-without-reason")
    assert Adhesion.objects.get(pk=adhesion.pk).state == Adhesion.State.SUBMITTED

    desk.locator("#id_reason").fill("La PEC non è quella dell'ente.")
    press(desk)

    assert done(desk, adhesion).state == state
    assert "La PEC non è quella dell'ente." in last_letter_to(CONTACT)


def test_a_contested_adhesion_goes_to_another_contact_with_trace(desk: Page, adhesion: Adhesion) -> None:
    choose(story(desk, adhesion), "Mark as contested")
    desk.locator("#id_reason").fill("Ha telefonato il sindaco.")
    press(desk)
    assert done(desk, adhesion).contested

    choose(desk, "Replace the contact")
    person = {"given_name": "Niccolò", "family_name": "Rossi", "email": "n.rossi@comune.cervia.example"}
    for name, value in person.items():
        desk.locator(f"#id_{name}").fill(value)
    desk.locator("#id_role").select_option("executive")
    desk.locator("#id_reason").fill("Lo indica il sindaco.")
    press(desk)

    now = done(desk, adhesion)
    assert (now.contested, now.contact_email, now.state) == (False, person["email"], Adhesion.State.SUBMITTED)
    assert TOWN in last_letter_to(person["email"])
    expect(desk.locator("main")).to_contain_text("Ha telefonato il sindaco.")
    expect(desk.locator("main")).to_contain_text("Lo indica il sindaco.")


def test_who_waits_is_reached_from_the_list_of_bodies(desk: Page) -> None:
    make_accepted(body_of_municipality(municipality=resolve("Aosta (AO)")))
    desk.goto("/admin/courses/body/?waiting=yes")
    assert [name.strip() for name in desk.locator("main tbody th").all_inner_texts()] == ["Rovigo", "Bologna"]

    desk.locator("main tbody tr").first.get_by_role("link", name=re.compile("^2 ")).click()

    expect(desk.locator("main tbody th")).to_have_text(["Ferro Tommaso", "Galli Irene"])


def test_a_letter_that_failed_is_seen_and_sent_again(desk: Page, failed: Letter) -> None:
    sent_before = len(mail.outbox)
    desk.goto(f"{LETTERS}?state=failed")
    desk.locator("main tbody th a").click()
    expect(desk.locator("main")).to_contain_text("550 no such mailbox")
    choose(desk, "Send the letter again")
    press(desk)
    desk.wait_for_url("**/inspect/**")

    expect(desk.locator(".messages")).to_contain_text(words("The letter is in the queue again."))
    assert Letter.objects.get(pk=failed.pk).state == Letter.State.SENT
    assert [one.subject for one in mail.outbox[sent_before:]] == [failed.subject]


def test_words_are_checked_shown_as_they_would_arrive_and_saved(desk: Page, check_staff) -> None:
    desk.goto(WORDS)
    text = desk.locator("#id_text")
    text.fill("Gentile ${nome}, ${password}")
    press(desk)
    expect(desk.locator("#errors")).to_contain_text("${password}")
    check_staff(desk, "staff-words-mistake")
    assert LetterTemplate.objects.count() == 0

    text.fill("Gentile ${nome}, il percorso è ${percorso}.")
    desk.locator("button[name=preview]").click()
    expect(desk.locator(".reports-letter")).to_contain_text("Gentile Anna Verdi, il percorso è")
    check_staff(desk, "staff-words-preview")
    assert LetterTemplate.objects.count() == 0

    press(desk)
    desk.wait_for_url("**/words/")
    assert LetterTemplate.objects.get().text == "Gentile ${nome}, il percorso è ${percorso}."
