"""The secretariat makes, copies and moves events, and sees first what that means."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courses.agenda.models import Event, TrainingDayPage
from courses.booking.models import Booking
from courses.catalogue.models import ModulePage
from courses.post.models import Letter
from tests.courses.reports.views.test_events import ABSURD, address, values_of
from tests.factories.agenda import make_day_page, make_event, make_teacher, make_venue, make_webinar_page
from tests.factories.booking import fill, make_booking

pytestmark = pytest.mark.django_db

CREATE = "/admin/courses/event/create/"
DAY = (timezone.localdate() + timedelta(days=40)).isoformat()


@pytest.fixture
def event(db) -> Event:
    """Thirty days from now, ten seats in a hall of fifty, with a teacher."""
    return make_event(capacity=10, minimum=2, teachers=[make_teacher()])


def new(desk: Client, page: Any, **over: Any) -> Any:
    """Send the form of a new event as the page proposes it, with what is given."""
    place = f"{CREATE}?activity={page.translation_key}"
    return desk.post(place, values_of(desk.get(place).context["form"]) | {"day": DAY} | over)


def send(desk: Client, event: Event, verb: str, **data: Any) -> Any:
    return desk.post(address(event, verb), values_of(desk.get(address(event, verb)).context["form"]) | data)


def again(desk: Client, event: Event, verb: str, seen: Any, **data: Any) -> Any:
    """Confirm what was shown."""
    return send(desk, event, verb, **data, told_for=seen.context["told_for"])


def test_first_the_page_is_chosen_among_those_with_dates(desk: Client) -> None:
    day = make_day_page()
    webinar = make_webinar_page(ModulePage.objects.get())

    offered = [one.page_id for one in desk.get(CREATE).context["activities"]]

    assert offered == [day.pk, webinar.pk]


@pytest.mark.parametrize("asked", ["", "x", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_without_a_page_it_is_asked_for_again(desk: Client, asked: str) -> None:
    answers = [getattr(desk, verb)(CREATE, query_params={"activity": asked}) for verb in ("get", "post")]

    assert [one.templates[0].name for one in answers] == ["courses/reports/event_choose.html"] * 2


def test_a_training_day_is_made_with_all_that_was_written(desk: Client) -> None:
    page, venue, teacher = make_day_page(), make_venue(), make_teacher()
    hours = {"morning_from": "09:30", "morning_to": "13:00", "afternoon_from": "", "afternoon_to": ""}

    response = new(
        desk, page, venue=str(venue), teachers=[teacher.pk], capacity="30", minimum="5", notes="Da via Roma", **hours
    )

    event = Event.objects.get()
    (slot,) = event.slots.all()
    start = timezone.localtime(slot.starts_at)
    assert response.url == f"/admin/courses/event/inspect/{event.pk}/"
    assert (start.date().isoformat(), f"{start:%H:%M}", slot.minutes) == (DAY, "09:30", 210)
    assert (event.venue, event.capacity, event.minimum, event.notes) == (venue, 30, 5, "Da via Roma")
    assert list(event.teachers.all()) == [teacher]


def test_a_webinar_is_made_with_its_link_and_no_venue(desk: Client) -> None:
    make_day_page()
    page = make_webinar_page(ModulePage.objects.get())

    new(desk, page, link="https://example.org/aula")

    event = Event.objects.get()
    assert (event.kind, event.venue, event.link) == (Event.Kind.WEBINAR, None, "https://example.org/aula")


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"day": "2020-01-01"}, "day"),
        ({"day": "ieri"}, "day"),
        ({"venue": "Sala inventata"}, "venue"),
        ({"venue": ""}, "venue"),
        ({"afternoon_to": ""}, "afternoon_to"),
        ({"morning_from": "14:00", "morning_to": "13:00"}, "__all__"),
        ({"afternoon_from": "12:00"}, "__all__"),
        ({"morning_from": "", "morning_to": "", "afternoon_from": "", "afternoon_to": ""}, "__all__"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "51"}, "__all__"),
        ({"capacity": "5", "minimum": "6"}, "__all__"),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field(desk: Client, over: dict[str, str], field: str) -> None:
    page, venue = make_day_page(), make_venue()

    response = new(desk, page, **{"venue": str(venue)} | over)

    assert (list(response.context["form"].errors), Event.objects.count()) == ([field], 0)


def test_clashes_of_venue_and_teacher_are_shown_and_then_made_anyway(desk: Client, event: Event) -> None:
    page = TrainingDayPage.objects.get()
    data = {
        "day": timezone.localdate(event.starts_at).isoformat(),
        "venue": str(event.venue),
        "teachers": [event.teachers.get().pk],
    }

    shown = new(desk, page, **data)
    assert (len(shown.context["told"]), Event.objects.count()) == (2, 1)

    other = new(desk, page, **data | {"notes": "Altro"}, told_for=shown.context["told_for"])
    assert Event.objects.count() == 1  # an answer was changed: read again

    done = new(desk, page, **data | {"notes": "Altro"}, told_for=other.context["told_for"])
    assert (done.status_code, Event.objects.count()) == (302, 2)


def test_a_copy_has_hours_teachers_and_notes_at_another_date_and_venue(desk: Client, event: Event) -> None:
    venue = make_venue(name="Biblioteca")

    response = send(desk, event, "clone", day=DAY, venue=str(venue))

    copy = Event.objects.exclude(pk=event.pk).get()
    assert response.url == f"/admin/courses/event/inspect/{copy.pk}/"
    assert (copy.venue, timezone.localdate(copy.starts_at)) == (venue, date.fromisoformat(DAY))
    assert list(copy.teachers.all()) == list(event.teachers.all())


def test_a_copy_in_a_smaller_venue_or_a_clash_is_shown_first(desk: Client, event: Event) -> None:
    small = make_venue(name="Saletta", seats=5)

    shown = send(desk, event, "clone", day=timezone.localdate(event.starts_at).isoformat(), venue=str(small))
    assert (len(shown.context["told"]), Event.objects.count()) == (2, 1)  # fewer seats, and the same teacher

    again(desk, event, "clone", shown, day=timezone.localdate(event.starts_at).isoformat(), venue=str(small))
    assert Event.objects.exclude(pk=event.pk).get().capacity == 5


def test_a_copy_in_the_past_is_refused(desk: Client, event: Event) -> None:
    response = send(desk, event, "clone", day="2020-01-01")

    assert list(response.context["form"].errors) == ["day"]


def test_a_move_is_shown_before_it_is_made(desk: Client, event: Event) -> None:
    booking = make_booking(event)
    other = make_event(
        TrainingDayPage.objects.get(), date.fromisoformat(DAY), venue=make_venue(name="Biblioteca", seats=5)
    )
    data = {"day": DAY, "venue": str(other.venue)}

    shown = send(desk, event, "move", **data)

    booking.refresh_from_db()
    event.refresh_from_db()
    # the date, the venue, fewer seats, the clash, how many are asked
    assert (len(shown.context["told"]), booking.reply) == (5, Booking.Reply.NONE)
    assert (Letter.objects.filter(kind="booking.changed").count(), event.venue == other.venue) == (0, False)

    done = again(desk, event, "move", shown, **data)
    booking.refresh_from_db()
    event.refresh_from_db()
    assert (done.status_code, event.venue, event.capacity) == (302, other.venue, 5)
    assert (booking.reply, Letter.objects.filter(kind="booking.changed").count()) == (Booking.Reply.ASKED, 1)


def test_somebody_who_books_meanwhile_is_shown_before_the_move(desk: Client, event: Event) -> None:
    shown = send(desk, event, "move", day=DAY)
    make_booking(event)

    again_shown = again(desk, event, "move", shown, day=DAY)

    event.refresh_from_db()
    assert again_shown.status_code == 200
    assert timezone.localdate(event.starts_at) != date.fromisoformat(DAY)


def test_a_venue_smaller_than_the_seats_taken_is_refused_at_once(desk: Client, event: Event) -> None:
    fill(event)
    small = make_venue(name="Saletta", seats=5)

    response = send(desk, event, "move", venue=str(small))

    assert list(response.context["form"].errors) == ["venue"]


def test_a_move_to_where_it_stands_asks_nobody(desk: Client, event: Event) -> None:
    make_booking(event)

    response = send(desk, event, "move")

    event.refresh_from_db()
    assert (response.status_code, event.sequence) == (302, 0)


def test_across_the_day_the_clock_changes_the_local_hours_stay(desk: Client, event: Event) -> None:
    year = timezone.localdate().year + 1
    change = max(date(year, 3, day) for day in range(25, 32) if date(year, 3, day).weekday() == 6)

    shown = send(desk, event, "move", day=change.isoformat())
    again(desk, event, "move", shown, day=change.isoformat())

    event.refresh_from_db()
    assert timezone.localtime(event.starts_at).replace(tzinfo=None) == datetime(year, 3, change.day, 9)


@pytest.mark.parametrize("absurd", ABSURD)
def test_absurd_answers_to_a_new_event_are_answered(desk: Client, absurd: str) -> None:
    page = make_day_page()
    place = f"{CREATE}?activity={page.translation_key}"

    response = desk.post(place, dict.fromkeys(desk.get(place).context["form"].fields, absurd))

    assert (response.status_code, Event.objects.count()) == (200, 0)


def test_editors_make_no_events(outsider: Client) -> None:
    page = make_day_page()

    assert outsider.get(CREATE).status_code == 403
    assert outsider.post(f"{CREATE}?activity={page.translation_key}").status_code == 403
