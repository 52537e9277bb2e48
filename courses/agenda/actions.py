"""The secretariat makes events and changes what touches nobody's seat; moving and calling off live in `booking`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission

from courses import conf
from courses.agenda.importing import judge_events
from courses.agenda.imports import KINDS, Judged, NewVenue, Result, read_events
from courses.agenda.models import Event, EventTeacher, Slot, Teacher, TeacherAccount, Venue
from courses.agenda.rules import Part, at, default_deadlines, default_parts, fault_in_parts
from courses.audit.actions import Author, record
from courses.catalogue.models import Activity
from courses.errors import NotAllowed, StaleState
from courses.groups import SECRETARIAT

PHOTO_RIGHTS = ("add_image", "change_image", "choose_image")

__all__ = [
    "KINDS",
    "Judged",
    "Result",
    "change_state",
    "clone_event",
    "confirm_event",
    "create_event",
    "give_account",
    "hold_past_events",
    "import_events",
    "judge_events",
    "open_teachers_photos",
    "read_events",
    "set_parts",
    "set_teachers",
]


@transaction.atomic
def create_event(
    *,
    activity: Activity,
    day: date,
    author: Author,
    parts: list[Part] | None = None,
    venue: Venue | None = None,
    teachers: Iterable[Teacher] = (),
    **fields: Any,
) -> Event:
    """A new event of a training day or webinar: times, seats and deadlines as the settings propose, unless given.

    Raises NotAllowed for an activity that has no dates, or times that make no sense.
    """
    kind = KINDS.get(activity.kind)
    if kind is None:
        raise NotAllowed(_("Only a training day or a webinar has dates: choose one of them."))
    parts = parts or default_parts(kind, day)
    fault = fault_in_parts(parts, kind) or _fault_in_seats(fields, venue)
    if fault:
        raise NotAllowed(fault)
    starts_at = min(part.starts_at for part in parts)
    values = _proposed(kind, starts_at, venue) | fields
    event = Event.objects.create(
        kind=kind,
        activity_key=activity.key,
        course_key=activity.course_key,
        title=activity.page.title,
        starts_at=starts_at,
        ends_at=max(part.ends_at for part in parts),
        venue=venue,
        **values | {"minimum": min(values["minimum"], values["capacity"])},
    )
    set_parts(event, parts)
    EventTeacher.objects.bulk_create(EventTeacher(event=event, teacher=teacher) for teacher in teachers)
    record(author=author, action="event.create", subject=event)
    return event


@transaction.atomic
def clone_event(*, event: Event, day: date, venue: Venue | None, author: Author) -> Event:
    """The same event another day, perhaps elsewhere, with the same hours, seats, teachers and notes."""
    activity = Activity.objects.filter(key=event.activity_key).select_related("page").first()
    if activity is None:
        raise NotAllowed(_("The page of this event is no longer published: publish it first."))
    return create_event(
        activity=activity,
        day=day,
        parts=[_on(day, slot) for slot in event.slots.all()],
        venue=venue,
        teachers=list(event.teachers.all()),
        author=author,
        capacity=min(event.capacity, venue.seats) if venue else event.capacity,
        minimum=event.minimum if not venue else min(event.minimum, venue.seats),
        seats_per_body=event.seats_per_body,
        threshold=event.threshold,
        notes=event.notes,
    )


@transaction.atomic
def import_events(*, rows: list[dict[str, str]], also_clashing: bool, author: Author) -> list[Judged]:
    """Judge the rows of a file anew and make an event of each good one; of those that clash only if it is wanted.

    A venue that a row describes in full is created with it. Returns what each row came to.
    """
    wanted = (Result.NEW, Result.CLASH) if also_clashing else (Result.NEW,)
    judged = judge_events(rows, timezone.now())
    for one in judged:
        if one.plan is None or one.result not in wanted:
            continue
        plan, venue = one.plan, one.plan.venue
        if isinstance(venue, NewVenue):
            known = {"name": venue.name, "municipality": venue.municipality}
            venue, _created = Venue.objects.get_or_create(
                **known, defaults={"address": venue.address, "seats": venue.seats}
            )
        create_event(
            activity=plan.activity,
            day=plan.day,
            parts=plan.parts,
            venue=venue,
            teachers=plan.teachers,
            author=author,
            **plan.fields,
        )
    return judged


@transaction.atomic
def set_teachers(*, event: Event, teachers: Iterable[Teacher], author: Author) -> None:
    """These teach the event, in this order, and nobody else."""
    event.teaching.all().delete()
    EventTeacher.objects.bulk_create(EventTeacher(event=event, teacher=teacher) for teacher in teachers)
    record(author=author, action="event.set_teachers", subject=event)


@transaction.atomic
def give_account(*, teacher: Teacher, user: Any, author: Author) -> TeacherAccount | None:
    """The account that has the registers of a teacher's events; none takes it away."""
    TeacherAccount.objects.filter(teacher=teacher).delete()
    if user is None:
        record(author=author, action="teacher.take_account", subject=teacher)
        return None
    if TeacherAccount.objects.filter(user=user).exists():
        raise NotAllowed(_("This account belongs to another teacher: choose another one."))
    record(author=author, action="teacher.give_account", subject=teacher, user=user.pk)
    return TeacherAccount.objects.create(teacher=teacher, user=user)


