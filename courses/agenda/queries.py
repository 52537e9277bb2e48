"""Reading events."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from wagtail.models import Page

from courses.agenda.models import Event, Teacher, Venue
from courses.catalogue.models import Activity


def events() -> QuerySet[Event]:
    """All events with what their lists show, in a fixed number of queries."""
    return Event.objects.select_related("venue__municipality__province__region").prefetch_related(
        "slots", Prefetch("teachers", Teacher.objects.order_by("teaching__pk"))
    )


def public_events() -> QuerySet[Event]:
    """The events anyone may see: those whose page, module and course are published."""
    live = Activity.objects.filter(key=OuterRef("activity_key"), page__live=True, module__live=True, course__live=True)
    return events().filter(Exists(live))


def upcoming(found: QuerySet[Event], now: datetime) -> QuerySet[Event]:
    """Those that are still to come and were not called off, the next first."""
    return found.filter(starts_at__gt=now, state__in=Event.OPEN).order_by("starts_at", "pk")


def events_of(activity_key: UUID) -> QuerySet[Event]:
    """The events of one page."""
    return events().filter(activity_key=activity_key)


def page_of(event: Event) -> Page | None:
    """The live page an event is about; None when it is gone."""
    activity = Activity.objects.filter(key=event.activity_key, page__live=True).select_related("page").first()
    return activity.page if activity else None


def events_taught_by(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Event]:
    """The events of the teacher an account belongs to; none for everybody else."""
    if not user.is_authenticated:
        return events().none()
    return events().filter(teachers__account__user=user)


def clashes(
    *,
    starts_at: datetime,
    ends_at: datetime,
    venue: Venue | None,
    teachers: Iterable[Teacher],
    but: Event | None = None,
) -> list[Event]:
    """The events that are at the same time in the same venue, or with one of the same teachers."""
    shared = Q(teachers__in=list(teachers))
    if venue is not None:
        shared |= Q(venue=venue)
    found = events().filter(
        shared, starts_at__lt=ends_at, ends_at__gt=starts_at, state__in=(*Event.OPEN, Event.State.HELD)
    )
    return list(found.exclude(pk=but.pk if but else None).distinct())
