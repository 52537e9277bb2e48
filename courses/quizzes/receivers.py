"""Listens to lower rooms: two records of one person that become one have their attempts together."""

from typing import Any

from django.dispatch import receiver

from courses.audit.actions import Author
from courses.people.models import Participant
from courses.people.signals import participants_merging
from courses.quizzes.merging import take_over_attempts


@receiver(participants_merging)
def unite_attempts(kept: Participant, absorbed: Participant, author: Author, **kwargs: Any) -> None:
    """Inside the transaction that unites the records."""
    take_over_attempts(kept=kept, absorbed=absorbed, author=author)
