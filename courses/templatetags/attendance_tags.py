"""What pages show of attendance: slides and materials of those present, the way into a webinar, a teacher's days."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from wagtail.models import Page

from courses.agenda.models import Event
from courses.attendance.roster import keeps_registers
from courses.attendance.rules import MARKS_BEFORE, link_is_given, may_see_materials, may_see_slides
from courses.booking.models import Booking
from courses.booking.queries import live_booking
from courses.people.queries import participant_of

register = template.Library()


@register.simple_tag(takes_context=True)
def materials_after(context: Context, page: Page) -> bool:
    """Whether the reader may see what is for those who were there."""
    request = context.get("request")
    return request is not None and may_see_materials(request.user, page.translation_key)


@register.simple_tag(takes_context=True)
def has_days(context: Context) -> bool:
    """Whether the reader has registers to keep."""
    request = context.get("request")
    return request is not None and request.user.is_authenticated and keeps_registers(request.user)


@register.inclusion_tag("courses/attendance/slides_of.html", takes_context=True)
def slides_of(context: Context, event: Event) -> dict[str, Any]:
    """The slides of an event, for those who were there."""
    user = context["request"].user
    nobody_was_there = not user.is_authenticated or timezone.now() < event.starts_at - MARKS_BEFORE
    slides = [] if nobody_was_there else list(event.slides.all())
    return {"slides": slides if slides and may_see_slides(user, event) else []}


@register.inclusion_tag("courses/attendance/join_button.html", takes_context=True)
def join_button(context: Context, event: Event, booking: Booking | None = None) -> dict[str, Any]:
    """The button into a webinar, for who has a place: from a quarter of an hour before; earlier, when it will work."""
    if event.kind != Event.Kind.WEBINAR:
        return {}
    participant = None if booking else participant_of(context["request"].user)
    booking = booking or (live_booking(event, participant) if participant else None)
    if booking is None or booking.state != Booking.State.BOOKED:
        return {}
    answer, now = link_is_given(event, timezone.now()), timezone.now()
    told = {"booking": booking, "answer": answer, "is_booked": event.is_open and now < event.ends_at}
    return told | {"csrf_token": context.get("csrf_token")}
