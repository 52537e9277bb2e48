"""Opened, announced, recalled and closed in due time, once; only to those who were there."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from courses.agenda.models import Event
from courses.attendance.models import Presence
from courses.people.models import Participant
from courses.post.models import Letter
from courses.surveys.actions import answer, open_round
from courses.surveys.models import Invited, Questionnaire, Round
from courses.surveys.tasks import tick
from tests.factories.agenda import make_day_page, make_event
from tests.factories.attendance import mark_all_day
from tests.factories.booking import make_booking
from tests.factories.enrolment import make_enrolment
from tests.factories.surveys import given_by, make_held, make_questionnaire

pytestmark = pytest.mark.django_db
Kind = Questionnaire.Kind


def evening(event: Event) -> datetime:
    return event.ends_at + timedelta(hours=2)


def letters(kind: str) -> list[str]:
    found = Letter.objects.filter(kind=f"survey.{kind}")
    return sorted(found.values_list("recipient", flat=True))


def asked_kinds() -> list[str]:
    return sorted(Round.objects.values_list("questionnaire__kind", flat=True))


def test_after_a_day_those_present_are_asked_once_and_the_absent_never() -> None:
    make_questionnaire(for_days=True)
    event = make_held(2)
    absent = event.register.attendees.last()
    mark_all_day(absent, Presence.Status.ABSENT)

    for _time in range(2):
        tick(evening(event))

    present = event.register.attendees.first().participant
    assert [one.participant for one in Invited.objects.all()] == [present]
    assert letters("invitation") == [present.email]
    assert "/questionari/" in Letter.objects.get(kind="survey.invitation").text


def test_who_is_marked_later_is_asked_later() -> None:
    make_questionnaire(for_days=True)
    event = make_held(2)
    last = event.register.attendees.last()
    mark_all_day(last, Presence.Status.ABSENT)
    tick(evening(event))

    mark_all_day(last)
    tick(evening(event) + timedelta(minutes=5))

    assert len(letters("invitation")) == 2


def test_two_questionnaires_of_one_evening_come_in_one_letter() -> None:
    make_questionnaire(for_days=True)
    make_questionnaire(for_days=True, kind=Kind.AFTER, title="Che cosa sai adesso")
    event = make_held(1)

    tick(evening(event))

    (letter,) = Letter.objects.filter(kind="survey.invitation")
    assert [str(one.pk) in letter.text for one in Invited.objects.all()] == [True, True]


def test_only_those_who_have_not_answered_are_reminded_and_once() -> None:
    make_questionnaire(for_days=True)
    event = make_held(2)
    tick(evening(event))
    done, silent = Invited.objects.order_by("participant")
    answer(invited=done, given=given_by(done.round), now=evening(event))

    for days in (4, 5, 6, 13):
        tick(evening(event) + timedelta(days=days))

    assert letters("reminder") == [silent.participant.email]


def test_a_round_closes_by_itself_after_fourteen_days() -> None:
    make_questionnaire(for_days=True)
    event = make_held(1)
    tick(evening(event))

    tick(evening(event) + timedelta(days=15))

    assert Round.objects.get().state == Round.State.CLOSED
    assert not Invited.objects.exists()


def test_before_a_day_those_booked_are_asked_until_it_starts() -> None:
    make_questionnaire(for_days=True, kind=Kind.BEFORE)
    event = make_event(make_day_page())
    booking = make_booking(event)

    tick(timezone.now())

    asked = Round.objects.get()
    assert asked.closes_at == event.starts_at
    assert letters("invitation") == [booking.participant.email]
    tick(event.starts_at)
    assert (Round.objects.get().state, letters("reminder")) == (Round.State.CLOSED, [])


def test_some_months_later_those_present_are_asked_what_came_of_it() -> None:
    make_questionnaire(for_days=True, kind=Kind.FOLLOW_UP)
    event = make_held(1)

    tick(event.ends_at + timedelta(days=89))
    assert asked_kinds() == []
    tick(event.ends_at + timedelta(days=90, hours=1))

    assert (asked_kinds(), len(letters("invitation"))) == ([Kind.FOLLOW_UP], 1)


@pytest.mark.parametrize(
    "over", [{"for_webinars": True}, {"for_days": False}, {"for_days": True, "course_key": "0" * 32}]
)
def test_a_questionnaire_of_other_events_is_not_asked(over: dict) -> None:
    make_questionnaire(**over)

    tick(evening(make_held(1)))

    assert asked_kinds() == []


def test_events_of_long_ago_or_called_off_or_without_anybody_are_not_asked_about() -> None:
    make_questionnaire(for_days=True)
    long_ago, called_off, _nobody = make_held(1), make_held(1), make_held(0)
    Event.objects.filter(pk=called_off.pk).update(state=Event.State.CALLED_OFF, reason="Neve")
    past = timezone.now() - timedelta(days=20)
    Event.objects.filter(pk=long_ago.pk).update(starts_at=past - timedelta(hours=6), ends_at=past)

    tick(timezone.now())

    assert asked_kinds() == []


def test_who_has_no_address_is_invited_without_a_letter() -> None:
    make_questionnaire(for_days=True)
    event = make_held(1)
    Participant.objects.update(email="")

    tick(evening(event))

    assert (Invited.objects.count(), letters("invitation")) == (1, [])


def test_of_a_course_those_enrolled_are_asked_before_and_those_who_completed_it_after(official, course) -> None:
    make_enrolment(official, course)
    now = timezone.now()
    for kind in (Kind.BEFORE, Kind.SATISFACTION):
        made = make_questionnaire(kind=kind)
        times = {"opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(days=1)}
        open_round(questionnaire=made, course=course, author=None, **times)

    tick(now)

    assert [one.round.questionnaire.kind for one in Invited.objects.all()] == [Kind.BEFORE]
