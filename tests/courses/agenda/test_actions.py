"""Making events."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from courses.agenda.actions import (
    clone_event,
    confirm_event,
    create_event,
    give_account,
    hold_past_events,
    open_teachers_photos,
)
from courses.agenda.models import Event
from courses.agenda.queries import clashes, events_taught_by, public_events
from courses.audit.models import Entry
from courses.catalogue.models import Activity
from courses.errors import NotAllowed, StaleState
from courses.groups import SECRETARIAT
from tests.factories.agenda import make_day_page, make_event, make_teacher, make_venue, make_webinar_page
from tests.factories.catalogue import activities_of, make_small_course
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_an_event_has_the_hours_seats_and_deadlines_of_the_settings() -> None:
    event = make_event(venue=make_venue(seats=50))

    assert (event.kind, event.title, event.capacity, event.minimum) == ("day", "Progettare insieme", 40, 12)
    assert [(slot.kind, slot.minutes) for slot in event.slots.all()] == [("morning", 240), ("afternoon", 120)]
    assert event.booking_opens_at < event.cancel_until < event.booking_closes_at < event.promotion_until
    assert Entry.objects.filter(action="event.create", subject_id=str(event.pk)).count() == 1


def test_an_event_has_no_more_seats_than_its_venue() -> None:
    event = make_event(venue=make_venue(seats=10))

    assert (event.capacity, event.minimum) == (10, 10)


def test_more_seats_than_the_venue_has_are_refused() -> None:
    with pytest.raises(NotAllowed):
        make_event(venue=make_venue(seats=10), capacity=11)


def test_a_lesson_has_no_dates() -> None:
    lesson = activities_of(make_small_course())[0]

    with pytest.raises(NotAllowed):
        create_event(activity=lesson, day=date(2027, 1, 11), author=None)


def test_publishing_an_old_draft_moves_no_event() -> None:
    page = make_day_page()
    draft = page.save_revision()
    event = make_event(page)
    before = Event.objects.filter(pk=event.pk).values().get()

    draft.publish()

    assert Event.objects.filter(pk=event.pk).values().get() == before


def test_an_event_outlives_its_page() -> None:
    page = make_day_page()
    event = make_event(page)

    page.delete()

    assert Event.objects.get(pk=event.pk).title == "Progettare insieme"
    assert list(public_events()) == []


def test_a_clone_has_the_same_hours_another_day() -> None:
    event = make_event(day=date(2027, 3, 22), notes="Portare un documento.", capacity=30)

    other = clone_event(event=event, day=date(2027, 3, 29), venue=make_venue(seats=20), author=None)

    assert (other.capacity, other.notes) == (20, "Portare un documento.")
    assert [timezone.localtime(slot.starts_at).isoformat() for slot in other.slots.all()] == [
        "2027-03-29T09:00:00+02:00",
        "2027-03-29T14:00:00+02:00",
    ]


def test_the_same_venue_or_teacher_at_the_same_time_clashes() -> None:
    teacher, venue, day = make_teacher(), make_venue(), timezone.localdate() + timedelta(days=20)
    page = make_day_page()
    event = make_event(page, day, venue=venue, teachers=[teacher])
    times = {"starts_at": event.starts_at, "ends_at": event.ends_at}

    assert clashes(**times, venue=venue, teachers=[]) == [event]
    assert clashes(**times, venue=None, teachers=[teacher]) == [event]
    assert clashes(**times, venue=make_venue(), teachers=[make_teacher(family_name="Neri")]) == []
    assert clashes(**times, venue=venue, teachers=[teacher], but=event) == []
    later = {"starts_at": event.ends_at, "ends_at": event.ends_at + timedelta(hours=1)}
    assert clashes(**later, venue=venue, teachers=[teacher]) == []


def test_a_teacher_sees_the_events_they_teach() -> None:
    user, page = make_user(), make_day_page()
    event = make_event(page, teachers=[make_teacher(user)])
    make_event(page, teachers=[make_teacher(family_name="Neri")])

    assert list(events_taught_by(user)) == [event]
    assert list(events_taught_by(make_user())) == []


def test_an_account_is_one_teachers() -> None:
    user = make_user()
    make_teacher(user)

    with pytest.raises(NotAllowed):
        give_account(teacher=make_teacher(family_name="Neri"), user=user, author=None)


def test_confirming_twice_is_once_and_a_called_off_event_is_not_confirmed() -> None:
    event = make_event()

    confirm_event(event=event, author=None)
    confirm_event(event=event, author=None)

    assert Entry.objects.filter(action="event.confirm").count() == 1
    stale = Event(pk=event.pk, state=Event.State.SCHEDULED)
    Event.objects.filter(pk=event.pk).update(state=Event.State.CALLED_OFF, reason="Neve")
    with pytest.raises(StaleState):
        confirm_event(event=stale, author=None)


def test_what_is_over_was_held() -> None:
    event = make_event()

    hold_past_events(event.ends_at - timedelta(seconds=1))
    event.refresh_from_db()
    before = event.state
    hold_past_events(event.ends_at)
    event.refresh_from_db()

    assert (before, event.state) == (Event.State.SCHEDULED, Event.State.HELD)


def test_a_webinar_has_one_connection_and_no_venue() -> None:
    page = make_webinar_page(make_day_page().get_parent().specific)

    event = make_event(page, link="https://example.org/aula")

    assert ([slot.kind for slot in event.slots.all()], event.venue, event.threshold) == (["connection"], None, 75)
    assert Activity.objects.get(page=page.pk).kind == "webinarpage"


def test_the_secretariat_fills_and_uses_a_library_of_teachers_photos_and_no_other(db) -> None:
    desk = make_user(groups=(SECRETARIAT,))
    library = open_teachers_photos()

    may = [
        policy_registry.get_by_type(Image).user_has_permission_for_instance(
            desk, "choose", Image(collection=collection)
        )
        for collection in (library, Collection.get_first_root_node())
    ]

    assert (open_teachers_photos(), may) == (library, [True, False])
    assert policy_registry.get_by_type(Image).user_has_permission(desk, "add")


def test_a_hall_does_not_shrink_under_the_seats_of_its_events_to_come(db) -> None:
    venue = make_venue(seats=50)
    event = make_event(venue=venue, capacity=40)
    venue.seats = 39

    with pytest.raises(ValidationError):
        venue.full_clean()
    Event.objects.filter(pk=event.pk).update(state=Event.State.CALLED_OFF, reason="Neve.")

    venue.full_clean()
