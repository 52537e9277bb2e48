"""The same way with the keyboard alone: everything is reached, one always sees where one is."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import DESK, LATER_LESSON, button, email_of, enter, has_focus, words

# A mark on the element itself, on what it sits in, or on its label: against the same element without the focus.
LOOK = """(one) => {
  const seen = [one, one.parentElement, one.closest("label")].filter(Boolean);
  return seen.map((it) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(it);
    const outline = outlineStyle === "none" || outlineWidth === "0px" ? "no" : `${outlineWidth} ${outlineColor}`;
    return `${outline} ${boxShadow}`;
  }).join(" / ");
}"""
IN_VIEW = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  return box.width > 0 && box.height > 0
    && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""
NAME = "() => document.activeElement.outerHTML.slice(0, 140)"


def tab_to(page: Page, place: Locator, *, most: int = 120) -> None:
    """Press Tab until the place has the focus."""
    for _press in range(most):
        if place.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach it: {place}")


def walk(page: Page, most: int = 150) -> list[str]:
    """Go through the page by Tab; the stops where nothing shows where one is."""
    blind: list[str] = []
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement === document.body"):
            break
        here = page.evaluate_handle("() => document.activeElement").as_element()
        with_focus = here.evaluate(LOOK)
        if not page.evaluate(IN_VIEW):
            blind.append(f"out of sight: {page.evaluate(NAME)}")
        here.evaluate("(one) => one.blur()")
        if here.evaluate(LOOK) == with_focus:
            blind.append(f"no mark: {here.evaluate('(one) => one.outerHTML.slice(0, 140)')}")
        # back to where one was, as the keyboard would come there
        here.evaluate("(one) => one.focus({ focusVisible: true })")
    return blind


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", ["/", "/account/signup/", LATER_LESSON])
def test_one_sees_where_the_keyboard_is(new_page, path: str, width: int) -> None:
    page = new_page(width) if path.startswith("/account") else enter(new_page(width), "partecipante")
    page.goto(path)

    assert walk(page) == []


def test_skip_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.locator(".skiplinks a").first
    has_focus(skip)
    expect(skip).to_be_in_viewport()

    page.keyboard.press("Enter")

    has_focus(page.locator("main"))
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


def test_menu_on_a_telephone_opens_and_closes(telephone: Page) -> None:
    page = telephone
    page.goto("/")
    opener = page.locator(".custom-navbar-toggler")
    tab_to(page, opener)
    page.keyboard.press("Enter")
    first = page.locator("#main-menu .nav-link").first
    expect(first).to_be_in_viewport()
    expect(opener).to_have_attribute("aria-expanded", "true")

    tab_to(page, first, most=6)
    page.keyboard.press("Escape")

    expect(first).not_to_be_in_viewport()
    has_focus(opener)
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#main-menu .nav-link", has_text="Contatti"), most=12)
    page.keyboard.press("Enter")
    page.wait_for_url("**/contatti/")


def test_closed_menu_is_not_on_the_way(telephone: Page) -> None:
    page = telephone
    page.goto("/contatti/")
    tab_to(page, page.locator(".custom-navbar-toggler"))
    page.keyboard.press("Tab")

    assert page.evaluate("() => document.activeElement.closest('#main-menu') === null")


def test_log_in_and_mark_a_lesson_as_read(page: Page) -> None:
    page.goto("/")
    tab_to(page, page.locator(".account-links a").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/login/**")
    tab_to(page, page.locator("#id_login"))
    page.keyboard.type(email_of("partecipante"))
    tab_to(page, page.locator("#id_password"))
    page.keyboard.type("coalizione-demo")
    page.keyboard.press("Enter")
    expect(page.locator(".account-name")).to_be_visible()
    page.goto(DESK)
    tab_to(page, page.locator("main article a.btn-primary"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/formazione/co-alizione/**")

    tab_to(page, button(page, "Mark as read"))
    page.keyboard.press("Space")

    expect(page.locator("#courses-said")).to_contain_text(words("Marked as read."))
    has_focus(button(page, "Take the mark back"))
    page.keyboard.press("Enter")
    has_focus(button(page, "Mark as read"))


def test_answer_whether_a_page_was_useful(page: Page) -> None:
    page.goto("/contatti/")
    tab_to(page, page.locator("#feedback-yes"))
    page.keyboard.press("Space")
    tab_to(page, page.locator("#riscontro button[type=submit]"))
    page.keyboard.press("Enter")

    expect(page.locator("#messages [role=status]")).to_be_visible()


def test_answer_whether_a_lesson_was_useful_without_leaving_it(page: Page) -> None:
    enter(page, "partecipante").goto(LATER_LESSON)
    page.evaluate("window.sameDocument = true")
    tab_to(page, page.locator("#feedback-yes"))
    page.keyboard.press("ArrowDown")
    expect(page.locator("#feedback-no")).to_be_checked()
    tab_to(page, page.locator("#riscontro button[type=submit]"))
    page.keyboard.press("Enter")

    has_focus(page.locator("#riscontro [role=status]"))
    assert page.evaluate("window.sameDocument") is True
