"""Fixtures every test may use."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path: Path) -> None:
    """Uploads of a test go nowhere near the site's."""
    settings.MEDIA_ROOT = tmp_path / "media"
