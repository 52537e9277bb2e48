"""The fixtures of the site's own tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from tests.factories.world import World, make_world


@pytest.fixture(autouse=True)
def no_memory() -> Iterator[None]:
    """Rate limits and the addresses of the sites are remembered in the cache: each test starts with none."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="module")
def module_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the whole site of a module lie."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def module_world(django_db_setup, django_db_blocker, module_media: Path) -> Iterator[World]:
    """A whole site, made once for the tests of a module; each test's own changes are taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=module_media, COURSES_PRIVATE_ROOT=f"{module_media}-private"):
            made = make_world()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(module_world: World, db, settings, module_media: Path) -> World:
    """The whole site, with its files."""
    settings.MEDIA_ROOT = module_media
    settings.COURSES_PRIVATE_ROOT = f"{module_media}-private"
    return module_world
