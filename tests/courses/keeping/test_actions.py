"""Requests about personal data: recorded once, answered once, limited where the accounts need the name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.audit.models import Entry
from courses.booking.models import Booking
from courses.errors import NotAllowed, ReasonMissing, StaleState
from courses.keeping.actions import limit_person, settle
from courses.keeping.models import DataRequest
from courses.keeping.queries import is_limited
from courses.people.actions import merge_participants
from tests.factories.keeping import Known, make_request
from tests.factories.people import make_participant

pytestmark = pytest.mark.django_db
State = DataRequest.State


def test_the_same_asked_twice_and_not_answered_is_one() -> None:
    person = make_participant()

    assert make_request(person) == make_request(person)
    assert Entry.objects.filter(action="datarequest.record").count() == 1


def test_nobody_asks_tomorrow() -> None:
    with pytest.raises(NotAllowed, match="ancora venire"):
        make_request(make_participant(), asked_on=timezone.localdate() + timedelta(days=1))


def test_an_answer_is_given_once_and_a_refusal_has_a_reason() -> None:
    request = make_request(make_participant())

    with pytest.raises(ReasonMissing):
        settle(request=request, state=State.REFUSED, reason=" ", author=None)
    settle(request=request, state=State.REFUSED, reason="Delega mancante.", author=None)
    with pytest.raises(StaleState):
        settle(request=request, state=State.DONE, reason="", author=None)

    assert Entry.objects.get(action="datarequest.refused").reason == "Delega mancante."


def test_who_is_limited_keeps_the_records_and_loses_account_and_seats(known: Known) -> None:
    request = make_request(known.person)

    limit_person(request=request, reason="I conti sono aperti.", author=None)

    known.person.refresh_from_db()
    known.person.user.refresh_from_db()
    assert (is_limited(known.person), known.person.user.is_active) == (True, False)
    assert known.person.given_name == "Anna"
    assert known.to_come.bookings.get().state == Booking.State.CANCELLED


def test_requests_follow_their_person_when_two_records_are_one() -> None:
    kept, absorbed = make_participant(), make_participant()
    for one in (kept, absorbed):
        make_request(one)
    make_request(absorbed, DataRequest.Kind.COPY)

    merge_participants(kept=kept, absorbed=absorbed, reason="La stessa.", author=None)

    assert sorted(kept.data_requests.values_list("kind", flat=True)) == ["copy", "erasure"]
