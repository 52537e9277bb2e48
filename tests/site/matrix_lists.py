"""What fills in the addresses of the saved lists."""

from typing import Any

from courses.reports.models import SavedReport
from tests.factories.world import World


def give_saved_list(world: World) -> None:
    """A list saved by the secretariat."""
    world.things.saved_list = SavedReport.objects.create(
        source="courses.participant", name="Sindaci", author=world.users["secretariat"]
    )


def blanks_of_lists(world: World) -> dict[str, dict[str, Any]]:
    """The list, and what was saved of it."""
    return {
        "courses_report_save": {"source": "participant"},
        "courses_report_delete": {"pk": world.saved_list.pk},
    }
