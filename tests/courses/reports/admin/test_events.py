"""The list of events, and everything about one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext

from courses.agenda.models import Event, TrainingDayPage
from courses.booking.actions import call_off, hold_seats, move_event
from courses.booking.models import Booking
from tests.factories.agenda import make_day_page, make_event, make_teacher, make_venue, make_webinar_page
from tests.factories.booking import fill, make_attender, make_booking
from tests.factories.people import make_municipal_body, make_user
from tests.factories.territory import make_municipality

pytestmark = pytest.mark.django_db

LIST = "/admin/courses/event/"


@pytest.fixture
def event(db) -> Event:
    """Two seats, a minimum of two."""
    return make_event(capacity=2, minimum=2)


def titles(desk: Client, question: str = "") -> list[str]:
    return sorted(row.cells[1] for row in desk.get(LIST + question).context["rows"])


def page_of(event: Event) -> str:
    return f"{LIST}inspect/{event.pk}/"


def test_a_row_tells_when_where_seats_waiting_minimum_and_state(desk: Client) -> None:
    venue = make_venue(municipality=make_municipality(name="Castro", sigla="LE"))
    event = make_event(capacity=2, minimum=2, venue=venue)
    fill(event)
    make_booking(event)

    (row,) = desk.get(LIST).context["rows"]

    kind, title, town, seats, waiting, reached, state, register = row.cells
    assert row.address == page_of(event)
    assert (title, town, seats, waiting) == ("Progettare insieme", "Castro (LE)", "2 / 2", "1")
    assert (kind, reached, state) == (event.get_kind_display(), "sì", event.get_state_display())
    assert register == gettext("not opened")


def test_filters_narrow_by_state_kind_region_time_and_minimum(desk: Client) -> None:
    page = make_day_page()
    venue = make_venue(municipality=make_municipality(name="Castro", sigla="LE"))
    coming = make_event(page, timezone.localdate() + timedelta(days=40), venue=venue, capacity=5, minimum=1)
    make_booking(coming)
    next_week = timezone.localdate() + timedelta(days=7)
    webinar = make_event(make_webinar_page(page.get_parent().specific), next_week, minimum=3)
    far = make_venue(municipality=make_municipality(name="Lodi", sigla="LO"))
    past = make_event(page, timezone.localdate() - timedelta(days=9), minimum=0, venue=far)
    Event.objects.filter(pk=past.pk).update(title="Passata", state="held")

    assert titles(desk, "?state=held") == titles(desk, "?period=past") == ["Passata"]
    assert titles(desk, "?kind=webinar") == titles(desk, "?short=yes") == [webinar.title]
    assert titles(desk, "?period=coming") == sorted([coming.title, webinar.title])
    assert titles(desk, "?period=soon") == [webinar.title]
    assert titles(desk, f"?region={venue.municipality.province.region_id}") == [coming.title]


@pytest.mark.parametrize("typed", ["santangelo", "SANT’ANGELO lodi", "progettare"])
def test_title_and_municipality_are_found(desk: Client, typed: str) -> None:
    make_event(venue=make_venue(municipality=make_municipality(name="Sant'Angelo Lodigiano", sigla="LO")))

    assert titles(desk, f"?q={typed}") == ["Progettare insieme"]
    assert titles(desk, "?q=altrove") == []


def test_the_page_shows_people_needs_line_held_seats_and_teachers(desk: Client) -> None:
    event = make_event(capacity=2, teachers=[make_teacher()])
    body = make_municipal_body(name="Ugento", population=20_000)
    make_booking(event, needs="Un posto vicino allo schermo")
    hold_seats(event=event, body=body, number=1, author=None)
    waiting = make_booking(event)

    context = desk.get(page_of(event)).context

    assert [one.state for one in context["people"]] == [Booking.State.BOOKED, Booking.State.WAITING]
    assert (context["people"][1].pk, context["people"][1].place) == (waiting.pk, 1)
    assert context["people"][0].needs == "Un posto vicino allo schermo"
    assert [seat.body for seat in context["kept"]] == [body]
    assert [one.teacher for one in context["teaching"]] == list(event.teachers.all())


def test_the_answer_to_a_move_is_shown(desk: Client, event: Event) -> None:
    make_booking(event)
    slots = [type(slot)(kind=slot.kind, starts_at=slot.starts_at, ends_at=slot.ends_at) for slot in event.slots.all()]
    for slot in slots:
        slot.starts_at += timedelta(days=1)
        slot.ends_at += timedelta(days=1)
    move_event(event=event, parts=slots, venue=event.venue, author=None)

    (booking,) = desk.get(page_of(event)).context["people"]

    assert booking.reply == Booking.Reply.ASKED


def test_the_buttons_are_those_that_make_sense(desk: Client, event: Event) -> None:
    def verbs(event: Event) -> list[str]:
        buttons = desk.get(page_of(event)).context["action_buttons"]
        return [name.removeprefix("courses_event_") for name, _label in buttons]

    gone = make_event(TrainingDayPage.objects.get(), timezone.localdate() + timedelta(days=9))
    call_off(event=gone, reason="Neve", author=None)

    office = ["move", "change", "seats", "teachers", "confirm", "clone", "call_off"]
    assert verbs(event) == ["book", *office]
    assert verbs(gone) == ["clone"]


def test_who_may_only_look_sees_no_person_and_no_button(outsider: Client, event: Event) -> None:
    user = outsider.get("/admin/").wsgi_request.user
    user.user_permissions.add(Permission.objects.get(codename="view_event"))
    make_booking(event, needs="Segreto")

    response = outsider.get(page_of(event))

    context = response.context
    assert (context["people"], context["action_buttons"]) == (None, [])
    assert "Segreto" not in response.content.decode()


def test_needs_are_for_those_who_book(outsider: Client, event: Event) -> None:
    user = outsider.get("/admin/").wsgi_request.user
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_event", "view_booking"]))
    booking = make_booking(event, needs="Segreto")

    page = outsider.get(page_of(event)).content.decode()

    assert (booking.participant.family_name in page, "Segreto" in page) == (True, False)


def test_overbooking_is_offered_only_with_its_own_right(desk: Client, secretary, event: Event) -> None:
    before = desk.get(page_of(event)).context["action_buttons"]
    secretary.user_permissions.add(Permission.objects.get(codename="overbook"))

    after = desk.get(page_of(event)).context["action_buttons"]

    assert len(after) == len(before) + 1
    assert after[1][0] == "courses_event_overbook"


@pytest.mark.parametrize("pk", ["1", "999999"])
def test_editors_get_403_for_what_exists_and_what_does_not(outsider: Client, event: Event, pk: str) -> None:
    assert [outsider.get(page).status_code for page in (LIST, f"{LIST}inspect/{pk}/")] == [403, 403]


def test_a_participant_does_not_get_in(event: Event) -> None:
    client = Client()
    client.force_login(make_attender(event).user)

    assert client.get(LIST).status_code in {302, 403}
    assert client.get(page_of(event)).status_code in {302, 403}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(desk: Client, django_assert_num_queries, number: int) -> None:
    page = make_day_page()
    for _one in range(number):
        make_booking(make_event(page, teachers=[make_teacher()], minimum=0))
    desk.get("/admin/")  # what Wagtail keeps for the process

    with django_assert_num_queries(13):
        desk.get(LIST)
    with django_assert_num_queries(10):
        b"".join(desk.get(f"{LIST}?export=csv"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_person_and_for_three(
    desk: Client, django_assert_num_queries, number: int
) -> None:
    event = make_event(capacity=number, minimum=0, teachers=[make_teacher(make_user()) for _one in range(number)])
    fill(event)
    for _one in range(number):
        make_booking(event)
    desk.get("/admin/")

    with django_assert_num_queries(14):
        desk.get(page_of(event))


def test_the_export_is_a_right_of_its_own(outsider: Client, desk: Client, event: Event) -> None:
    user = outsider.get("/admin/").wsgi_request.user
    user.user_permissions.add(Permission.objects.get(codename="view_event"))

    assert outsider.get(f"{LIST}?export=csv").status_code == 403
    assert "Progettare insieme" in b"".join(desk.get(f"{LIST}?export=csv")).decode()


@pytest.mark.parametrize("question", ["?q=%00", "?state=x", "?region=%00", "?p=0", "?o=99", "?minimum__gte=1"])
def test_bad_questions_lead_to_the_same_list_without_them(desk: Client, event: Event, question: str) -> None:
    assert desk.get(LIST + question).status_code in {200, 302}
