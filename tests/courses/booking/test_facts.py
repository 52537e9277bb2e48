"""What the rules of booking ask, read by hand in one query: the same as the queries that ask one thing each."""

from collections.abc import Callable

import pytest

from courses.agenda.models import Event
from courses.agenda.queries import event_to_book
from courses.booking.actions import book
from courses.booking.models import Booking
from courses.booking.queries import enrolment_for, facts_of, only_one_of, places_of, somebody_waits
from courses.enrolment.models import Enrolment, State
from courses.progress.models import CompletionRule
from tests.factories.booking import fill, make_attender, make_booking
from tests.factories.people import make_municipal_body, make_official

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", State.values)
def test_the_enrolment_is_the_one_that_was_not_withdrawn(event: Event, state: str) -> None:
    official = make_attender(event)
    Enrolment.objects.update(state=state, reason="Perché sì.")

    found = facts_of(official, event).enrolment

    assert found == enrolment_for(event, official)
    assert found is None or (found.state, found.reason) == (state, "Perché sì.")


def test_who_is_not_enrolled_has_places_all_the_same(event: Event) -> None:
    booking = make_booking(event)
    Enrolment.objects.all().delete()

    facts = facts_of(booking.participant, event)

    assert (facts.enrolment, facts.places) == (None, [booking])


@pytest.mark.parametrize(
    ("state", "shared", "waits"),
    [("booked", False, False), ("waiting", False, True), ("offered", False, False), ("offered", True, True)],
)
def test_who_has_an_offer_to_keep_no_longer_waits(event: Event, state: str, shared: bool, waits: bool) -> None:
    other = make_booking(event)
    Booking.objects.update(state=state, offer_is_shared=shared, offer_until=event.starts_at)

    facts = facts_of(make_attender(event), event)

    assert (facts.somebody_waits, somebody_waits(event)) == (waits, waits)
    assert facts_of(other.participant, event).places == [other]


@pytest.mark.parametrize("several", [[], [True], [False], [True, False], [False, True]])
def test_the_last_version_of_the_rule_says_whether_one_day_is_enough(event: Event, several: list[bool]) -> None:
    CompletionRule.objects.filter(course_key=event.course_key).delete()
    for version, more in enumerate(several, start=1):
        CompletionRule.objects.create(course_key=event.course_key, version=version, several_days=more)

    facts = facts_of(make_attender(event), event)

    assert facts.only_one_of == only_one_of(event) == (None if several[-1:] == [True] else event.course_key)


def test_places_are_the_persons_own_that_stand(event: Event, make_day: Callable[..., Event]) -> None:
    fill(event)
    official = make_attender(event)
    waiting = make_booking(event, official)
    gone = make_booking(make_day(), official)
    Booking.objects.filter(pk=gone.pk).update(state=Booking.State.CANCELLED)

    facts = facts_of(official, event)

    assert facts.places == places_of(official) == [waiting]
    assert facts_of(make_official(make_municipal_body()), event).places == []


def test_a_booking_with_letter_invitation_and_trail_takes_nine_statements(
    event: Event, django_assert_num_queries
) -> None:
    official = make_attender(event)

    with django_assert_num_queries(9):
        book(event=event_to_book(event.pk), participant=official, author=None)
