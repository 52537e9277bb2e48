"""Listens to lower rooms: an enrolment ends, a colleague takes an official's place, two records become one."""

from typing import Any

from django.dispatch import receiver

from courses.agenda.models import Venue
from courses.agenda.signals import venue_changed
from courses.audit.actions import Author
from courses.booking.actions import give_up_with_enrolment, hand_over_bookings, take_over_bookings, tell_of_venue
from courses.enrolment.models import Enrolment
from courses.enrolment.signals import enrolment_ended
from courses.officials.signals import official_replaced
from courses.people.models import Participant
from courses.people.signals import participants_merging


@receiver(enrolment_ended)
def free_the_seats(enrolment: Enrolment, reason: str, author: Author, **kwargs: Any) -> None:
    """Inside the transaction that withdraws the enrolment."""
    give_up_with_enrolment(enrolment=enrolment, reason=reason, author=author)


@receiver(official_replaced)
def hand_the_seats_over(old: Participant, new: Participant, author: Author, **kwargs: Any) -> None:
    """While the old one is still enrolled, and the new one is already."""
    hand_over_bookings(old=old, new=new, author=author)


@receiver(venue_changed)
def tell_who_comes_there(venue: Venue, author: Author, **kwargs: Any) -> None:
    """Inside the transaction that mends the venue."""
    tell_of_venue(venue=venue, author=author)


@receiver(participants_merging)
def unite_bookings(kept: Participant, absorbed: Participant, author: Author, **kwargs: Any) -> None:
    """After `enrolment` has made one enrolment of two."""
    take_over_bookings(kept=kept, absorbed=absorbed, author=author)
