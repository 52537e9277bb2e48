"""Text set wider by the reader (WCAG 1.4.12), or twice as large (1.4.4): nothing is cut off, nothing overlaps."""

import pytest
from playwright.sync_api import Page

from tests.browser.steps import CASE_STUDY, COURSE, DESK, FIRST_LESSON, OWN_DATA, enter
from tests.browser.watching import scrolls_sideways, shoot

SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
# Text that its box hides; a few pixels are the descenders of a line, and what nobody sees is no text.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one), hides = /hidden|clip/;
  const unseen = ".visually-hidden, .visually-hidden-focusable, [aria-hidden=true]";
  if (!one.innerText?.trim() || one.closest(unseen)) return false;
  if (style.visibility === "hidden" || !one.checkVisibility() || one.clientHeight < 3) return false;
  return (hides.test(style.overflowX) && one.scrollWidth > one.clientWidth + 4)
      || (hides.test(style.overflowY) && one.scrollHeight > one.clientHeight + 4);
}).map((one) => `cut off: ${one.outerHTML.slice(0, 140)}`)"""
# Two pieces of text on the same spot: boxes of the words themselves, not of what holds them.
OVERLAPPING = """() => {
  const beside = "script, style, noscript, option, svg, .visually-hidden, .visually-hidden-focusable,"
    + " .back-to-top, .navbar-collapsable";
  const words = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, holder = text.parentElement;
    if (!text.data.trim() || holder.closest(beside)) continue;
    const style = getComputedStyle(holder);
    if (style.visibility === "hidden" || !holder.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects())
      if (box.width > 1 && box.height > 1) words.push({ box, text: text.data.trim() });
  }
  const found = [];
  for (let a = 0; a < words.length; a += 1) for (let b = a + 1; b < words.length; b += 1) {
    const one = words[a], two = words[b];
    const high = Math.min(one.box.bottom, two.box.bottom) - Math.max(one.box.top, two.box.top);
    const wide = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
    if (one.text !== two.text && wide > 4 && high > 0.5 * Math.min(one.box.height, two.box.height))
      found.push(`«${one.text.slice(0, 40)}» lies on «${two.text.slice(0, 40)}»`);
  }
  return found.slice(0, 5);
}"""
PAGES = {
    "home": ("/", None),
    "sign-up": ("/account/signup/", None),
    "days": ("/giornate/", None),
    "lesson-gate": (FIRST_LESSON, None),
    "course": (COURSE, "partecipante"),
    "lesson": (FIRST_LESSON, "partecipante"),
    "case-study": (CASE_STUDY, "partecipante"),
    "desk": (DESK, "partecipante"),
    "own-data": (OWN_DATA, "partecipante"),
    "email": ("/account/email/", "partecipante"),
}


def open_as(page: Page, name: str) -> Page:
    """The page, as who sees it."""
    path, who = PAGES[name]
    if who:
        enter(page, who)
    page.goto(path)
    return page


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_wide_spacing_hides_nothing(new_page, name: str, width: int) -> None:
    page = open_as(new_page(width, strict=False), name)
    page.add_style_tag(content=SPACING)
    shoot(page, f"spacing-{name}")

    assert page.evaluate(CUT_OFF) + page.evaluate(OVERLAPPING) + scrolls_sideways(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_twice_the_size_hides_nothing(new_page, name: str) -> None:
    page = open_as(new_page(640), name)  # 1280 at 200 %
    shoot(page, f"double-{name}")

    assert page.evaluate(CUT_OFF) + page.evaluate(OVERLAPPING) + scrolls_sideways(page) == []
