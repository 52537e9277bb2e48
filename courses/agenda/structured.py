"""An event as search engines read it (schema.org)."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from courses import conf
from courses.agenda.models import Event, Venue
from courses.agenda.rules import name_of

SCHEMA = "https://schema.org/"


def structured_data(event: Event, summary: str = "") -> dict[str, Any]:
    """The event in the words of schema.org/EducationEvent: public facts alone, never the link of a webinar."""
    address = conf.absolute(reverse("courses:event", args=[event.pk]))
    called_off = event.state == Event.State.CALLED_OFF
    mode = "OfflineEventAttendanceMode" if event.venue else "OnlineEventAttendanceMode"
    return {
        "@context": SCHEMA.rstrip("/"),
        "@type": "EducationEvent",
        "name": name_of(event),
        "description": summary or event.title,
        "url": address,
        "startDate": timezone.localtime(event.starts_at).isoformat(),
        "endDate": timezone.localtime(event.ends_at).isoformat(),
        "eventStatus": SCHEMA + ("EventCancelled" if called_off else "EventScheduled"),
        "eventAttendanceMode": SCHEMA + mode,
        "location": _place(event.venue) if event.venue else {"@type": "VirtualLocation", "url": address},
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": event.capacity,
        "remainingAttendeeCapacity": event.seats_free,
        "inLanguage": "it",
    }


def _place(venue: Venue) -> dict[str, Any]:
    return {
        "@type": "Place",
        "name": venue.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": venue.address,
            "addressLocality": venue.municipality.name,
            "addressRegion": venue.municipality.province_id,
            "addressCountry": "IT",
        },
    }
