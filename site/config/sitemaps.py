"""What the sitemap lists besides pages: the calendar and its events to come."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from courses.agenda.models import Event
from courses.agenda.queries import in_calendar, upcoming


class CalendarSitemap(Sitemap):
    """The calendar."""

    def items(self) -> list[str]:
        """By the name of its address."""
        return ["courses:calendar"]

    def location(self, item: str) -> str:
        """Its address."""
        return reverse(item)


class EventSitemap(Sitemap):
    """The public events that are still to come."""

    def items(self) -> QuerySet[Event]:
        """The next first."""
        return upcoming(in_calendar(), timezone.now())

    def location(self, item: Event) -> str:
        """The page of an event."""
        return reverse("courses:event", args=[item.pk])
