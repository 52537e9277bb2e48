"""«Il mio ente»: the contact books colleagues, keeps seats for them, and sees to the seats of the body alone."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_ratelimit.core import is_ratelimited

from courses.adhesion.queries import officials_of
from courses.agenda.models import Event
from courses.agenda.queries import in_calendar, public_events, upcoming
from courses.agenda.rules import booking_is_open, name_of
from courses.booking.actions import (
    Result,
    accept_offer,
    book_group,
    cancel_booking,
    hold_seats,
    name_held_seat,
    release_held_seat,
    substitute,
)
from courses.booking.forms import ColleagueForm, ColleaguesForm, GiveUpForm, HoldForm
from courses.booking.models import Booking
from courses.booking.queries import bookings_of_body, counts_of_body, held_seats
from courses.booking.rules import may_cancel, may_hold
from courses.desk.views.body import for_contacts
from courses.errors import CoursesError
from courses.people.models import Participant
from courses.territory.models import Body

ACTS = "300/h"  # a large body has a few hundred officials
State = Booking.State


@require_safe
@for_contacts
def own_body_seats(request: HttpRequest, body: Body) -> HttpResponse:
    """The events to come, with what the body has at each."""
    now = timezone.now()
    counts = counts_of_body(body, now)
    events = [(event, counts.get(event.pk, {})) for event in upcoming(in_calendar(), now)]
    context = {
        "body": body,
        "now": now,
        "own": [(event, mine) for event, mine in events if mine],
        "others": [event for event, mine in events if not mine],
    }
    return TemplateResponse(request, "courses/desk/seats.html", context)


@for_contacts
def own_body_event(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """One event: the body's seats there; a form books several colleagues at once."""
    event = _event(pk)
    form = ColleaguesForm(request.POST or None, people=_not_there(event, body))
    if request.method == "POST" and form.is_valid():
        group = {"participants": form.cleaned_data["people"], "all_or_none": form.cleaned_data["how"] == "all"}
        results = _do(request, book_group, event=event, **group)
        if results:
            _tell(request, results)
            return redirect("courses:own_body_event", pk)
        # refused: the ticks stay
    now = timezone.now()
    bookings = [(one, may_cancel(one, now)) for one in bookings_of_body(body).filter(event=event)]
    context = {
        "body": body,
        "event": event,
        "now": now,
        "bookings": bookings,
        "by_word_of_mouth": any(not booking.participant.email for booking, _may_cancel in bookings),
        "held": held_seats(event, body),
        "form": form,
        "is_open": booking_is_open(event, now),
        "may_hold": may_hold(event, now),
        "hold_form": HoldForm(),
        "name_form": ColleagueForm(people=_without_a_seat(event, body)),
    }
    return TemplateResponse(request, "courses/desk/seats_event.html", context)


@require_POST
@for_contacts
def own_body_hold(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """Keep some seats, to be named later."""
    event, form = _event(pk), HoldForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["number"]))
    elif _do(request, hold_seats, event=event, body=body, number=form.cleaned_data["number"]):
        messages.success(request, _("The places are kept: give each a name in time."))
    return redirect("courses:own_body_event", pk)


