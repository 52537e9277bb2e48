"""The button on the page of an event."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from courses.agenda.queries import event_to_book
from courses.booking.actions import book
from courses.booking.forms import NeedsForm
from courses.booking.models import Booking
from courses.errors import CoursesError
from courses.people.queries import participant_of

State = Booking.State


@require_POST
@cache_control(private=True, no_store=True)
def event_book(request: HttpRequest, pk: int) -> HttpResponse:
    """«Iscriviti»: a seat, or a place in line. Twice is once."""
    event = event_to_book(pk)
    if event is None:
        raise Http404
    address = reverse("courses:event", args=[event.pk])
    if not request.user.is_authenticated:
        return redirect_to_login(address)
    participant = participant_of(request.user)
    if participant is None:
        messages.info(request, _("Say who you are first: then you can book."))
        return redirect("courses:own_data")
    form = NeedsForm(request.POST)
    if form.is_valid():
        _book(request, event=event, participant=participant, needs=form.cleaned_data["needs"])
    else:
        messages.error(request, " ".join(form.errors["needs"]))
    return redirect(f"{address}#posto")


def _book(request: HttpRequest, **named: Any) -> None:
    try:
        booking = book(author=request.user, **named)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
        return
    if booking.state == State.BOOKED:
        messages.success(request, _("You have a place: we have written to you."))
    else:
        messages.info(request, _("All the places are taken: you are on the waiting list, and we have written to you."))
