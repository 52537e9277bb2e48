"""Who looks at the tracking screens."""

from typing import Any

import pytest
from django.test import Client

from courses.groups import APPROVERS, EDITORS, SECRETARIAT
from tests.factories.people import make_user


@pytest.fixture
def secretary(db) -> Any:
    """A member of the secretariat."""
    return make_user(groups=(SECRETARIAT,))


@pytest.fixture
def desk(secretary) -> Client:
    """The secretariat's browser."""
    client = Client()
    client.force_login(secretary)
    return client


@pytest.fixture(params=[EDITORS, APPROVERS])
def outsider(request, db) -> Client:
    """The browser of somebody who edits pages, and may see no person."""
    client = Client()
    client.force_login(make_user(groups=(request.param,)))
    return client
