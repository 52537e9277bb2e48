"""Who was at which event: the rows of the registers, one for each person, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.among import Among
from courses.attendance.models import Attendee, Presence
from courses.attendance.queries import counting, standing
from courses.booking.models import Booking
from courses.people.models import Participant
from courses.people.queries import search_people_in
from courses.progress.models import Credit

PRESENT, EXCUSED, ABSENT, UNMARKED = "present", "excused", "absent", "unmarked"
OUTCOMES = {
    PRESENT: pgettext_lazy("presence", "Present"),
    EXCUSED: pgettext_lazy("presence", "Absent, excused"),
    ABSENT: pgettext_lazy("presence", "Absent"),
    UNMARKED: _("Not marked"),
}


@dataclass(frozen=True)
class Outcome:
    """What the marks of a person at an event come to."""

    key: str
    minutes: int


def attendees_listed() -> QuerySet[Attendee]:
    """Everybody who stands on a register, open or closed; not those whose data were erased."""
    erased = Q(participant=None, given_name="", family_name="", works_at="")
    return standing(Attendee.objects.exclude(erased))


def attendees_from(**place: str) -> QuerySet[Attendee]:
    """Those of a `region`, by its name, or a `province`: of the booking's day or, without one, of the body today."""
    ((kind, value),) = place.items()
    today = {"region": "body__province__region__name", "province": "body__province"}[kind]
    # two sets of keys, each read once: joining all to their bodies takes the database half a second
    that_day = Booking.objects.filter(**place).order_by().values("pk")
    unknown = Booking.objects.filter(**{kind: ""}).order_by().values("pk")
    now = Participant.objects.filter(**{today: value}).order_by().values("pk")
    of_today = (Q(booking=None) | Q(booking__in=unknown)) & Q(participant__in=now)
    return Attendee.objects.filter(Q(booking__in=that_day) | of_today).order_by()


def attendees_where(outcome: str) -> QuerySet[Attendee]:
    """Those for whom one of the OUTCOMES holds; together they are all, each once."""
    marks = Presence.objects.filter(attendee=OuterRef("pk")).order_by()
    last = counting(marks)
    marked, there = Exists(marks), Exists(last.filter(minutes__gt=0))
    excused = Exists(last.filter(status=Presence.Status.EXCUSED))
    # joins by the database, and no sums: those it cannot estimate, and then chooses badly how to join
    wanted = {PRESENT: [there], EXCUSED: [excused, ~there], ABSENT: [marked, ~there, ~excused], UNMARKED: [~marked]}
    return Attendee.objects.filter(*wanted[outcome]).order_by()


def outcomes_of(attendees: Sequence[Attendee]) -> dict[int, Outcome]:
    """What each comes to, in one query; who was not marked at all is left out."""
    keys = [one.pk for one in attendees]
    last = counting(Presence.objects.filter(Among("attendee", keys)).order_by(), keys)
    excused = Count("pk", filter=Q(status=Presence.Status.EXCUSED))
    rows = last.values_list("attendee").annotate(there=Sum("minutes"), excuses=excused)
    found = {}
    for attendee, minutes, excuses in rows:
        key = PRESENT if minutes else EXCUSED if excuses else ABSENT
        found[attendee] = Outcome(key, minutes)
    return found


def search_attendees(rows: QuerySet[Attendee], text: str) -> QuerySet[Attendee]:
    """By participant; those that are not settled yet by the name that was taken down."""
    known = search_people_in(rows, text).values("pk")
    unknown = Q(participant=None)
    for word in text.split():
        unknown &= Q(family_name__icontains=word) | Q(given_name__icontains=word)
    return rows.filter(Q(pk__in=known) | unknown)


def hours_in_all(credits: QuerySet[Credit]) -> tuple[int, int, int, int]:
    """Of some rows of hours: how many there are, how many people were there, how many presences, how many minutes."""
    there = Q(minutes__gt=0)
    found = credits.order_by().aggregate(
        rows=Count("pk"),
        people=Count("participant", distinct=True, filter=there),
        presences=Count("pk", filter=there),
        minutes=Sum("minutes"),
    )
    return found["rows"], found["people"], found["presences"], found["minutes"] or 0
