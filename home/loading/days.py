"""Days of the demonstration's teacher: one held weeks ago; yesterday, today and tomorrow, to try a register at once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses.agenda.actions import create_event, give_account
from courses.agenda.models import Event, Slot, Teacher, TeacherAccount, Venue
from courses.attendance.actions import close_register, mark, mark_everybody, open_register
from courses.attendance.models import Presence
from courses.booking.actions import book
from courses.catalogue.models import Activity
from courses.enrolment.models import Enrolment, State
from courses.progress.models import Credit

TEACHER = "docente@example.org"
THEMSELVES = (TEACHER, "partecipante@example.org", "referente@example.org")
MADE_AHEAD = 30  # days: people book what is to come; then the event is brought to its day
HELD = -21  # days from today
DAYS = ((-1, 6), (0, 12), (1, 4))  # days from today, people booked


@transaction.atomic
def load_days() -> int:
    """Create the days unless the teacher has some already, or there is no programme yet; how many were created."""
    user = get_user_model().objects.filter(email=TEACHER).first()
    activity = Activity.objects.filter(kind="trainingdaypage", page__live=True).select_related("page").first()
    venues = list(Venue.objects.order_by("pk")[: len(DAYS)])
    if user is None or activity is None or not venues or TeacherAccount.objects.filter(user=user).exists():
        return 0
    teacher = Teacher.objects.create(given_name=user.first_name, family_name=user.last_name)
    give_account(teacher=teacher, user=user, author=None)
    _load_held_day(activity, venues[-1], teacher)
    people = _people(activity)
    for number, (offset, size) in enumerate(DAYS):
        event = _event(activity, venues[number % len(venues)], teacher)
        for enrolment in islice(people, size):
            event.refresh_from_db()
            book(event=event, participant=enrolment.participant, author=None)
        _bring(event, offset)
        if offset < 0:
            _mark_all_but_one(event)
    return len(DAYS) + 1


def _load_held_day(activity: Activity, venue: Venue, teacher: Teacher) -> None:
    """The hours of the past come from its register, which is closed: nobody has hours of a day that never was."""
    loose = Credit.objects.filter(source=f"demo:{activity.key}")
    people = [credit.participant for credit in loose.select_related("participant__user").order_by("pk")]
    event = _event(activity, venue, teacher)
    for person in people:
        event.refresh_from_db()
        book(event=event, participant=person, author=None)
    _bring(event, HELD)
    register = open_register(event=event, author=None)
    for slot in event.slots.order_by("starts_at"):
        mark_everybody(register=register, slot=slot, author=None)
    loose.delete()
    close_register(register=register, author=None)


def _people(activity: Activity) -> Iterator[Enrolment]:
    """Those who may book, and do not try the site themselves."""
    found = Enrolment.objects.filter(course_key=activity.course_key, state__in=(State.ACTIVE, State.COMPLETED))
    others = found.exclude(participant__user__email__in=THEMSELVES).exclude(participant__bookings__state="booked")
    return iter(others.select_related("participant__user").order_by("pk"))


def _event(activity: Activity, venue: Venue, teacher: Teacher) -> Event:
    now = timezone.now()
    day = timezone.localdate(now) + timedelta(days=MADE_AHEAD)
    opens = now - timedelta(days=60)
    return create_event(
        activity=activity, day=day, venue=venue, teachers=[teacher], author=None, minimum=0, booking_opens_at=opens
    )


def _bring(event: Event, offset: int) -> None:
    """To so many days from today, at the same hours; deadlines come along."""
    by = timedelta(days=offset) + (_midnight(0) - _midnight(MADE_AHEAD))
    Slot.objects.filter(event=event).update(starts_at=F("starts_at") + by, ends_at=F("ends_at") + by)
    names = ("starts_at", "ends_at", "booking_closes_at", "cancel_until", "promotion_until")
    Event.objects.filter(pk=event.pk).update(**{name: F(name) + by for name in names})
    event.refresh_from_db()


def _midnight(days: int) -> datetime:
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return timezone.make_aware(start + timedelta(days=days))


def _mark_all_but_one(event: Event) -> None:
    """Yesterday's register is marked: the secretariat can close it."""
    register = open_register(event=event, author=None)
    status = Presence.Status
    for number, attendee in enumerate(register.attendees.order_by("pk")):
        for slot in event.slots.order_by("starts_at"):
            there = status.PRESENT if number else status.ABSENT
            mark(attendee=attendee, slot=slot, status=there, author=None)