@require_POST
@for_contacts
def own_body_name_seat(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """Give one of the seats that are kept to a colleague."""
    event = _event(pk)
    form, seat = ColleagueForm(request.POST, people=_without_a_seat(event, body)), held_seats(event, body).first()
    if seat is None:
        messages.info(request, _("No place is kept for the body at this event any more."))
    elif not form.is_valid():
        messages.error(request, _("Choose the colleague who gets the place."))
    elif _do(request, name_held_seat, seat=seat, participant=form.cleaned_data["participant"]):
        messages.success(request, _("%(name)s has a place.") % {"name": form.cleaned_data["participant"]})
    return redirect("courses:own_body_event", pk)


@require_POST
@for_contacts
def own_body_release_seat(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """Give one of the seats that are kept back."""
    seat = held_seats(_event(pk), body).first()
    if seat is None:
        messages.info(request, _("No place is kept for the body at this event any more."))
    elif _do(request, release_held_seat, seat=seat) is not False:
        messages.success(request, _("One place less is kept: it is free for somebody else."))
    return redirect("courses:own_body_event", pk)


@for_contacts
def own_body_substitute(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """A colleague takes somebody's seat over."""
    booking = _booking(body, pk)
    form = ColleagueForm(request.POST or None, people=_without_a_seat(booking.event, body))
    if request.method == "POST" and form.is_valid():
        colleague = form.cleaned_data["participant"]
        if _do(request, substitute, booking=booking, participant=colleague):
            words = _("%(new)s has the place of %(old)s.")
            messages.success(request, words % {"new": colleague, "old": booking.participant})
        return redirect("courses:own_body_event", booking.event_id)
    title = _("Who takes the place of %(name)s?") % {"name": booking.participant}
    return _ask(request, booking, form, title, _("Hand the place over"))


@require_POST
@for_contacts
def own_body_accept_seat(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """Accept a seat that is offered to a colleague: who has no address hears of it from the contact alone."""
    booking = _booking(body, pk)
    if _do(request, accept_offer, booking=booking):
        messages.success(request, _("%(name)s has a place.") % {"name": booking.participant})
    return redirect("courses:own_body_event", booking.event_id)


@for_contacts
def own_body_cancel_seat(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """Give a colleague's seat or place in line up, with a reason."""
    booking = _booking(body, pk)
    form = GiveUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _do(request, cancel_booking, booking=booking, reason=form.reason):
            messages.success(request, _("%(name)s has no place any more.") % {"name": booking.participant})
        return redirect("courses:own_body_event", booking.event_id)
    title = _("Give up the place of %(name)s") % {"name": booking.participant}
    return _ask(request, booking, form, title, _("Give the place up"))


def _event(pk: int) -> Event:
    return get_object_or_404(public_events(), pk=pk)


def _booking(body: Body, pk: int) -> Booking:
    return get_object_or_404(bookings_of_body(body).select_related("event__venue__municipality", "participant"), pk=pk)


def _not_there(event: Event, body: Body) -> QuerySet[Participant]:
    """The officials who neither have a place at the event nor wait for one."""
    there = Booking.objects.filter(event=event, state__in=Booking.LIVE)
    return officials_of(body).exclude(pk__in=there.values("participant"))


def _without_a_seat(event: Event, body: Body) -> QuerySet[Participant]:
    """Those who may be given a seat that is there: who waits for one too."""
    seated = Booking.objects.filter(event=event, state=State.BOOKED)
    return officials_of(body).exclude(pk__in=seated.values("participant"))


def _ask(request: HttpRequest, booking: Booking, form: Any, title: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "text": name_of(booking.event), "button": button}
    return TemplateResponse(request, "courses/desk/seats_question.html", context | {"event": booking.event})


def _tell(request: HttpRequest, results: Iterable[Result]) -> None:
    """What became of each colleague, in words."""
    for state, words in (
        (State.BOOKED, _("They have a place: %(names)s.")),
        ("", _("On the waiting list: %(names)s.")),
    ):
        found = [one for one in results if one.booking and (one.booking.state == State.BOOKED) == bool(state)]
        if found:
            names = ", ".join(str(one.participant) for one in found)
            (messages.success if state else messages.info)(request, words % {"names": names})
    for one in results:
        if one.refusal:
            messages.error(request, one.refusal)


def _do(request: HttpRequest, action: Callable[..., Any], **named: Any) -> Any:
    """Call an action as the person signed in; a refusal is told, and the answer is False."""
    if is_ratelimited(request, group="courses.own_body_seats", key="user", rate=ACTS, increment=True):
        messages.error(request, _("Too many attempts in a short time: try again in an hour."))
        return False
    try:
        return action(author=request.user, **named)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
        return False
