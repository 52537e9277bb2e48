"""Who looks at the figures: as at the lists."""

from tests.courses.reports.conftest import desk, outsider, secretary

__all__ = ["desk", "outsider", "secretary"]
