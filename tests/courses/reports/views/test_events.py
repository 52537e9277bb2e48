"""The secretariat confirms, changes and calls off events, and chooses their teachers."""

from typing import Any

import pytest
from django.test import Client

from courses.agenda.actions import change_state
from courses.agenda.models import Event, TeacherAccount
from courses.audit.queries import entries_about
from courses.booking.models import Booking
from courses.catalogue.models import ModulePage
from courses.post.models import Letter
from courses.reports.events import concerned, concerned_in_words
from tests.factories.agenda import make_event, make_teacher, make_venue, make_webinar_page
from tests.factories.booking import make_booking
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

VERBS = ("move", "change", "seats", "teachers", "confirm", "clone", "call-off", "book")
ABSURD = (
    "\x00",
    "x" * 5000,
    "-1",
    "99999999999999999999",
    "2027-02-30",
    "25:99",
    "0000-00-00T00:00",
    "9999-12-31T23:59",
)


@pytest.fixture
def event(db) -> Event:
    """Ten seats in a hall of fifty."""
    return make_event(capacity=10, minimum=2, teachers=[make_teacher()])


def address(event: Event, verb: str) -> str:
    return f"/admin/courses/event/{event.pk}/{verb}/"


def values_of(form: Any) -> dict[str, Any]:
    """What the page shows, as a browser would send it."""
    shown = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in shown.items() if value is not None and value is not False}


def send(desk: Client, event: Event, verb: str, **data: Any) -> Any:
    shown = values_of(desk.get(address(event, verb)).context["form"])
    return desk.post(address(event, verb), {**shown, **data})


def test_confirmed_twice_is_once(desk: Client, secretary, event: Event) -> None:
    first, second = send(desk, event, "confirm"), send(desk, event, "confirm")

    event.refresh_from_db()
    page = f"/admin/courses/event/inspect/{event.pk}/"
    assert (first.url, second.url, event.state) == (page, page, Event.State.CONFIRMED)
    assert [(e.action, e.author) for e in entries_about(event)][:1] == [("event.confirm", secretary)]


@pytest.mark.parametrize(("notify", "letters"), [({}, 0), ({"notify": "on"}, 1)])
def test_small_changes_are_told_only_when_it_is_ticked(
    desk: Client, event: Event, notify: dict[str, str], letters: int
) -> None:
    make_booking(event)

    send(desk, event, "change", notes="Si entra da via Roma", minimum="3", **notify)

    event.refresh_from_db()
    assert (event.notes, event.minimum) == ("Si entra da via Roma", 3)
    assert Letter.objects.filter(kind="booking.details").count() == letters


def test_a_deadline_is_changed_and_the_others_stay(desk: Client, event: Event) -> None:
    before = event.booking_closes_at

    response = send(desk, event, "change", cancel_until="2026-01-02T10:30")

    event.refresh_from_db()
    assert response.status_code == 302
    assert (event.cancel_until.isoformat(), event.booking_closes_at) == ("2026-01-02T09:30:00+00:00", before)
    assert entries_about(event)[0].details["fields"] == ["cancel_until"]


def test_a_webinar_has_a_link_and_a_day_has_none(desk: Client, event: Event) -> None:
    webinar = make_event(make_webinar_page(ModulePage.objects.get()))

    send(desk, webinar, "change", link="https://example.org/aula")

    webinar.refresh_from_db()
    assert webinar.link == "https://example.org/aula"
    assert "link" not in desk.get(address(event, "change")).context["form"].fields


def test_booking_that_closes_before_it_opens_is_refused(desk: Client, event: Event) -> None:
    response = send(desk, event, "change", booking_opens_at="2027-01-02T10:00", booking_closes_at="2027-01-01T10:00")

    assert list(response.context["form"].errors) == ["booking_closes_at"]


def test_seats_beyond_the_venue_or_under_the_booked_are_refused_in_words(desk: Client, event: Event) -> None:
    for _number in range(3):
        make_booking(event)

    few, many, good = (send(desk, event, "seats", capacity=number) for number in ("2", "51", "12"))

    event.refresh_from_db()
    assert [len(one.context["form"].non_field_errors()) for one in (few, many)] == [1, 1]
    assert (good.status_code, event.capacity) == (302, 12)


def test_teachers_are_chosen_and_taken_away(desk: Client, event: Event) -> None:
    other = make_teacher(given_name="Ugo")

    send(desk, event, "teachers", teachers=[str(other.pk)])
    assert list(event.teachers.all()) == [other]

    desk.post(address(event, "teachers"), {"seen": _seen(desk, event, "teachers")})
    assert list(event.teachers.all()) == []


