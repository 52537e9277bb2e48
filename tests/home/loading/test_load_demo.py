"""The command that creates the people of the demonstration."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone

from courses.adhesion.models import Adhesion, Invitation
from courses.agenda.models import Event
from courses.attendance.models import Presence, Register
from courses.enrolment.models import Enrolment, State
from courses.enrolment.queries import bodies_with_people_waiting
from courses.people.models import Participant
from courses.progress.models import Completion, Credit
from courses.territory.models import Municipality
from home.loading.days import DAYS, HELD, TEACHER
from home.loading.demo import DEMO
from home.loading.files import read
from tests.factories.agenda import make_day_page, make_venue
from tests.factories.catalogue import make_small_course
from tests.factories.home import make_home

LOADED = [("import_municipalities",)]


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_it_refuses_where_no_demo_password_is_set(db, settings):
    del settings.DEMO_PASSWORD

    with pytest.raises(CommandError):
        load()


def test_it_says_what_is_missing_before_the_municipalities_are_there(loaded):
    municipalities = Municipality.objects.all()
    municipalities._raw_delete(municipalities.db)

    with pytest.raises(CommandError, match="import the municipalities first"):
        load()


def test_people_are_made_once_and_the_lists_look_alive(loaded, client):
    make_home()
    make_small_course(lessons=4)

    report = load()
    counts = (get_user_model().objects.count(), Participant.objects.count(), Completion.objects.count())
    load()

    content = read(DEMO)
    assert counts == (get_user_model().objects.count(), Participant.objects.count(), Completion.objects.count())
    assert all(account["email"] in report for account in content["accounts"])
    named = [official for adhesion in content["adhesions"] for official in adhesion.get("officials", [])]
    others = [adhesion for adhesion in content["adhesions"] if adhesion["place"] != "Marsala (TP)"]
    assert Participant.objects.count() == len(content["people"]) + 4 + len(named) + len(others)
    assert Participant.objects.filter(user=None).exists()
    assert set(Enrolment.objects.values_list("state", flat=True)) == {State.ACTIVE, State.PENDING, State.COMPLETED}
    assert client.login(email="partecipante@example.org", password="coalizione-demo")


def test_the_contact_of_the_demonstration_acts_for_a_body_that_has_joined(loaded, client):
    make_home()
    make_small_course(lessons=4)
    load()
    load()
    client.login(email="referente@example.org", password="coalizione-demo")

    text = client.get("/area-personale/ente/").content.decode()

    names = ("Salvatore Lo Presti", "Rosa Giacalone", "Vito Marino")
    assert [text.count(f">{name}</h3>") for name in names] == [1, 1, 1]
    assert Invitation.objects.filter(participant__body__name="Marsala").count() == 1
    assert Adhesion.objects.filter(body__name="Marsala").count() == 1


def test_two_of_a_body_that_has_not_joined_wait_and_the_others_are_enrolled(loaded):
    make_home()
    make_small_course(lessons=4)

    load()

    assert {body.name: body.waiting for body in bodies_with_people_waiting()} == {"Aosta": 1, "Bologna": 1, "Rovigo": 2}
    running = Enrolment.objects.exclude(state=State.PENDING)
    joined = Adhesion.objects.filter(state=Adhesion.State.ACCEPTED).values("body")
    assert running.exclude(body__in=joined).count() == 0
    assert list(Enrolment.objects.exclude(exception_reason="")) == []


def test_the_teacher_has_a_day_yesterday_today_and_tomorrow_with_people_and_once(loaded):
    make_home()
    page = make_day_page(make_small_course(lessons=4).get_first_child())
    make_venue(municipality=Municipality.objects.first())

    for _time in range(2):
        load()

    days = Event.objects.filter(activity_key=page.translation_key, teachers__account__user__email=TEACHER)
    today = timezone.localdate()
    told = [((timezone.localdate(day.starts_at) - today).days, day.seats_taken) for day in days.order_by("starts_at")]
    assert told == [(HELD, 5), *DAYS]
    held, yesterday = days.order_by("starts_at")[:2]
    marked = Presence.objects.filter(attendee__register=Register.objects.get(closed_at=None))
    assert (marked.count(), held.state, yesterday.register.closed_at) == (12, Event.State.CLOSED, None)
    assert set(Credit.objects.values_list("source", flat=True)) == {f"event:{held.pk}"}
