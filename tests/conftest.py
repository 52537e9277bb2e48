"""Fixtures every test may use."""

import gc
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from tests.databases import use_template
from tests.menu import draw_it_quicker

# what takes a minute or a quarter of one: begun last, it would keep one worker busy while the other has nothing to do
LONG = {"test_wheel.py", "test_permission_matrix.py"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; the rest stays in its order."""
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_collection_finish() -> None:
    """The millions of objects of code and tests live to the end: the collector need not look at them so often (a tenth
    of the time)."""
    draw_it_quicker()
    gc.freeze()
    gc.set_threshold(5_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """SQLite's test database is a copy of the template, so it is not made anew."""
    return django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Called by pytest-django before it sets the database up."""
    use_template()


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path: Path) -> None:
    """Uploads of a test go nowhere near the site's."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.COURSES_PRIVATE_ROOT = str(tmp_path / "private")
