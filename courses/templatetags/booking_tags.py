"""What pages show of seats."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from courses.adhesion.queries import body_of_contact
from courses.agenda.models import Event
from courses.agenda.rules import booking_is_open
from courses.booking.forms import NeedsForm
from courses.booking.models import Booking
from courses.booking.queries import enrolment_for, live_booking, place_of, somebody_waits, standing_bookings
from courses.booking.rules import acts_on, may_book
from courses.catalogue.models import CoursePage
from courses.people.models import Participant
from courses.people.queries import participant_of

register = template.Library()


@register.inclusion_tag("courses/booking/box.html", takes_context=True)
def seat_box(context: Context, event: Event) -> dict[str, Any]:
    """What the reader of an event's page may do about a seat: book, wait, answer, give up; or why not."""
    request, now = context["request"], timezone.now()
    box = {"request": request, "user": request.user, "perms": context.get("perms"), "event": event}
    box["csrf_token"] = context.get("csrf_token")
    if not request.user.is_authenticated:
        return box | {"answer": booking_is_open(event, now)}
    box["own_body"] = body_of_contact(request.user) if event.is_open and event.starts_at > now else None
    participant = participant_of(request.user)
    if participant is None:
        return box | {"answer": booking_is_open(event, now)}
    box["participant"] = participant
    booking = live_booking(event, participant)
    if booking is not None:
        booking.event = event
        place = place_of(booking) if booking.state == Booking.State.WAITING else None
        return box | {"booking": booking, "acts": acts_on(booking, now), "place": place}
    return box | _to_book(event, participant)


@register.simple_tag
def own_standing(participant: Participant | None) -> dict[str, Any]:
    """What a person must not miss: offers to answer, and the next event they have a seat at or wait for."""
    now = timezone.now()
    standing = standing_bookings(participant, now) if participant else []
    offers = [booking for booking in standing if acts_on(booking, now).answer]
    following = next((booking for booking in standing if booking not in offers), None)
    asked = following is not None and acts_on(following, now).confirm
    return {"offers": offers, "next": following, "asked": asked}


def _to_book(event: Event, participant: Participant) -> dict[str, Any]:
    answer = may_book(participant, event, timezone.now())
    if answer:
        return {"answer": answer, "is_full": not event.seats_free or somebody_waits(event), "form": NeedsForm()}
    if enrolment_for(event, participant) is None:
        course = CoursePage.objects.live().filter(translation_key=event.course_key).first()
        return {"answer": answer, "course": course}
    return {"answer": answer}
