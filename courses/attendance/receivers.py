"""Listens to lower rooms: two records of one person that become one stand on their registers once."""

from typing import Any

from django.dispatch import receiver

from courses.attendance.actions import take_over_attendances
from courses.audit.actions import Author
from courses.people.models import Participant
from courses.people.signals import participants_merging


@receiver(participants_merging)
def unite_attendances(kept: Participant, absorbed: Participant, author: Author, **kwargs: Any) -> None:
    """Inside the transaction that unites the records."""
    take_over_attendances(kept=kept, absorbed=absorbed, author=author)
