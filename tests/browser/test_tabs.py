"""Tabs that are lent again and again: what one test left in them is gone for the next."""

from playwright.sync_api import Browser

from tests.browser.tabs import Tabs

LEAVE = """async () => {
  localStorage.setItem("left", "1"); document.cookie = "left=1";
  await caches.open("left"); await new Promise((done) => { indexedDB.open("left").onsuccess = done; });
}"""
FOUND = """async () => [localStorage.length, document.cookie, (await caches.keys()).length,
  (await indexedDB.databases()).length]"""


def test_a_tab_that_is_lent_again_holds_nothing_of_the_test_before(browser: Browser, address: str) -> None:
    tabs = Tabs(browser, address)
    first = tabs.open(1280, None, scripts=True, strict=True, alone=False)
    first.goto("/privacy/")
    first.evaluate(LEAVE)
    context, found = first.context, [first.evaluate(FOUND)]
    tabs.take_back()

    again = tabs.open(1280, None, scripts=True, strict=True, alone=False)
    again.goto("/privacy/")
    found.append(again.evaluate(FOUND))

    assert again.context == context
    assert found == [[1, "left=1", 1, 1], [0, "", 0, 0]]
    context.close()
