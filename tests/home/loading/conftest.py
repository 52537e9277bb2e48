"""What the commands load, loaded once for the tests of a module; each test's own changes are taken back."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings


def _run(*command: str) -> None:
    call_command(*command, stdout=StringIO())


@pytest.fixture(scope="module")
def module_data(django_db_setup, django_db_blocker, tmp_path_factory, request) -> Iterator[None]:
    """The commands that the module names in LOADED, run in order."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=media, COURSES_PRIVATE_ROOT=f"{media}-private"):
            for command in request.module.LOADED:
                _run(*command)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(module_data: None, db) -> None:
    """A database in which the module's commands have run."""
