"""The fixtures of certificates."""

import pytest

from courses.certificates.models import Certificate
from tests.factories.certificates import make_certificate


@pytest.fixture
def certificate(db) -> Certificate:
    """A whole training day of one official."""
    return make_certificate()
