"""The calendar and the page of an event: public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.agenda.queries import public_events, upcoming


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The events to come."""
    context = {"events": upcoming(public_events(), timezone.now())}
    return TemplateResponse(request, "courses/agenda/calendar.html", context)


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: when, where, about what."""
    context = {"event": get_object_or_404(public_events(), pk=pk)}
    return TemplateResponse(request, "courses/agenda/event.html", context)
