"""The way into a webinar."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST
from django_ratelimit.decorators import ratelimit

from courses.attendance.actions import give_link
from courses.booking.queries import booking_by_token
from courses.errors import CoursesError

A_TOWN_HALL = "300/h"  # a whole town hall may share one address


@require_POST
@cache_control(private=True, no_store=True)
@ratelimit(key="ip", rate=A_TOWN_HALL, method=["POST"])
def join(request: HttpRequest, token: UUID) -> HttpResponse:
    """«Collegati»: give the address, and go there.

    Not by a redirect: after a form browsers follow none to another site under our policy (`form-action`).
    """
    booking = booking_by_token(token)
    if booking is None:
        raise Http404
    try:
        link = give_link(booking=booking)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
        return redirect("courses:event", booking.event_id)
    if not link.startswith("https://"):
        messages.error(request, _("The address of this webinar cannot be opened: write to the secretariat."))
        return redirect("courses:event", booking.event_id)
    response = TemplateResponse(request, "courses/attendance/join.html", {"event": booking.event, "link": link})
    response["Refresh"] = f"0; url={iri_to_uri(link)}"
    response["Referrer-Policy"] = "no-referrer"
    return response
