"""Listens to lower rooms: a body joins, an invited official comes, two records turn out to be one person."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from courses.adhesion.models import Adhesion, Invitation
from courses.adhesion.queries import accepted_adhesion_of
from courses.adhesion.signals import adhesion_accepted, invitation_taken_up
from courses.audit.actions import Author
from courses.enrolment.actions import enrol_body, enrol_in_only_course, take_over_enrolments
from courses.people.models import Participant
from courses.people.signals import participants_merging


@receiver(adhesion_accepted)
def enrol_its_people(adhesion: Adhesion, participants: Iterable[Participant], author: Author, **kwargs: Any) -> None:
    """Inside the transaction that accepts: all or nothing."""
    enrol_body(participants=participants, body=adhesion.body, author=author)


@receiver(invitation_taken_up)
def enrol_who_comes(invitation: Invitation, author: Author, **kwargs: Any) -> None:
    """Named while no course was open, and never enrolled since; what was decided meanwhile stays as it is."""
    person = invitation.participant
    if person.body and accepted_adhesion_of(person.body) and not person.enrolments.exists():
        enrol_in_only_course(participant=person, author=author)


@receiver(participants_merging)
def unite_enrolments(kept: Participant, absorbed: Participant, reason: str, author: Author, **kwargs: Any) -> None:
    """In each course the person stays enrolled once."""
    take_over_enrolments(kept=kept, absorbed=absorbed, reason=reason, author=author)
