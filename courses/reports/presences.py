"""Who was at which event: the rows of the registers, one for each person, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.attendance.models import Attendee, Presence
from courses.attendance.queries import counting, standing
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
    """Everybody who stands on a register, open or closed; not those whose data were erased.

    `in_region` and `in_province` are those of the booking's day or, without one, of the body where the person works.
    """
    erased = Q(participant=None, given_name="", family_name="", works_at="")
    kept = {
        "in_region": ("booking__region", "participant__body__province__region__name"),
        "in_province": ("booking__province", "participant__body__province"),
    }
    place = {name: Coalesce(NullIf(day, Value("")), now, Value("")) for name, (day, now) in kept.items()}
    return standing(Attendee.objects.exclude(erased)).annotate(**place)


def attendees_where(outcome: str) -> QuerySet[Attendee]:
    """Those for whom one of the OUTCOMES holds; together they are all, each once."""
    if outcome == UNMARKED:
        return Attendee.objects.filter(~Exists(Presence.objects.filter(attendee=OuterRef("pk")))).order_by()
    last = counting(Presence.objects.order_by())
    there = Q(pk__in=last.filter(minutes__gt=0).values("attendee"))
    if outcome == PRESENT:
        return Attendee.objects.filter(there).order_by()
    excused = Q(pk__in=last.filter(status=Presence.Status.EXCUSED).values("attendee"))
    if outcome == EXCUSED:
        return Attendee.objects.filter(excused, ~there).order_by()
    marked = Exists(Presence.objects.filter(attendee=OuterRef("pk")))
    return Attendee.objects.filter(marked, ~there, ~excused).order_by()


def outcomes_of(attendees: Sequence[Attendee]) -> dict[int, Outcome]:
    """What each comes to, in one query; who was not marked at all is left out."""
    last = counting(Presence.objects.filter(attendee__in=attendees).order_by())
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


def hours_in_all(credits: QuerySet[Credit]) -> tuple[int, int, int]:
    """Of some rows of hours: how many people were there, how many presences, how many minutes they come to."""
    there = credits.filter(minutes__gt=0).order_by()
    found = there.aggregate(people=Count("participant", distinct=True), presences=Count("pk"), minutes=Sum("minutes"))
    return found["people"], found["presences"], found["minutes"] or 0
