"""The page behind the link of a letter: what a person may do with their place, without signing in.

Opening it changes nothing, whoever opens it: programs that read mail follow links. Each act is a button.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.booking.actions import accept_offer, book_instead, cancel_booking, change_day, confirm_coming, say_needs
from courses.booking.calendars import own_feed
from courses.booking.forms import ChangeDayForm, GiveUpForm, NeedsForm
from courses.booking.models import Booking
from courses.booking.queries import booked_day, booking_by_token, dates_instead, place_of
from courses.booking.rules import acts_on
from courses.booking.views.guard import behind_a_link, explain
from courses.errors import CoursesError

State = Booking.State


@behind_a_link
@require_safe
def seat(request: HttpRequest, token: UUID) -> HttpResponse:
    """Where the booking stands, and what may be done."""
    booking = booking_by_token(token)
    return _page(request, booking) if booking else _gone(request)


@behind_a_link
@require_POST
def seat_accept(request: HttpRequest, token: UUID) -> HttpResponse:
    """«Accetto il posto»."""
    return _act(request, token, lambda booking: accept_offer(booking=booking), _("The place is yours."))


@behind_a_link
@require_POST
def seat_confirm(request: HttpRequest, token: UUID) -> HttpResponse:
    """«Confermo», after the event was moved."""
    return _act(request, token, lambda booking: confirm_coming(booking=booking), _("Thank you: we expect you."))


@behind_a_link
@require_POST
def seat_leave(request: HttpRequest, token: UUID) -> HttpResponse:
    """Decline an offer, or leave the waiting list; a seat is given up with its reason, and refused here."""

    def leave(booking: Booking) -> None:
        cancel_booking(booking=booking, reason="", author=booking.participant.user)

    return _act(request, token, leave, "")


@behind_a_link
@require_POST
def seat_give_up(request: HttpRequest, token: UUID) -> HttpResponse:
    """Give the seat up, with a reason."""
    form = GiveUpForm(request.POST)

    def give_up(booking: Booking) -> None:
        cancel_booking(booking=booking, reason=form.reason, author=booking.participant.user)

    return _act(request, token, give_up, _("Your place is free for somebody else: thank you for telling us."), form)


@behind_a_link
@require_POST
def seat_change(request: HttpRequest, token: UUID) -> HttpResponse:
    """Another date instead of this one, also of one that was called off."""
    booking = booking_by_token(token)
    if booking is None:
        return _gone(request)
    form = ChangeDayForm(request.POST, dates=dates_instead(booking, timezone.now()))

    def change(booking: Booking) -> Booking:
        act = book_instead if booking.went_with_event else change_day
        return act(booking=booking, event=form.cleaned_data["event"], author=booking.participant.user)

    return _act(request, token, change, _("The day is changed: here is your new place."), form)


@behind_a_link
@require_POST
def seat_needs(request: HttpRequest, token: UUID) -> HttpResponse:
    """What the person needs to take part, said now or said anew."""
    form = NeedsForm(request.POST)

    def say(booking: Booking) -> None:
        say_needs(booking=booking, needs=form.cleaned_data["needs"], author=booking.participant.user)

    return _act(request, token, say, _("We have written down what you need."), form)


@behind_a_link
@require_safe
def seat_calendar(request: HttpRequest, token: UUID) -> HttpResponse:
    """The event to put into one's own calendar."""
    booking = booking_by_token(token)
    if booking is None or booking.state != State.BOOKED:
        return _gone(request)
    headers = {"Content-Disposition": 'attachment; filename="appuntamento.ics"'}
    content = own_feed([booking], booking.event.title)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _act(request: HttpRequest, token: UUID, act: Callable[[Booking], Any], said: str, form: Any = None) -> HttpResponse:
    """Do it, say so and show where the booking stands now; what was filled in wrongly is shown beside its field."""
    booking = booking_by_token(token)
    if booking is None:
        return _gone(request)
    if form is not None and not form.is_valid():
        return _page(request, booking, form)
    try:
        done = act(booking)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
    else:
        if said:
            messages.success(request, said)
        booking = done if isinstance(done, Booking) else booking
    return redirect("courses:seat", booking.token)


def _page(request: HttpRequest, booking: Booking, wrong: Any = None) -> HttpResponse:
    now = timezone.now()
    acts = acts_on(booking, now)
    context: dict[str, Any] = {"booking": booking, "event": booking.event, "acts": acts, "errors_of": wrong}
    if booking.state == State.WAITING:
        context["place"] = place_of(booking)
    if acts.answer and booking.only_one_of:
        context["gives_up"] = booked_day(booking.participant, booking.only_one_of)
    if acts.give_up:
        context["give_up_form"] = wrong if isinstance(wrong, GiveUpForm) else GiveUpForm()
    if acts.give_up or booking.went_with_event:
        dates = dates_instead(booking, now)
        context["change_form"] = wrong if isinstance(wrong, ChangeDayForm) else ChangeDayForm(dates=dates)
        context["has_dates"] = dates.exists()
    if booking.event.starts_at > now and booking.state in Booking.LIVE:
        context["needs_form"] = wrong if isinstance(wrong, NeedsForm) else NeedsForm()
    return TemplateResponse(request, "courses/booking/seat.html", context).render()


def _gone(request: HttpRequest) -> HttpResponse:
    said = _("This link leads to no place any more. Look in the last letter we sent you, or in your personal area.")
    return explain(request, _("This link no longer works"), said, status=404)
