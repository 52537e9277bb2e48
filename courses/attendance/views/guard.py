"""Who stands before a register: its teachers and the secretariat; to everybody else it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control

from courses.agenda.models import Event
from courses.agenda.queries import events
from courses.attendance.models import Register
from courses.attendance.queries import register_of
from courses.attendance.rules import may_keep_register

View = Callable[..., HttpResponseBase]


def kept_event(request: HttpRequest, pk: int) -> Event:
    """The event, for who keeps its register. Raises Http404 for all others."""
    event = get_object_or_404(events(), pk=pk)
    if not may_keep_register(request.user, event):
        raise Http404
    return event


def opened(event: Event) -> Register:
    """The register, opened. Raises Http404 before."""
    register = register_of(event)
    if register is None:
        raise Http404
    register.event = event
    return register


def keeps_register(view: View) -> View:
    """The view is given the event instead of its key, after asking who wants it; nobody else keeps the answer."""

    @wraps(view)
    @login_required
    @cache_control(private=True, no_store=True)
    def guarding(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, kept_event(request, pk), *args, **kwargs)

    return guarding
