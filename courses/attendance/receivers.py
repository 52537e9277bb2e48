"""Listens to lower rooms: who becomes one person stands on registers once; a day that was marked keeps its date."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.agenda.signals import event_upset
from courses.attendance.actions import take_over_attendances
from courses.attendance.models import Presence
from courses.audit.actions import Author
from courses.errors import NotAllowed
from courses.people.models import Participant
from courses.people.signals import participants_merging


@receiver(participants_merging)
def unite_attendances(kept: Participant, absorbed: Participant, author: Author, **kwargs: Any) -> None:
    """Inside the transaction that unites the records."""
    take_over_attendances(kept=kept, absorbed=absorbed, author=author)


@receiver(event_upset)
def keep_what_was_marked(event: Event, **kwargs: Any) -> None:
    """Presences belong to a day: once they were taken it is neither moved nor called off."""
    if Presence.objects.filter(slot__event=event).exists():
        raise NotAllowed(
            _(
                "Presences were taken already: this event can neither be moved nor called off. If the day was cut"
                " short, mark who left earlier in the register, and make a new event for the rest."
            )
        )
