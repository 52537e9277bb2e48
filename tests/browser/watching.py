"""What a page must be, whoever wrote it: judged by axe-core, by the Nu HTML checker and by the browser itself."""

import json
import os
import re
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

TOOLS = Path(__file__).parent / "node_modules"
AXE = (TOOLS / "axe-core" / "axe.min.js").read_text() if (TOOLS / "axe-core").exists() else ""
VNU = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
OWN_SCHEMES = {"data", "blob", "about", "chrome-error"}
SHOTS = os.environ.get("SHOTS")
SECRET = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # whatever its secret, it is one page

WIDER_THAN_THE_SCREEN = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room && document.body.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > room + 1 && !one.closest(".table-responsive, .reports-scroll"))
    .slice(0, 5).map((one) => one.outerHTML.slice(0, 160)).concat("the page scrolls sideways");
}"""

BEYOND_THE_EDGE = """() => [...document.querySelectorAll("main [class*=reports-] *")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .filter((one) => !one.closest(".reports-scroll, .w-sr-only, .reports-table"))
  .slice(0, 5).map((one) => `beyond the edge: ${one.outerHTML.slice(0, 160)}`)"""


@dataclass
class Watch:
    """What happened in a tab since it was opened."""

    host: str
    complaints: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)
    document: Response | None = None

    def forgive(self, text: str) -> None:
        """What a test brought about itself, a network cut off for instance, is no complaint, however late it comes."""
        self.forgiven.append(text)
        self.complaints[:] = [one for one in self.complaints if text not in one]

    def on_request(self, request: Request) -> None:
        """No page asks anything of another host."""
        asked = urlsplit(request.url)
        if asked.scheme not in OWN_SCHEMES and asked.netloc != self.host:
            self.complaints.append(f"asks {request.url} of somebody else")

    def on_response(self, response: Response) -> None:
        """Keep the page itself, as the server sent it."""
        asked = response.request
        if asked.is_navigation_request() and asked.frame.parent_frame is None and not 300 <= response.status < 400:
            self.document = response

    def on_console(self, message: ConsoleMessage) -> None:
        """An error in the console; the browser's note that the page itself is a 4xx or 5xx is none."""
        url = message.location.get("url", "")
        refused_page = self.document is not None and self.document.url == url and self.document.status >= 400
        complaint = f"console: {message.text} ({url})"
        if message.type == "error" and not refused_page and not any(text in complaint for text in self.forgiven):
            self.complaints.append(complaint)

    def on_pageerror(self, error: Exception) -> None:
        """A script that failed."""
        self.complaints.append(f"script: {error}")


WATCHES: dict[Page, Watch] = {}
TITLES: dict[str, str] = {}
VALIDATED: dict[str, list[str]] = {}


def watch(page: Page, host: str) -> Page:
    """Listen to a tab from its first request on."""
    seen = WATCHES[page] = Watch(host)
    page.on("request", seen.on_request)
    page.on("response", seen.on_response)
    page.on("console", seen.on_console)
    page.on("pageerror", seen.on_pageerror)
    page.on("close", lambda closed: WATCHES.pop(closed, None))
    return page


def scrolls_sideways(page: Page) -> list[str]:
    """What is wider than the window."""
    return page.evaluate(WIDER_THAN_THE_SCREEN)


def beyond_the_edge(page: Page) -> list[str]:
    """What of our own staff screens lies outside the window; Wagtail's frame cuts it off without a scroll bar."""
    return page.evaluate(BEYOND_THE_EDGE)


def invalid_html(source: str, validator: str) -> list[str]:
    """What the Nu HTML checker, listening at `validator`, finds wrong with a page's source; the same source is asked
    about once, whatever the width of the window."""
    source = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1token", source)
    if source not in VALIDATED:
        VALIDATED[source] = _ask_the_checker(source, validator)
    return VALIDATED[source]


def _ask_the_checker(source: str, validator: str) -> list[str]:
    request = urllib.request.Request(
        f"{validator}?out=json", source.encode(), {"Content-Type": "text/html; charset=utf-8"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        messages = json.load(answer)["messages"]
    return [
        f"line {one.get('lastLine')}: {one['message']} {one.get('extract', '')!r}"
        for one in messages
        if one["type"] == "error" or (one["type"] == "info" and one.get("subType") == "warning")
    ]


def oddities(page: Page) -> list[str]:
    """Language, title, headings."""
    path, title = SECRET.sub("…", urlsplit(page.url).path), page.title()
    first = TITLES.setdefault(title, path)
    found = [] if first == path else [f"has the title of {first}: {title}"]
    if not re.search(r"\S – CO-AliZIONE$", title):
        found.append(f"has no title of its own: {title}")
    if page.locator("h1").count() != 1:
        found.append(f"has {page.locator('h1').count()} h1")
    if page.get_attribute("html", "lang") != "it":
        found.append("is not in Italian")
    return found


def shoot(page: Page, name: str) -> None:
    """A picture for people to look at, where the environment names a folder."""
    if SHOTS and name:
        folder = Path(SHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}-{page.viewport_size['width']}.png", full_page=True)
