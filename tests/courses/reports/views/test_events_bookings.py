"""«Per telefono»: a person is booked, gives a place up, changes the day."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from courses.agenda.models import Event, TrainingDayPage
from courses.audit.models import Entry
from courses.booking.actions import cancel_booking
from courses.booking.models import Booking
from tests.factories.agenda import make_event
from tests.factories.booking import fill, make_attender, make_booking
from tests.factories.people import make_municipal_body, make_official

pytestmark = pytest.mark.django_db

State = Booking.State


@pytest.fixture
def event(db) -> Event:
    """Two seats."""
    return make_event(capacity=2, minimum=0)


@pytest.fixture
def other(event: Event) -> Event:
    """Another date of the same day."""
    return make_event(TrainingDayPage.objects.get(), timezone.localdate() + timedelta(days=50), capacity=2, minimum=0)


def address(event: Event, verb: str = "book") -> str:
    return f"/admin/courses/event/{event.pk}/{verb}/"


def of_place(booking: Booking, verb: str) -> str:
    return f"/admin/courses/booking/{booking.pk}/{verb}/"


def act(desk: Client, place: str, **data: Any) -> Any:
    seen = desk.get(place).context["form"]["seen"].value()
    return desk.post(place, {"seen": seen} | data)


def test_a_person_is_searched_by_name_whatever_accents(desk: Client, event: Event) -> None:
    person = make_official(make_municipal_body(), given_name="Niccolò", family_name="D'Ascenzo")
    make_official(make_municipal_body(), given_name="Altra", family_name="Persona")

    before = desk.get(address(event)).context["found"]
    found = desk.get(address(event), {"q": "nicco d ascenzo"}).context["found"]

    assert (before, list(found)) == (None, [person])


def test_a_seat_by_telephone_says_what_is_needed_and_who_booked(desk: Client, secretary, event: Event) -> None:
    person = make_attender(event)

    response = desk.post(f"{address(event)}?who={person.pk}", {"seen": "", "needs": "Un posto in prima fila"})

    booking = Booking.objects.get()
    assert response.url == f"/admin/courses/event/inspect/{event.pk}/"
    assert (booking.participant, booking.state, booking.via) == (person, State.BOOKED, Booking.Via.SECRETARIAT)
    assert booking.needs == "Un posto in prima fila"
    assert Entry.objects.get(action="booking.create").author == secretary


def test_when_all_is_taken_the_place_in_line_is_told(desk: Client, event: Event) -> None:
    fill(event)
    person = make_attender(event)

    page = desk.post(f"{address(event)}?who={person.pk}", {"seen": ""}, follow=True)

    (message,) = page.context["messages"]
    assert Booking.objects.get(participant=person).state == State.WAITING
    assert "1" in str(message)


def test_who_does_not_take_part_is_refused_in_words(desk: Client, event: Event) -> None:
    person = make_official(make_municipal_body())

    response = desk.post(f"{address(event)}?who={person.pk}", {"seen": ""})

    assert (len(response.context["form"].non_field_errors()), Booking.objects.count()) == (1, 0)


def test_beyond_the_seats_needs_the_right_and_a_reason(desk: Client, secretary, event: Event) -> None:
    fill(event)
    person = make_attender(event)
    place = f"{address(event, 'overbook')}?who={person.pk}"

    without_right = desk.post(place, {"seen": "", "reason": "Il relatore"})
    secretary.user_permissions.add(Permission.objects.get(codename="overbook"))
    without_reason = desk.post(place, {"seen": "", "reason": " "})
    done = desk.post(place, {"seen": "", "reason": "Lo chiede il sindaco"})

    assert (without_right.status_code, done.status_code) == (403, 302)
    assert list(without_reason.context["form"].errors) == ["reason"]
    assert Booking.objects.get(participant=person).exception_reason == "Lo chiede il sindaco"


@pytest.mark.parametrize("who", ["", "0", "999999", "x", "-1", "9" * 30, "\x00"])
def test_nobody_chosen_is_told(desk: Client, event: Event, who: str) -> None:
    shown = desk.get(address(event), {"who": who})
    response = desk.post(address(event), {"seen": ""}, query_params={"who": who})

    assert (shown.status_code, shown.templates[0].name) == (200, "courses/reports/event_search.html")
    assert (response.status_code, Booking.objects.count()) == (302, 0)


@pytest.mark.parametrize("asked", ["\x00", "x" * 5000, "%", "   ", "@"])
def test_absurd_searches_are_answered(desk: Client, event: Event, asked: str) -> None:
    assert desk.get(address(event), {"q": asked}).status_code == 200


def test_a_place_is_given_up_with_a_reason_past_the_cut_off_too(desk: Client, event: Event) -> None:
    booking = make_booking(event)
    Event.objects.filter(pk=event.pk).update(cancel_until=timezone.now() - timedelta(days=1))

    refused = act(desk, of_place(booking, "cancel"), reason="")
    done = act(desk, of_place(booking, "cancel"), reason="Ha telefonato: è malata")

    booking.refresh_from_db()
    assert list(refused.context["form"].errors) == ["reason"]
    assert (done.url, booking.state) == (f"/admin/courses/event/inspect/{event.pk}/", State.CANCELLED)


def test_a_line_is_left_without_a_reason(desk: Client, event: Event) -> None:
    fill(event)
    booking = make_booking(event)

    act(desk, of_place(booking, "cancel"), reason="")

    booking.refresh_from_db()
    assert booking.state == State.CANCELLED


def test_what_was_given_up_is_given_up_once(desk: Client, event: Event) -> None:
    booking = make_booking(event)
    cancel_booking(booking=booking, reason="Impegno", author=None)

    for verb in ("cancel", "change-day"):
        page = desk.get(of_place(booking, verb), follow=True)
        assert len(list(page.context["messages"])) == 1


def test_the_day_is_changed_for_another_with_a_free_seat(desk: Client, event: Event, other: Event) -> None:
    booking = make_booking(event)

    done = act(desk, of_place(booking, "change-day"), event=str(other.pk))

    booking.refresh_from_db()
    fresh = Booking.objects.get(event=other)
    assert (done.status_code, booking.state) == (302, State.CANCELLED)
    assert (fresh.participant, fresh.state, fresh.via) == (booking.participant, State.BOOKED, Booking.Via.SECRETARIAT)


def test_a_full_date_is_not_offered_and_without_any_the_reason_is_told(
    desk: Client, event: Event, other: Event
) -> None:
    booking = make_booking(event)
    fill(other)

    page = desk.get(of_place(booking, "change-day"), follow=True)

    assert (len(page.redirect_chain), len(list(page.context["messages"]))) == (1, 1)


@pytest.mark.parametrize("chosen", ["", "0", "x", "\x00", "9" * 30])
def test_no_date_is_no_change(desk: Client, event: Event, other: Event, chosen: str) -> None:
    booking = make_booking(event)

    response = act(desk, of_place(booking, "change-day"), event=chosen)

    booking.refresh_from_db()
    assert (list(response.context["form"].errors), booking.state) == (["event"], State.BOOKED)


def test_an_event_that_has_begun_takes_nobody(desk: Client, event: Event) -> None:
    booking = make_booking(event)
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - timedelta(hours=1))

    pages = [desk.get(one) for one in (address(event), of_place(booking, "cancel"), of_place(booking, "change-day"))]

    assert [page.status_code for page in pages] == [302, 302, 302]


def test_editors_book_nobody(outsider: Client, event: Event) -> None:
    booking = make_booking(event)
    places = [
        address(event),
        address(event, "overbook"),
        *(of_place(booking, verb) for verb in ("cancel", "change-day")),
    ]

    assert [outsider.get(place).status_code for place in places] == [403] * 4
    assert [outsider.post(place).status_code for place in places] == [403] * 4


def test_the_list_of_people_is_a_file_without_needs_and_is_written_down(desk: Client, secretary, event: Event) -> None:
    booking = make_booking(event, needs="Segreto")

    text = b"".join(desk.get(f"/admin/courses/event/{event.pk}/iscritti.csv")).decode()

    assert (booking.participant.family_name in text, "Segreto" in text) == (True, False)
    assert Entry.objects.get(action="booking.export").author == secretary
    assert desk.get(f"/admin/courses/event/{event.pk}/iscritti.pdf").status_code == 404


def test_editors_take_no_list_of_people(outsider: Client, event: Event) -> None:
    assert outsider.get(f"/admin/courses/event/{event.pk}/iscritti.csv").status_code == 403
