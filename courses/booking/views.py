"""The page behind the link of a letter: what a person may do with their place, without signing in."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.booking.queries import booking_by_token


@require_safe
@cache_control(private=True, no_store=True)
def seat(request: HttpRequest, token: UUID) -> HttpResponse:
    """Where the booking stands."""
    booking = booking_by_token(token)
    if booking is None:
        raise Http404
    return TemplateResponse(request, "courses/booking/seat.html", {"booking": booking})
