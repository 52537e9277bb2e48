"""What a person says and keeps of their own: what they need at an event, the secret address of their calendar."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from courses.audit.actions import Author, record
from courses.booking.models import Booking, CalendarKey
from courses.errors import StaleState
from courses.people.models import Participant


@transaction.atomic
def say_needs(*, booking: Booking, needs: str, author: Author) -> None:
    """What the person needs to take part, said after somebody else booked or said anew; empty takes it back.

    The trail keeps that it was said, never what. Raises StaleState for a place that is gone.
    """
    if not Booking.objects.filter(pk=booking.pk, state__in=Booking.LIVE).update(needs=needs.strip()):
        raise StaleState(_("This place was given up already: there is nothing to do."))
    booking.needs = needs.strip()
    record(author=author, action="booking.say_needs", subject=booking)


@transaction.atomic
def renew_calendar_key(*, participant: Participant, author: Author) -> CalendarKey:
    """A new secret address of the person's calendar: the old one works no more."""
    key, _created = CalendarKey.objects.update_or_create(
        participant=participant, defaults={"key": secrets.token_urlsafe(32)}
    )
    record(author=author, action="calendar_key.renew", subject=participant)
    return key


@transaction.atomic
def revoke_calendar_key(*, participant: Participant, author: Author) -> None:
    """The person's calendar has no address any more. Twice is once."""
    if CalendarKey.objects.filter(participant=participant).delete()[0]:
        record(author=author, action="calendar_key.revoke", subject=participant)
