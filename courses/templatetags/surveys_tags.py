"""What pages show of questionnaires: those to be answered."""

from typing import Any

from django import template
from django.utils import timezone

from courses.people.models import Participant
from courses.surveys.queries import to_answer

register = template.Library()


@register.inclusion_tag("courses/surveys/to_answer.html")
def surveys_to_answer(participant: Participant | None) -> dict[str, Any]:
    """The questionnaires a person may answer now and has not."""
    return {"invitations": to_answer(participant, timezone.now()) if participant else []}
