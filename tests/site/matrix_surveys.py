"""What fills in the blanks of the addresses of questionnaires: one asked of the participant."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from courses.surveys.actions import open_round
from courses.surveys.models import Invited
from tests.factories.surveys import make_questionnaire
from tests.factories.world import World


def give_survey(world: World) -> None:
    """Open since yesterday; the participant is invited, and the holder of the link need not be known."""
    things, now = world.things, timezone.now()
    things.asked = open_round(
        questionnaire=make_questionnaire(),
        event=things.event,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=10),
        author=None,
    )
    things.invited_to_answer = Invited.objects.create(round=things.asked, participant=things.participant)


def blanks_of_surveys(world: World) -> dict[str, dict[str, Any]]:
    """By the name of each address."""
    questionnaire, asked = world.asked.questionnaire_id, world.asked.pk
    return {
        "courses:survey": {"token": world.invited_to_answer.pk},
        "courses:survey_of_round": {"token": world.asked.token},
        "courses:survey_results": {"pk": world.event.pk},
        "courses_questionnaire_modeladmin_inspect": {"instance_pk": questionnaire},
        **{f"courses_questionnaire_{verb}": {"pk": questionnaire} for verb in ("change", "ask")},
        "courses_questionnaire_file": {"pk": questionnaire, "file_format": "csv"},
        "courses_round_modeladmin_inspect": {"instance_pk": asked},
        "courses_round_close": {"pk": asked},
        "courses_round_file": {"pk": asked, "file_format": "csv"},
    }
