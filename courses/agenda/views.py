"""The calendar, its feed and the page of an event: public."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.agenda.exports import public_feed
from courses.agenda.forms import CalendarForm
from courses.agenda.italy import counted_regions
from courses.agenda.models import Event
from courses.agenda.months import Month, month_named, month_of
from courses.agenda.queries import (
    coming,
    filtered,
    in_calendar,
    in_month,
    page_of,
    past,
    places_of,
    public_events,
    region_names,
    topics_of,
)
from courses.agenda.rules import name_of
from courses.agenda.standing import standing
from courses.editions.drawing import draw_once

MOST_READ = {"", "vista=mese", "passate=1"}  # kept; whoever filters has the page drawn for them
CALENDAR_FILE = "text/calendar; charset=utf-8"


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The events to come, or those of the past, as a list or by month; the address says which."""
    now = timezone.now()
    if request.GET.urlencode() not in MOST_READ:
        return TemplateResponse(request, "courses/agenda/calendar.html", _calendar(request, now))
    standing_now = standing(now)
    key, tables = (request.GET.urlencode(), standing_now.facts), frozenset({standing_now.table})
    return draw_once(request, "courses/agenda/calendar.html", lambda: _calendar(request, now), key, tables)


def _calendar(request: HttpRequest, now: datetime) -> dict[str, Any]:
    found = in_calendar()
    places = places_of(found, now)
    form = _form(request, found, places)
    wanted = filtered(found, form.filters)
    context: dict[str, Any] = {"form": form, "now": now, "breadcrumbs": [{"title": _("Calendar")}]}
    context["regions"] = counted_regions(places, region_names())
    if request.GET.get("vista") == "mese":
        context["month"] = _month(request, wanted)
    else:
        context["is_past"] = request.GET.get("passate") == "1"
        context["events"] = list(past(wanted, now) if context["is_past"] else coming(wanted, now))
    return context


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: when, where, about what, with whom."""
    found = _event(pk)
    page = page_of(found)
    context = {
        "event": found,
        "page_about": page.specific if page else None,
        "now": timezone.now(),
        "breadcrumbs": [{"title": _("Calendar"), "url": reverse("courses:calendar")}, {"title": name_of(found)}],
    }
    response = TemplateResponse(request, "courses/agenda/event.html", context)
    if request.user.is_authenticated:  # it shows them their own place
        patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def event_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One event to put into one's calendar."""
    found = _event(pk)
    return _file(public_feed([found], name_of(found)), f"evento-{found.pk}.ics")


@require_safe
@cache_control(max_age=900)
def feed(request: HttpRequest) -> HttpResponse:
    """The public events to subscribe to, with the filters of the list; called-off ones say so."""
    now, found = timezone.now(), in_calendar()
    form = _form(request, found, places_of(found, now))
    return _file(public_feed(coming(filtered(found, form.filters), now), _("Days and webinars")), "eventi.ics")


def _event(pk: int) -> Event:
    return get_object_or_404(public_events(), pk=pk)


def _form(request: HttpRequest, found: QuerySet[Event], places: list) -> CalendarForm:
    return CalendarForm(request.GET, places=places, topics=topics_of(found))


def _month(request: HttpRequest, wanted: QuerySet[Event]) -> Month:
    """The month that was asked for; else that of the next event, else this one."""
    first_day = month_named(request.GET.get("mese", ""))
    if first_day is None:
        following = coming(wanted, timezone.now()).first()
        first_day = timezone.localdate(following.starts_at if following else None).replace(day=1)
    return month_of(first_day, in_month(wanted, first_day))


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=CALENDAR_FILE, headers=headers)
