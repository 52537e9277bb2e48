"""Who is in a group: one query set of participants for each kind, narrowed by what the form asks."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from courses.adhesion.models import Contact
from courses.agenda.models import Event
from courses.attendance.queries import absent_from
from courses.booking.models import Booking
from courses.enrolment.models import Enrolment, State
from courses.messages.models import Message
from courses.people.models import Participant
from courses.progress.queries import not_started, standing_still

Group, Seat = Message.Group, Booking.State
Filters = Mapping[str, Any]  # as the form cleans them, and `Message.filters` keeps them

# What each group asks for; the form shows these fields, and no other value is kept.
ASKED: dict[str, tuple[str, ...]] = {
    Group.BOOKED: ("event",),
    Group.WAITING: ("event",),
    Group.ABSENT: ("event",),
    Group.ENROLLED: ("course", "region", "province"),
    Group.NOT_STARTED: ("course", "days", "region", "province"),
    Group.STUCK: ("course", "days", "region", "province"),
    Group.CONTACTS: ("region", "province", "deputies"),
}


def people_of(group: str, filters: Filters) -> QuerySet[Participant]:
    """The people of a group, each once, by name: also those who cannot be written to."""
    people = Participant.objects.filter(pk__in=_FOUND[Group(group)](filters))
    if filters.get("region"):
        people = people.filter(body__province__region=filters["region"])
    if filters.get("province"):
        people = people.filter(body__province=filters["province"])
    return people.order_by("family_name", "given_name", "pk")


def _with_place(*states: str) -> Callable[[Filters], Any]:
    return lambda filters: Booking.objects.filter(event=filters["event"], state__in=states).values("participant")


def _absent(filters: Filters) -> list[int]:
    event = Event.objects.filter(pk=filters["event"]).first()
    return absent_from(event) if event else []


def _active(filters: Filters) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(course_key=filters["course"], state=State.ACTIVE).order_by()


def _not_started(filters: Filters) -> Any:
    old = _active(filters).filter(enrolled_at__lte=timezone.now() - timedelta(days=filters["days"]))
    return not_started(old).values("participant")


def _stuck(filters: Filters) -> Any:
    since = timezone.now() - timedelta(days=filters["days"])
    return standing_still(_active(filters), since).values("participant")


def _contacts(filters: Filters) -> Any:
    contacts = Contact.objects.filter(until__isnull=True).order_by()
    return (contacts if filters.get("deputies") else contacts.filter(is_deputy=False)).values("participant")


_FOUND: dict[str, Callable[[Filters], Any]] = {
    Group.BOOKED: _with_place(Seat.BOOKED),
    Group.WAITING: _with_place(Seat.WAITING, Seat.OFFERED),
    Group.ABSENT: _absent,
    Group.ENROLLED: lambda filters: _active(filters).values("participant"),
    Group.NOT_STARTED: _not_started,
    Group.STUCK: _stuck,
    Group.CONTACTS: _contacts,
}