@transaction.atomic
def confirm_event(*, event: Event, author: Author) -> Event:
    """The event will be held. Raises StaleState when it is no longer scheduled. Twice is once."""
    if event.state == Event.State.CONFIRMED:
        return event
    change_state(event, Event.State.CONFIRMED)
    record(author=author, action="event.confirm", subject=event)
    return event


def hold_past_events(now: datetime) -> int:
    """Events that have ended were held, unless they were called off. Returns how many."""
    return Event.objects.filter(state__in=Event.OPEN, ends_at__lte=now).update(state=Event.State.HELD)


def change_state(event: Event, state: str, **fields: Any) -> None:
    """A conditional update: who read an older state than the one in force changes nothing. Raises StaleState."""
    if not Event.objects.filter(pk=event.pk, state=event.state).update(state=state, **fields):
        raise StaleState(_("Somebody changed this event a moment ago: look at it again before you go on."))
    event.state = state
    for name, value in fields.items():
        setattr(event, name, value)


def set_parts(event: Event, parts: list[Part]) -> None:
    """Write the parts of an event anew, keeping the rows of those that stay."""
    event.slots.exclude(kind__in=[part.kind for part in parts]).delete()
    for part in parts:
        times = {"starts_at": part.starts_at, "ends_at": part.ends_at}
        Slot.objects.update_or_create(event=event, kind=part.kind, defaults=times)


def _proposed(kind: str, starts_at: datetime, venue: Venue | None) -> dict[str, Any]:
    """Seats and deadlines as the settings propose them, within the seats of the venue."""
    seats, minimum = conf.get("DAY_SEATS" if kind == Event.Kind.DAY else "WEBINAR_SEATS")
    return {
        "capacity": min(seats, venue.seats) if venue else seats,
        "minimum": min(minimum, venue.seats) if venue else minimum,
        "seats_per_body": conf.get("SEATS_PER_BODY"),
        "threshold": conf.get("WEBINAR_THRESHOLD"),
        **default_deadlines(kind, starts_at, opens_at=timezone.now()),
    }


def _on(day: date, slot: Slot) -> Part:
    start, end = (timezone.localtime(moment) for moment in (slot.starts_at, slot.ends_at))
    return Part(slot.kind, at(day, start.time()), at(day, end.time()))


def _fault_in_seats(fields: dict[str, Any], venue: Venue | None) -> str:
    capacity, minimum = fields.get("capacity"), fields.get("minimum", 0)
    if capacity is not None and capacity < 1:
        return _("An event needs at least one seat.")
    if venue is not None and capacity is not None and capacity > venue.seats:
        return _("%(venue)s has %(seats)s seats: lower the seats of the event, or choose another venue.") % {
            "venue": venue,
            "seats": venue.seats,
        }
    if capacity is not None and minimum > capacity:
        return _("The minimum of participants is higher than the seats: lower one of the two.")
    return ""


def open_teachers_photos() -> Collection:
    """A library of its own for the photos of teachers: the secretariat fills it and chooses from it, and sees no other.

    For the host to call, beside `catalogue.actions.give_pages_to_editors`. Done once: what is changed later stays so.
    """
    root = Collection.get_first_root_node()
    name = _("Teachers")
    known = root.get_children().filter(name=name).first()
    if known is not None:
        return known
    library = root.add_child(name=name)
    group = Group.objects.get(name=SECRETARIAT)
    for permission in Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=PHOTO_RIGHTS):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=library, permission=permission)
    return library
