"""The fixtures of the site's own tests."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from home.models import HomePage, StandardPage
from tests.factories.home import make_home, make_page


@pytest.fixture(autouse=True)
def no_memory() -> Iterator[None]:
    """Rate limits and the addresses of the sites are remembered in the cache: each test starts with none."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def home(db) -> HomePage:
    """The first page of the default site."""
    return make_home()


@pytest.fixture
def page(home: HomePage) -> StandardPage:
    """A published page of text."""
    return make_page(home)
