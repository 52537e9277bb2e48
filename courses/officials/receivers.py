"""Listens to lower rooms: a row of a file of people follows its person to the record that stays."""

from typing import Any

from django.dispatch import receiver

from courses.officials.models import ImportRow
from courses.people.models import Participant
from courses.people.signals import participants_merging


@receiver(participants_merging)
def take_over_rows(kept: Participant, absorbed: Participant, **kwargs: Any) -> None:
    """The row says who it became."""
    ImportRow.objects.filter(participant=absorbed).update(participant=kept)
