"""Listens: requests about data follow their person to the record that stays."""

from typing import Any

from django.dispatch import receiver

from courses.keeping.models import DataRequest
from courses.people.models import Participant
from courses.people.signals import participants_merging


@receiver(participants_merging)
def take_over_requests(kept: Participant, absorbed: Participant, **kwargs: Any) -> None:
    """Asked by both and not answered yet, the same thing was asked once."""
    asked = kept.data_requests.filter(state=DataRequest.State.OPEN).values("kind")
    absorbed.data_requests.filter(state=DataRequest.State.OPEN, kind__in=asked).delete()
    absorbed.data_requests.update(participant=kept)
