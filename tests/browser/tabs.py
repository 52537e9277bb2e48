"""Tabs that are as good as new and start as quickly as old ones.

A new browser context has a new process that compiles Bootstrap and axe-core from their sources: most of the time of a
short journey. Contexts are kept for the whole run instead. Between two tests their cookies, storages and workers are
thrown away; what stays is what Chromium compiled, and its copies of static files.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page

HEIGHTS = {1280: 800, 320: 640}
EMPTY = "/robots.txt"
MOST_LENT = 20  # times: a process grows with every page it has shown


@dataclass(frozen=True)
class Kind:
    """What contexts differ in."""

    width: int
    height: int
    scripts: bool
    strict: bool
    alone: bool


@dataclass
class Tabs:
    """The contexts of one browser, each lent to one tab of one test at a time."""

    browser: Browser
    address: str
    free: dict[Kind, list[BrowserContext]] = field(default_factory=lambda: defaultdict(list))
    lent: list[tuple[Kind, BrowserContext]] = field(default_factory=list)
    times: Counter[BrowserContext] = field(default_factory=Counter)

    def open(self, width: int, height: int | None, *, scripts: bool, strict: bool, alone: bool) -> Page:
        """A tab with cookies of its own. Who cuts its network has it alone in its process, which ends with the test."""
        kind = Kind(width, height or HEIGHTS.get(width, 800), scripts, strict, alone)
        context = self.free[kind].pop() if self.free[kind] else self._new(kind)
        self.lent.append((kind, context))
        return context.new_page()

    def _new(self, kind: Kind) -> BrowserContext:
        """Its first page stays open: as long as there is one, the process lives."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": kind.width, "height": kind.height},
            java_script_enabled=kind.scripts,
            bypass_csp=not kind.strict,
            locale="it-IT",
            timezone_id="Europe/Rome",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        if not kind.alone:
            context.new_page().goto(EMPTY)
        return context

    def take_back(self) -> None:
        """Close what the test opened, and leave nothing of it to the next one."""
        for kind, context in self.lent:
            self.times[context] += 1
            if kind.alone or self.times[context] == MOST_LENT:
                context.close()
                continue
            first, *others = context.pages
            for page in others:
                page.close()
            context.clear_cookies()
            devtools = context.new_cdp_session(first)
            devtools.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": "all"})
            devtools.detach()
            self.free[kind].append(context)
        self.lent.clear()