def _seen(desk: Client, event: Event, verb: str) -> str:
    return desk.get(address(event, verb)).context["form"]["seen"].value()


def test_called_off_with_a_reason_everybody_is_told(desk: Client, event: Event) -> None:
    booking = make_booking(event)

    refused = send(desk, event, "call-off", reason=" ")
    done = send(desk, event, "call-off", reason="La sala non c'è più")

    event.refresh_from_db()
    booking.refresh_from_db()
    assert list(refused.context["form"].errors) == ["reason"]
    assert (done.status_code, event.state, booking.state) == (302, Event.State.CALLED_OFF, Booking.State.CANCELLED)
    assert Letter.objects.filter(kind="booking.called_off", recipient=booking.participant.email).count() == 1


def test_how_many_are_told_stands_on_the_page_before(desk: Client, event: Event) -> None:
    make_booking(event)

    facts = desk.get(address(event, "call-off")).context["facts"]

    assert (facts[-1][1], concerned(event)) == (concerned_in_words(event), (1, 0))


def test_the_account_of_a_teacher_is_found_by_its_address(desk: Client, event: Event) -> None:
    teacher, user = event.teachers.get(), make_user("docente@example.org")
    page = f"/admin/courses/event/{event.pk}/teacher/{teacher.pk}/account/"

    given = desk.post(page, {"seen": "", "email": "DOCENTE@example.org"})
    assert (given.status_code, TeacherAccount.objects.get().user) == (302, user)

    unknown = desk.post(page, {"seen": str(user.pk), "email": "nessuno@example.org"})
    taken = desk.post(page, {"seen": str(user.pk), "email": ""})
    assert list(unknown.context["form"].errors) == ["email"]
    assert (taken.status_code, TeacherAccount.objects.count()) == (302, 0)


def test_an_account_belongs_to_one_teacher(desk: Client, event: Event) -> None:
    make_teacher(make_user("altro@example.org"), given_name="Altro")
    page = f"/admin/courses/event/{event.pk}/teacher/{event.teachers.get().pk}/account/"

    response = desk.post(page, {"seen": "", "email": "altro@example.org"})

    assert len(response.context["form"].non_field_errors()) == 1


def test_a_teacher_of_another_event_is_not_found(desk: Client, event: Event) -> None:
    stranger = make_teacher(given_name="Altra")

    assert desk.get(f"/admin/courses/event/{event.pk}/teacher/{stranger.pk}/account/").status_code == 404


@pytest.mark.parametrize("verb", ["move", "change", "seats", "teachers", "confirm", "call-off", "book"])
def test_what_is_called_off_is_changed_no_more_and_says_so(desk: Client, event: Event, verb: str) -> None:
    change_state(event, Event.State.CALLED_OFF, reason="Neve")

    response = desk.get(address(event, verb), follow=True)

    assert response.redirect_chain[0][0] == f"/admin/courses/event/inspect/{event.pk}/"
    assert len(list(response.context["messages"])) == 1


def test_an_old_page_changes_nothing(desk: Client, event: Event) -> None:
    old = _seen(desk, event, "seats")
    Event.objects.filter(pk=event.pk).update(sequence=7)

    response = desk.post(address(event, "seats"), {"seen": old, "capacity": "20"})

    event.refresh_from_db()
    assert (len(response.context["form"].non_field_errors()), event.capacity) == (1, 10)


@pytest.mark.parametrize("verb", VERBS)
def test_editors_may_do_none_of_it(outsider: Client, event: Event, verb: str) -> None:
    assert outsider.get(address(event, verb)).status_code == 403
    assert outsider.post(f"/admin/courses/event/999999/{verb}/").status_code == 403


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("absurd", ABSURD)
def test_absurd_answers_are_answered(desk: Client, event: Event, verb: str, absurd: str) -> None:
    fields = desk.get(address(event, verb)).context.get("form")
    names = fields.fields if fields else ["who"]

    response = desk.post(address(event, verb), dict.fromkeys(names, absurd))

    assert response.status_code in {200, 302}


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_not_there_is_not_found(desk: Client, verb: str) -> None:
    assert desk.get(f"/admin/courses/event/999999/{verb}/").status_code == 404


def test_a_hall_is_named_in_the_facts(desk: Client) -> None:
    event = make_event(venue=make_venue(name="Aula magna"))

    facts = desk.get(address(event, "confirm")).context["facts"]

    assert str(facts[1][1]) == str(event.venue)
