"""A body joins: the scheda di adesione from the first field to the confirmation, as its contact fills it in."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from courses.adhesion.models import Adhesion
from tests.browser.steps import button, has_focus, link, link_in_the_letter, words

FORM = "/adesione/"
PEOPLE = "Nome;Cognome;Ruolo;E-mail\nLia;Neri;funzionaria;lia@x.example\nUgo;;capo;ugo@\n".encode("cp1252")


def signed() -> dict[str, object]:
    """A scan, as far as anybody can tell."""
    content = BytesIO()
    Image.new("L", (420, 600), 255).save(content, "PDF")
    return {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content.getvalue()}


def choose(page: Page, town: str) -> None:
    """Step 1, for a municipality."""
    page.goto(FORM)
    page.locator("#id_municipality_name").fill(town)
    page.keyboard.press("Escape")
    button(page, "Go on").click()
    page.wait_for_url("**/referente/")


def write_contact(page: Page, email: str) -> None:
    """Step 2, without deputy."""
    page.locator("#id_contact_given_name").fill("Carla")
    page.locator("#id_contact_family_name").fill("Neri")
    page.locator("#id_contact_role").select_option("executive")
    page.locator("#id_contact_email").fill(email)
    button(page, "Save and go on").click()
    page.wait_for_url("**/funzionari/")


def go_on(page: Page) -> None:
    """The visible button of step 3; a hidden one of the same name answers the Enter key."""
    page.locator("main button.btn-primary[value=next]").click()


def send(page: Page) -> None:
    """Step 4."""
    page.locator("#id_notice").check()
    button(page, "Send the adhesion").click()
    expect(button(page, "Send the letter again")).to_be_visible()


def confirm_and_sign(page: Page, check, email: str) -> None:
    """By the link of the letter, and the scan of the signed form."""
    page.goto(link_in_the_letter(email))
    check(page, "adhesion-confirm")
    button(page, "Confirm the adhesion").click()
    expect(button(page, "Send the signed form")).to_be_visible()
    check(page, "adhesion-confirmed")
    page.locator("#id_file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"no"})
    button(page, "Send the signed form").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    check(page, "adhesion-signed-mistake")
    page.locator("#id_file").set_input_files(signed())
    button(page, "Send the signed form").click()
    expect(link(page, "Go to the personal area")).to_be_visible()
    check(page, "adhesion-accepted")


@pytest.mark.parametrize(("width", "town"), [(1280, "Lugo (RA)"), (320, "Abano Terme (PD)")])
def test_every_step_and_every_mistake_can_be_read_by_everybody(new_page, check, width: int, town: str) -> None:
    page = new_page(width)
    page.goto(FORM)
    check(page, "adhesion-body")
    button(page, "Go on").click()
    has_focus(page.locator("[data-error-summary]"))
    check(page, "adhesion-body-mistake")

    choose(page, town)
    expect(page.locator("main .alert-success")).to_contain_text(town)
    check(page, "adhesion-contact")
    button(page, "Save and go on").click()
    has_focus(page.locator("[data-error-summary]"))
    check(page, "adhesion-contact-mistake")

    write_contact(page, f"carla{width}@comune.example.org")
    check(page, "adhesion-officials")
    page.locator("#id_file").set_input_files({"name": "f.csv", "mimeType": "text/csv", "buffer": PEOPLE})
    button(page, "Read the file").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    check(page, "adhesion-officials-mistake")
    page.locator("#id_persone-0-family_name").fill("Bo")
    page.locator("#id_persone-0-role").select_option("mayor")
    page.locator("#id_persone-0-email").fill("ugo@x.example")
    go_on(page)
    page.wait_for_url("**/riepilogo/")
    check(page, "adhesion-summary")
    button(page, "Send the adhesion").click()
    has_focus(page.locator("[data-error-summary]"))
    check(page, "adhesion-summary-mistake")
    send(page)
    check(page, "adhesion-sent")

    confirm_and_sign(page, check, f"carla{width}@comune.example.org")


def test_a_supra_municipal_body_is_asked_whether_it_is_the_one_that_is_there(page: Page, check) -> None:
    for name in ("Unione dei Comuni Valle del Savio", "Unione Savio"):
        page.goto(f"{FORM}?tipo=sovracomunale")
        check(page, "adhesion-supra")
        page.locator("#id_kind").select_option("union")
        page.locator("#id_province").select_option("FC")
        page.locator("#id_name").fill(name)
        button(page, "Go on").click()
    check(page, "adhesion-supra-is-it-this")
    expect(page.locator("#id_name")).to_have_value("Unione Savio")
    page.get_by_label("Unione dei Comuni Valle del Savio").check()
    button(page, "Go on").click()

    page.wait_for_url("**/referente/")
    drafts = Adhesion.objects.filter(state=Adhesion.State.DRAFT)
    assert drafts.order_by().values("body").distinct().count() == 1


def test_out_of_range_is_said_at_once_and_does_not_stop_the_form(page: Page, check) -> None:
    choose(page, "Milano (MI)")

    expect(page.locator("main .alert-warning")).to_contain_text("150.000")
    check(page, "adhesion-out-of-range")
    link(page, "let that body join").click()
    expect(page.locator("#id_kind")).to_be_visible()


def test_without_scripts_nothing_is_missing(new_page) -> None:
    page = new_page(scripts=False)
    page.goto(FORM)
    page.locator("details", has=page.locator("#id_region")).locator("summary").click()
    page.locator("#id_region").select_option(label="Emilia-Romagna")
    button(page, "Show the provinces").click()
    page.locator("#id_province").select_option(label="Ravenna (RA)")
    button(page, "Show the municipalities").click()
    page.locator("#id_municipality").select_option(label="Cervia (RA)")
    button(page, "Go on").click()
    write_contact(page, "carla@cervia.example.org")
    for number, name in enumerate(("Ada", "Ida")):
        page.locator(f"#id_persone-{number}-given_name").fill(name)
        page.locator(f"#id_persone-{number}-family_name").fill("Bo")
        page.locator(f"#id_persone-{number}-role").select_option("official")
        if number == 0:
            button(page, "Add another row").click()
    go_on(page)
    page.locator("nav.steppers").get_by_role("link", name=words("The officials")).click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator("input[name=remove]").first.check()
    button(page, "Remove those ticked").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    go_on(page)
    send(page)
    page.goto(link_in_the_letter("carla@cervia.example.org"))
    button(page, "Confirm the adhesion").click()

    expect(link(page, "Download the form (PDF)")).to_be_visible()
    assert Adhesion.objects.latest("started_at").officials.count() == 1


def test_with_the_keyboard_alone(page: Page) -> None:
    page.goto(FORM)
    page.locator("#id_municipality_name").focus()
    page.keyboard.type("Lugo (RA)")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/referente/")
    page.locator("#id_contact_given_name").focus()
    for typed in ("Carla", "Neri", "d", "carla@lugo.example.org"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    has_focus(page.locator("#id_contact_phone"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/funzionari/")
    page.locator("#id_persone-0-given_name").focus()
    page.keyboard.type("Ada")
    page.keyboard.press("Tab")
    page.keyboard.type("Bo")
    page.keyboard.press("Enter")  # the role is missing: nothing is lost, and the list of mistakes has the focus
    has_focus(page.locator("[data-error-summary]"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    has_focus(page.locator("#id_persone-0-role"))
    page.keyboard.type("f")
    page.locator("#id_persone-0-office").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/riepilogo/")
    page.locator("#id_notice").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(button(page, "Send the letter again")).to_be_visible()


def test_a_second_comer_is_told_and_learns_nobodys_name(page: Page, check) -> None:
    choose(page, "Cesena (FC)")
    write_contact(page, "carla@cesena.example.org")
    go_on(page)
    send(page)
    page.goto(link_in_the_letter("carla@cesena.example.org"))
    button(page, "Confirm the adhesion").click()
    page.goto(FORM)
    page.locator("#id_municipality_name").fill("Cesena (FC)")
    page.keyboard.press("Escape")
    button(page, "Go on").click()

    expect(page.locator("[data-error-summary]")).to_contain_text("Cesena (FC)")
    expect(page.locator("main")).not_to_contain_text("Carla")
    page.goto("/adesione/conferma/un-collegamento-di-ieri/")
    check(page, "adhesion-old-link")
