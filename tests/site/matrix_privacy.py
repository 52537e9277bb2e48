"""What fills in the blanks of the privacy desk: a request of the participant's, a list the secretariat asked for."""

from typing import Any

from courses.keeping.actions import ask_for_export
from courses.people.models import Participant
from tests.factories.keeping import make_request
from tests.factories.world import World

VERBS = ("copy", "erase", "limit", "refuse", "answered")


def give_privacy(world: World) -> None:
    """The participant asked to be erased; the secretariat waits for a long list."""
    things = world.things
    things.data_request = make_request(things.participant)
    asked = {"source": Participant, "question": "", "file_format": "csv", "name": "partecipanti.csv", "rows": 9}
    things.export = ask_for_export(author=world.users["secretariat"], **asked)


def blanks_of_privacy(world: World) -> dict[str, dict[str, Any]]:
    """By the name of each address."""
    request = world.data_request.pk
    return {
        "courses_privacy_register": {"file_format": "csv"},
        "courses_datarequest_modeladmin_inspect": {"instance_pk": request},
        **{f"courses_datarequest_{verb}": {"pk": request} for verb in VERBS},
        "courses_export_download": {"key": world.export.key},
    }
