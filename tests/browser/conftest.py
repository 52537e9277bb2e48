"""The whole product in a real Chromium: the real commands filled the database, each test starts from the same copy."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.barriers import barriers
from tests.browser.checker import checker
from tests.browser.loaded import DATABASE, MEDIA, PRIVATE, loaded_site
from tests.browser.tabs import HEIGHTS, Tabs
from tests.browser.watching import (
    WATCHES,
    beyond_the_edge,
    invalid_html,
    oddities,
    scrolls_sideways,
    shoot,
    watch,
)

CHROMIUM = "/usr/bin/chromium-headless-shell"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--process-per-site"),
]

# Playwright's own loop runs in this thread: Django would refuse its database here.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Wagtail leaves the buffers of the pictures it makes smaller to the garbage collector
LEFT_OPEN = "ignore:Exception ignored in. <function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"

NewPage = Callable[..., Page]
Check = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.filterwarnings(LEFT_OPEN))


@pytest.fixture(scope="session")
def pristine() -> Path:
    """The site as its own commands loaded it."""
    return loaded_site()


@pytest.fixture(scope="session")
def database(
    django_test_environment, django_db_blocker, pristine: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A file of its own, since other runs of the tests may be under way; open for the whole run, since a journey is no
    transaction."""
    file = tmp_path_factory.mktemp("database") / "browser.sqlite3"
    shutil.copyfile(pristine / DATABASE, file)
    connection.settings_dict["TEST"]["NAME"] = str(file)
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=True, serialized_aliases=[])
        yield file
        teardown_databases(made, verbosity=0, keepdb=True)


@pytest.fixture(autouse=True)
def own_media() -> None:
    """The folder of uploads belongs to the whole run here: see `address`."""


@pytest.fixture(scope="session")
def address(database: Path, pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site at an address."""
    files = tmp_path_factory.mktemp("files")
    for folder in (MEDIA, PRIVATE):
        if (pristine / folder).exists():
            shutil.copytree(pristine / folder, files / folder)
    with override_settings(MEDIA_ROOT=files / MEDIA, COURSES_PRIVATE_ROOT=str(files / PRIVATE)):
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(autouse=True)
def fresh_site(pristine: Path, address: str, database: Path) -> Iterator[None]:
    """Each test meets the database as the commands left it, and no counter of attempts."""
    cache.clear()
    yield
    connection.close()
    _copy(pristine / DATABASE, database)


def _copy(source: Path, target: Path) -> None:
    """SQLite's own way: pages are copied under its locks, whoever has the file open."""
    read, write = sqlite3.connect(source, timeout=20), sqlite3.connect(target, timeout=20)
    try:
        read.backup(write)
    finally:
        read.close()
        write.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def tabs(browser: Browser, address: str) -> Tabs:
    """Where tabs come from."""
    return Tabs(browser, address)


@pytest.fixture
def new_page(tabs: Tabs, address: str) -> Iterator[NewPage]:
    """Opens tabs, each with cookies of its own; whoever misbehaves in one fails the test at its end."""
    opened: list[Page] = []

    def open_one(width: int = 1280, height: int | None = None, *, scripts=True, strict=True, alone=False) -> Page:
        page = tabs.open(width, height, scripts=scripts, strict=strict, alone=alone)
        opened.append(watch(page, urlsplit(address).netloc))
        return page

    yield open_one
    complaints = [complaint for page in opened if page in WATCHES for complaint in WATCHES[page].complaints]
    tabs.take_back()
    assert complaints == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A visitor at a desk."""
    return new_page(1280)


@pytest.fixture
def telephone(new_page: NewPage) -> Page:
    """A visitor with a small telephone, or with a large page at 400 %."""
    return new_page(320)


@pytest.fixture(scope="session")
def validator() -> Iterator[str]:
    """The address of the Nu HTML checker."""
    with checker() as address:
        yield address


@pytest.fixture
def check(validator: str) -> Check:
    """Judge the page that a tab shows now; `name` is the name of its picture."""

    def judge(page: Page, name: str = "") -> None:
        page.locator("main").wait_for(state="attached")  # after a click there may be no page yet
        shoot(page, name)
        seen = WATCHES[page]
        wrong = [*barriers(page), *scrolls_sideways(page), *oddities(page), *seen.complaints]
        wrong += invalid_html(seen.document.text(), validator)
        seen.complaints.clear()
        assert wrong == []

    return judge


@pytest.fixture
def check_staff(validator: str) -> Check:
    """Judge one of our screens inside Wagtail's administration: what stands in its `main` is ours, the frame is not."""

    def judge(page: Page, name: str = "") -> None:
        page.locator("main").wait_for(state="attached")  # after a click there may be no page yet
        shoot(page, name)
        seen = WATCHES[page]
        wrong = [*barriers(page, "main"), *beyond_the_edge(page), *seen.complaints]
        seen.complaints.clear()
        assert wrong == []

    return judge


@pytest.fixture
def check_both(check: Check) -> Check:
    """Judge the page at a desk, then on a small telephone, or at 400 %, without asking for it again."""
    return _at_both_widths(check)


@pytest.fixture
def check_staff_both(check_staff: Check) -> Check:
    """The same for a screen of ours inside Wagtail's administration."""
    return _at_both_widths(check_staff)


def _at_both_widths(judge: Check) -> Check:
    def at_both(page: Page, name: str = "") -> None:
        before = page.viewport_size
        for width, height in HEIGHTS.items():
            page.set_viewport_size({"width": width, "height": height})
            judge(page, name)
        page.set_viewport_size(before)

    return at_both
