"""The teacher's pages, and the roster without scripts."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from courses.agenda.models import TrainingDayPage
from courses.attendance.actions import close_register
from courses.attendance.models import Attendee, Presence, Register
from courses.audit.models import Entry
from courses.groups import SECRETARIAT
from tests.courses.attendance.views.conftest import bring_forward, client_of
from tests.factories.agenda import make_event
from tests.factories.booking import make_attender, make_booking
from tests.factories.people import make_user


def first_slot(register: Register):
    return register.event.slots.first()


def said(response) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages]


def test_my_days_are_the_events_i_teach(teacher, event):
    make_event(TrainingDayPage.objects.get(), day=timezone.localdate() + timedelta(days=20))

    response = teacher.get("/registro/")

    assert [list(response.context["coming"]), list(response.context["past"])] == [[event], []]
    assert "no-store" in response["Cache-Control"]


def test_who_teaches_nothing_has_no_days(client, event):
    client.force_login(make_user("nessuno@example.com"))

    assert client.get("/registro/").status_code == 404


def test_the_secretariat_has_the_days_of_these_weeks(client, event):
    user = make_user("segreteria@example.com")
    user.groups.add(Group.objects.get(name=SECRETARIAT))
    client.force_login(user)
    bring_forward(event)

    assert list(client.get("/registro/").context["coming"]) == [event]


def test_before_the_evening_before_no_register_is_opened(teacher, event):
    page, answer = teacher.get(f"/registro/{event.pk}/"), teacher.post(f"/registro/{event.pk}/apri/")

    assert (page.status_code, bool(page.context["answer"]), answer.status_code) == (200, False, 302)
    assert Register.objects.count() == 0


def test_opening_lists_who_is_booked_and_looking_alone_opens_nothing(teacher, event):
    make_booking(event)
    bring_forward(event)

    teacher.get(f"/registro/{event.pk}/")
    before = Register.objects.count()
    teacher.post(f"/registro/{event.pk}/apri/")

    assert (before, Attendee.objects.filter(register__event=event).count()) == (0, 1)


def test_who_booked_since_is_added_on_request(teacher, event):
    register_people = [make_booking(event)]
    bring_forward(event)
    teacher.post(f"/registro/{event.pk}/apri/")
    register_people[0].__class__.objects.create(
        event=event, participant=make_attender(event), state="booked", role="official"
    )

    since = teacher.get(f"/registro/{event.pk}/").context["booked_since"]
    teacher.post(f"/registro/{event.pk}/apri/")

    assert (since, Attendee.objects.count()) == (1, 2)


def test_needs_are_read_by_the_teacher_until_the_event_is_over(teacher, today):
    during = [booking.needs for booking in teacher.get(f"/registro/{today.event_id}/").context["needs"]]
    today.event.starts_at, today.event.ends_at = (
        timezone.now() - timedelta(hours=3),
        timezone.now() - timedelta(hours=1),
    )
    today.event.save(update_fields=["starts_at", "ends_at"])
    after = teacher.get(f"/registro/{today.event_id}/").context["needs"]

    assert (during, after) == (["un posto vicino allo schermo"], [])


def test_a_part_is_marked_by_one_form(teacher, today):
    one, two = today.attendees.all()
    marks = {f"{one.pk}-status": "present", f"{one.pk}-late": "20", f"{two.pk}-status": "excused"}

    response = teacher.post(f"/registro/{today.event_id}/parti/{first_slot(today).pk}/", marks)

    written = list(Presence.objects.order_by("pk").values_list("attendee", "status", "late", "author__email"))
    assert written == [(one.pk, "present", 20, "lucia@example.com"), (two.pk, "excused", 0, "lucia@example.com")]
    assert response["Location"] == f"/registro/{today.event_id}/#parte-{first_slot(today).pk}"


@pytest.mark.parametrize(
    "field",
    [("late", "-1"), ("late", "9" * 5000), ("late", "boh"), ("note", "x" * 5000), ("note", "\x00"), ("status", "x")],
)
def test_a_mistake_in_one_row_is_said_and_the_others_are_kept(teacher, today, field):
    one, two = today.attendees.all()
    name, value = field
    marks = {f"{one.pk}-status": "present", f"{two.pk}-status": "present"} | {f"{one.pk}-{name}": value}

    response = teacher.post(f"/registro/{today.event_id}/parti/{first_slot(today).pk}/", marks)

    assert list(Presence.objects.values_list("attendee", flat=True)) == [two.pk]
    assert any(one.full_name in message for message in said(response))


def test_all_present_leaves_marks_that_are_there(teacher, today):
    one, two = today.attendees.all()
    slot = first_slot(today)
    teacher.post(f"/registro/{today.event_id}/parti/{slot.pk}/", {f"{one.pk}-status": "absent"})

    teacher.post(f"/registro/{today.event_id}/parti/{slot.pk}/tutti/")

    assert list(Presence.objects.order_by("pk").values_list("attendee", "status")) == [
        (one.pk, "absent"),
        (two.pk, "present"),
    ]


@pytest.mark.parametrize("everybody", [True, False])
def test_a_refused_mark_is_told_and_written_down(teacher, today, everybody):
    later = today.event.slots.last()  # begins in hours
    (one, _two) = today.attendees.all()
    address = f"/registro/{today.event_id}/parti/{later.pk}/"

    response = teacher.post(f"{address}tutti/" if everybody else address, {f"{one.pk}-status": "present"})

    assert (Presence.objects.count(), Entry.objects.filter(action="presence.refused").count()) == (0, 1)
    assert len(said(response)) == 1


def test_a_closed_register_is_read_and_not_marked(teacher, today):
    now = today.event.ends_at + timedelta(hours=1)
    close_register(register=today, author=None, now=now)
    (one, _two) = today.attendees.all()
    before = Presence.objects.count()

    page = teacher.get(f"/registro/{today.event_id}/")
    teacher.post(f"/registro/{today.event_id}/parti/{first_slot(today).pk}/", {f"{one.pk}-status": "present"})

    assert (page.has_header("Roster-Until"), Presence.objects.count()) == (False, before)


PARTS = ("parti/{slot}/", "parti/{slot}/tutti/")
PEOPLE = ("persone/", "persone/nuova/", "persone/{who}/", "persone/{who}/togli/")
ADDRESSES = ("", "apri/", "segni/", "foglio/", *PARTS, *PEOPLE, "slide/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_teachers_register_does_not_exist(stranger, today, address):
    path = address.format(slot=first_slot(today).pk, who=today.attendees.first().pk)
    ask = stranger.post if address else stranger.get

    assert ask(f"/registro/{today.event_id}/{path}").status_code == 404


def test_a_part_and_a_person_of_another_event_do_not_exist(teacher, today):
    other = make_event(TrainingDayPage.objects.get(), day=timezone.localdate() + timedelta(days=20))
    slot = other.slots.first()

    for path in (f"parti/{slot.pk}/", f"parti/{slot.pk}/tutti/", "persone/999999/togli/", f"parti/{'9' * 30}/"):
        assert teacher.post(f"/registro/{today.event_id}/{path}").status_code == 404


def test_the_roster_asks_as_much_for_three_people_as_for_one(lucia, event, django_assert_num_queries):
    make_booking(event)
    bring_forward(event)
    teacher = client_of(lucia)
    teacher.post(f"/registro/{event.pk}/apri/")
    queries = 16

    with django_assert_num_queries(queries):
        teacher.get(f"/registro/{event.pk}/")
    for _number in range(2):
        Attendee.objects.create(register=event.register, participant=make_attender(event))
    with django_assert_num_queries(queries):
        teacher.get(f"/registro/{event.pk}/")
