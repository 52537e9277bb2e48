"""The fixtures of the site's own tests."""

import pickle
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from tests.factories.remembered import Statements, changes, put_back, rows_by_table
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


@dataclass
class _Made:
    """The whole site as it was made first: its rows, its files and the names of its things."""

    day: date
    rows: Statements
    media: Path
    world: bytes


_first: list[_Made] = []


def remembered_world(media: Path) -> World:
    """Made once for all modules of a run on SQLite: it takes three seconds, and putting it back a moment."""
    if connection.vendor != "sqlite":
        return make_world()
    if not _first or _first[0].day != timezone.localdate():
        before = rows_by_table()
        world = make_world()
        kept = media.with_name(f"{media.name}-first")
        shutil.copytree(media, kept)
        _first[:] = [
            _Made(
                timezone.localdate(), changes(before, rows_by_table()), kept, pickle.dumps((world.things, world.users))
            )
        ]
    else:
        put_back(_first[0].rows)
        shutil.copytree(_first[0].media, media, dirs_exist_ok=True)
    return World(*pickle.loads(_first[0].world))


@pytest.fixture(scope="module")
def module_world(django_db_setup, django_db_blocker, module_media: Path) -> Iterator[World]:
    """A whole site for the tests of a module; each test's own changes are taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=module_media, COURSES_PRIVATE_ROOT=f"{module_media}-private"):
            made = remembered_world(module_media)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(module_world: World, db, settings, module_media: Path) -> World:
    """The whole site, with its files."""
    settings.MEDIA_ROOT = module_media
    settings.COURSES_PRIVATE_ROOT = f"{module_media}-private"
    return module_world
