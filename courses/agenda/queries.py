"""Reading events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from courses.agenda.models import Event, Teacher, Venue
from courses.catalogue.models import Activity
from courses.territory.models import Municipality, Region

LARGEST = BigIntegerField.MAX_BIGINT


def events() -> QuerySet[Event]:
    """All events with what their lists show, in a fixed number of queries."""
    return Event.objects.select_related("venue__municipality__province__region").prefetch_related(
        "slots", Prefetch("teachers", Teacher.objects.order_by("teaching__pk"))
    )


def public_events() -> QuerySet[Event]:
    """The events anyone may see: those whose page, module and course are published."""
    live = Activity.objects.filter(key=OuterRef("activity_key"), page__live=True, module__live=True, course__live=True)
    return events().filter(Exists(live))


def event_to_book(pk: int) -> Event | None:
    """A public event with the place it is at: all that booking it asks, and nothing its page shows besides."""
    if pk > LARGEST:
        return None
    for event in Event.objects.raw(_TO_BOOK, [pk]):
        if event.venue_id:
            # values in the order of the models' fields
            place = [event.municipality_code, event.municipality_name, event.other_name, event.province_code]
            municipality = Municipality.from_db(None, ["cadastral_code", "name", "other_name", "province_id"], place)
            venue = [event.venue_id, event.venue_name, event.venue_address, event.municipality_code]
            event.venue = Venue.from_db(None, ["id", "name", "address", "municipality_id"], venue)
            event.venue.municipality = municipality
        return event
    return None


# By hand, for the rush on one event: Django takes five times longer to build it than the database to answer (decision
# 0014).
_TO_BOOK = """
SELECT event.*, venue.name AS venue_name, venue.address AS venue_address,
       municipality.cadastral_code AS municipality_code, municipality.name AS municipality_name,
       municipality.other_name, municipality.province_id AS province_code
FROM courses_event event
LEFT JOIN courses_venue venue ON venue.id = event.venue_id
LEFT JOIN courses_municipality municipality ON municipality.cadastral_code = venue.municipality_id
WHERE event.id = %s AND EXISTS (
    SELECT 1 FROM courses_activity activity
    JOIN wagtailcore_page page ON page.id = activity.page_id
    JOIN wagtailcore_page module ON module.id = activity.module_id
    JOIN wagtailcore_page course ON course.id = activity.course_id
    WHERE activity.key = event.activity_key AND page.live AND module.live AND course.live
)
"""


@dataclass(frozen=True)
class Filters:
    """What somebody looks for in the calendar; what is empty is not asked for."""

    region: str = ""  # its ISTAT code
    province: str = ""  # its two letters
    topic: str = ""  # the slug of a module
    kind: str = ""
    free: bool = False
    since: date | None = None
    until: date | None = None


def in_calendar() -> QuerySet[Event]:
    """The public events as a list shows them: no parts, no teachers."""
    return public_events().prefetch_related(None)


def coming(found: QuerySet[Event], now: datetime) -> QuerySet[Event]:
    """Those that are not over yet, the next first; called-off ones too, so that nobody goes there in vain."""
    return found.filter(ends_at__gt=now).order_by("starts_at", "pk")


def past(found: QuerySet[Event], now: datetime) -> QuerySet[Event]:
    """Those that were held, the last first."""
    return found.filter(ends_at__lte=now).exclude(state=Event.State.CALLED_OFF).order_by("-starts_at", "-pk")


def filtered(found: QuerySet[Event], filters: Filters) -> QuerySet[Event]:
    """Those that somebody looks for."""
    exact = {
        "venue__municipality__province__region": filters.region,
        "venue__municipality__province": filters.province,
        "kind": filters.kind,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if filters.topic:
        found = found.filter(
            Exists(Activity.objects.filter(key=OuterRef("activity_key"), module__slug=filters.topic, page__live=True))
        )
    if filters.free:
        found = found.filter(state__in=Event.OPEN, seats_taken__lt=F("capacity"), booking_closes_at__gte=timezone.now())
    if filters.since:
        found = found.filter(starts_at__gte=_midnight(filters.since))
    return found.filter(starts_at__lt=_midnight(filters.until + timedelta(days=1))) if filters.until else found


def in_month(found: QuerySet[Event], first_day: date) -> QuerySet[Event]:
    """The events of a month, in order; a called-off one is among them."""
    following = (first_day + timedelta(days=31)).replace(day=1)
    return found.filter(starts_at__gte=_midnight(first_day), starts_at__lt=_midnight(following)).order_by(
        "starts_at", "pk"
    )


@dataclass(frozen=True)
class Place:
    """A province where there are events, and how many training days are still to come there."""

    region: str
    region_name: str
    province: str
    province_name: str
    days: int


def places_of(found: QuerySet[Event], now: datetime) -> list[Place]:
    """Where the events are, in one query: provinces by region, both in alphabetical order."""
    at = "venue__municipality__province"
    names = (f"{at}__region", f"{at}__region__name", at, f"{at}__name")
    open_ones = Count("pk", filter=Q(state__in=Event.OPEN, ends_at__gt=now))
    rows = found.filter(venue__isnull=False).order_by(f"{at}__region__name", f"{at}__name")
    return [Place(*row) for row in rows.values_list(*names).annotate(days=open_ones)]


def topics_of(found: QuerySet[Event]) -> list[tuple[str, str]]:
    """The modules that the events belong to, as slug and title, in the order of the course."""
    modules = Activity.objects.filter(key__in=found.order_by().values("activity_key"), page__live=True)
    return list(modules.order_by("module__path").values_list("module__slug", "module__title").distinct())


def region_names() -> dict[str, str]:
    """The regions' names by their codes."""
    return dict(Region.objects.values_list("code", "name"))


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


def teaches(user: AbstractBaseUser | AnonymousUser, **where: UUID) -> bool:
    """Whether an account is a teacher's of a course (`course_key`) or an activity (`activity_key`)."""
    return events_taught_by(user).filter(**where).order_by().exists()


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


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
