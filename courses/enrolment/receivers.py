"""Listens to lower rooms: when a body joins, its people are enrolled."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from courses.adhesion.models import Adhesion
from courses.adhesion.signals import adhesion_accepted
from courses.audit.actions import Author
from courses.enrolment.actions import enrol_body
from courses.people.models import Participant


@receiver(adhesion_accepted)
def enrol_its_people(adhesion: Adhesion, participants: Iterable[Participant], author: Author, **kwargs: Any) -> None:
    """Inside the transaction that accepts: all or nothing."""
    enrol_body(participants=participants, body=adhesion.body, author=author)
