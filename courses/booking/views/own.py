"""«I miei appuntamenti», and the calendar of one's own to subscribe to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from courses import conf
from courses.booking.actions import renew_calendar_key, revoke_calendar_key
from courses.booking.calendars import own_feed
from courses.booking.models import CalendarKey
from courses.booking.queries import past_bookings, seats_in_calendar, standing_bookings
from courses.booking.rules import acts_on
from courses.booking.views.guard import behind_a_key, explain
from courses.people.queries import participant_of


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def own_bookings(request: HttpRequest) -> HttpResponse:
    """Seats, places in line and offers, the next first; what is over; the address for one's calendar."""
    participant = participant_of(request.user)
    if participant is None:
        return redirect("courses:desk")
    now = timezone.now()
    key = CalendarKey.objects.filter(participant=participant).first()
    context = {
        "coming": [(booking, acts_on(booking, now)) for booking in standing_bookings(participant, now)],
        "past": past_bookings(participant, now),
        "feed": conf.absolute(reverse("courses:personal_calendar", args=[key.key])) if key else "",
    }
    return TemplateResponse(request, "courses/booking/own.html", context)


@require_POST
@login_required
@cache_control(private=True, no_store=True)
def own_calendar_key(request: HttpRequest) -> HttpResponse:
    """Make the secret address, make a new one, or take it away."""
    participant = participant_of(request.user)
    if participant is None:
        return redirect("courses:desk")
    if request.POST.get("what") == "revoke":
        revoke_calendar_key(participant=participant, author=request.user)
        messages.success(request, _("The address no longer works: your calendar has none now."))
    else:
        renew_calendar_key(participant=participant, author=request.user)
        messages.success(request, _("Here is the address of your calendar. Any older one no longer works."))
    return redirect(f"{reverse('courses:own_bookings')}#calendario")


@behind_a_key
@require_safe
def personal_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """A person's seats for the calendar that asks: whoever knows the address reads it."""
    found = seats_in_calendar(key, timezone.now())
    if found is None:
        said = _("This calendar has another address now: look in your personal area.")
        return explain(request, _("This link no longer works"), said, status=404)
    _participant, seats = found
    content = own_feed(seats, _("My training"))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
