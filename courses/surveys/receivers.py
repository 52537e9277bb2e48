"""Listens to lower rooms: two records of one person that become one answer once."""

from typing import Any

from django.dispatch import receiver

from courses.people.models import Participant
from courses.people.signals import participants_merging
from courses.surveys.actions import take_over_invitations


@receiver(participants_merging)
def unite_invitations(kept: Participant, absorbed: Participant, **kwargs: Any) -> None:
    """Inside the transaction that unites the records."""
    take_over_invitations(kept=kept, absorbed=absorbed)
