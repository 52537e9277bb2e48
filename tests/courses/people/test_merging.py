"""Two records of one person become one: nothing that was known of either is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from courses.adhesion.models import Contact, Invitation
from courses.agenda.models import Event
from courses.attendance.models import Attendee, Register
from courses.audit.models import Entry
from courses.booking.models import Booking, CalendarKey
from courses.certificates.models import Certificate, Confirmation
from courses.enrolment.models import Enrolment
from courses.errors import NotAllowed, ReasonMissing, StaleState
from courses.keeping.models import DataRequest
from courses.officials.models import ImportRow, PeopleImport
from courses.people.actions import merge_participants
from courses.people.models import NoticeRead, Participant, PastAffiliation
from courses.people.queries import ties_of, who_points_at
from courses.people.signals import participants_merging
from courses.progress.models import Completion, Credit
from courses.quizzes.models import Attempt, ExtraTime, Play
from courses.surveys.models import Invited, Round
from tests.factories.agenda import make_event
from tests.factories.keeping import make_request
from tests.factories.people import make_municipal_body, make_official, make_participant, make_user
from tests.factories.surveys import make_questionnaire

pytestmark = pytest.mark.django_db
WHY = "Stessa persona, ha telefonato."
KEY = "5a0a3f5e-6a58-4b0e-9f0e-0d4c9a2b7c11"


def merge(kept: Participant, absorbed: Participant, **over: Any) -> Participant:
    return merge_participants(kept=kept, absorbed=absorbed, **{"reason": WHY, "author": None} | over)


def make_row(participant: Participant) -> ImportRow:
    return ImportRow.objects.create(
        people_import=PeopleImport.objects.create(file_name="a.csv"), number=1, participant=participant
    )


def make_affiliation(participant: Participant) -> PastAffiliation:
    today = timezone.localdate()
    return PastAffiliation.objects.create(participant=participant, role="mayor", started_on=today, ended_on=today)


def an_event() -> Event:
    return Event.objects.first() or make_event()


def make_bare_round() -> Round:
    now, asked = timezone.now(), make_questionnaire()
    return Round.objects.create(
        questionnaire=asked, family=asked.family, course_key=KEY, title="T", opens_at=now, closes_at=now + timedelta(1)
    )


def try_at(what: str) -> dict[str, Any]:
    now = timezone.now()
    return {"activity_key": KEY, "course_key": KEY, "number": 1, "started_at": now, f"{what}_title": "T"}


# One maker for each kind of record that points at a participant. A new one fails the test below: write its maker here
# and a receiver of `participants_merging` in its room.
MAKERS: dict[type[Model], Callable[[Participant], Model]] = {
    PastAffiliation: make_affiliation,
    NoticeRead: lambda one: NoticeRead.objects.create(participant=one, version="1"),
    Contact: lambda one: Contact.objects.create(participant=one, body=one.body),
    Invitation: lambda one: Invitation.objects.create(participant=one, email="a@b.example", expires_at=timezone.now()),
    Enrolment: lambda one: Enrolment.objects.create(participant=one, course_key=KEY, role=one.role, body=one.body),
    ImportRow: make_row,
    Booking: lambda one: Booking.objects.create(participant=one, event=an_event(), state="waiting", role=one.role),
    Attendee: lambda one: Attendee.objects.create(
        participant=one, register=Register.objects.get_or_create(event=an_event())[0]
    ),
    CalendarKey: lambda one: CalendarKey.objects.create(participant=one, key=KEY),
    Completion: lambda one: Completion.objects.create(
        participant=one, activity_key=KEY, course_key=KEY, method=Completion.Method.SYSTEM
    ),
    Credit: lambda one: Credit.objects.create(
        participant=one, activity_key=KEY, course_key=KEY, minutes=1, of_minutes=2, credited_on=timezone.localdate()
    ),
    Certificate: lambda one: Certificate.objects.create(
        participant=one, course_key=KEY, year=2027, number=one.pk, code=one.pk, minutes=1, of_minutes=1, snapshot={}
    ),
    DataRequest: make_request,
    Invited: lambda one: Invited.objects.create(round=make_bare_round(), participant=one),
    Attempt: lambda one: Attempt.objects.create(participant=one, **try_at("quiz"), paper={}),
    ExtraTime: lambda one: ExtraTime.objects.create(participant=one, percent=50),
    Play: lambda one: Play.objects.create(participant=one, **try_at("simulation"), script={}),
    Confirmation: lambda one: Confirmation.objects.create(participant=one, course_key=KEY, source="a", batch=KEY),
}


def test_every_kind_of_record_about_a_person_follows_them() -> None:
    body = make_municipal_body()
    kept, absorbed = make_participant(body=body), make_participant(body=body)
    pointing = [tie.related_model for tie in ties_of(Participant)]
    unknown = [model.__name__ for model in pointing if model not in MAKERS]
    assert unknown == [], "their room needs a receiver of participants_merging, and MAKERS above one of them"
    made = [MAKERS[model](absorbed) for model in pointing]

    merge(kept, absorbed)

    assert [type(one).objects.get(pk=one.pk).participant for one in made] == [kept] * len(pointing)
    assert Participant.objects.get() == kept


def test_a_room_that_leaves_a_record_behind_stops_the_merging() -> None:
    kept, absorbed = make_participant(), make_participant()

    def leave_one(absorbed: Participant, **kwargs: Any) -> None:
        make_row(absorbed)

    participants_merging.connect(leave_one)
    try:
        with pytest.raises(NotAllowed), transaction.atomic():
            merge(kept, absorbed)
    finally:
        participants_merging.disconnect(leave_one)

    assert (Participant.objects.count(), who_points_at(absorbed)) == (2, [])


def test_names_address_and_body_of_the_kept_one_stay_and_the_other_body_is_the_past() -> None:
    before, now = make_municipal_body(), make_municipal_body()
    kept = make_participant(body=now, email="anna@nuovo.example")
    absorbed = make_participant(body=before, given_name="Annamaria", email="anna@vecchio.example", gender="female")

    merge(kept, absorbed)

    kept.refresh_from_db()
    assert (kept.given_name, kept.email, kept.gender, kept.body) == ("Anna", "anna@nuovo.example", "female", now)
    assert [one.body for one in kept.past_affiliations.all()] == [before]


def test_what_the_kept_one_lacks_the_other_fills_in() -> None:
    body = make_municipal_body()
    kept, absorbed = make_participant(), make_participant(body=body, email="anna@vecchio.example")

    merge(kept, absorbed)

    kept.refresh_from_db()
    assert (kept.body, kept.email, kept.past_affiliations.count()) == (body, "anna@vecchio.example", 0)


def test_a_notice_read_twice_was_read_when_it_was_read_first() -> None:
    kept, absorbed = make_participant(), make_participant()
    long_ago = timezone.now() - timedelta(days=100)
    for one in (kept, absorbed):
        NoticeRead.objects.create(participant=one, version="1")
    NoticeRead.objects.create(participant=absorbed, version="2")
    absorbed.notices_read.update(read_at=long_ago)

    merge(kept, absorbed)

    assert sorted(kept.notices_read.values_list("version", "read_at")) == [("1", long_ago), ("2", long_ago)]


def test_an_account_that_only_the_other_has_moves_over() -> None:
    kept, absorbed = make_participant(), make_participant(user=make_user("anna@x.example"))

    merge(kept, absorbed)

    kept.refresh_from_db()
    assert (kept.user.email, kept.user.is_active) == ("anna@x.example", True)


def test_two_accounts_are_refused_unless_one_is_closed_on_purpose() -> None:
    kept, absorbed = make_official(None), make_official(None)
    own, other = kept.user, absorbed.user

    with pytest.raises(NotAllowed):
        merge(kept, absorbed)
    merge(kept, absorbed, close_account=True)

    other.refresh_from_db()
    kept.refresh_from_db()
    assert (kept.user, other.is_active) == (own, False)
    assert Entry.objects.get(action="account.close").subject_id == str(other.pk)


def test_an_account_that_works_on_the_site_is_not_closed_here() -> None:
    kept, absorbed = make_official(None), make_official(None, user=make_user(superuser=True))

    with pytest.raises(NotAllowed):
        merge(kept, absorbed, close_account=True)

    absorbed.user.refresh_from_db()
    assert absorbed.user.is_active is True


def test_the_trail_keeps_both_numbers_and_the_reason() -> None:
    author = make_user()
    kept, absorbed = make_participant(), make_participant()
    gone = absorbed.pk

    merge(kept, absorbed, author=author)

    entry = Entry.objects.get(action="participant.merge")
    assert (entry.author, entry.subject_id, entry.reason, entry.details) == (
        author,
        str(kept.pk),
        WHY,
        {"absorbed": gone},
    )


def test_a_reason_is_needed_and_a_record_is_not_united_with_itself() -> None:
    kept, absorbed = make_participant(), make_participant()

    with pytest.raises(ReasonMissing):
        merge(kept, absorbed, reason=" ")
    with pytest.raises(NotAllowed):
        merge(kept, kept)


def test_who_was_united_already_is_not_united_again() -> None:
    kept, absorbed = make_participant(), make_participant()
    again = Participant.objects.get(pk=absorbed.pk)
    merge(kept, absorbed)

    with pytest.raises(StaleState):
        merge(kept, again)
