"""Who is known in every room."""

import pytest

from tests.factories.keeping import Known, make_known


@pytest.fixture
def known(db) -> Known:
    """An official with something in every room, and a colleague."""
    return make_known()


@pytest.fixture
def duty_over(settings) -> None:
    """The accounts are closed."""
    settings.COURSES_DUTY_ENDS = "2020-01-01"
