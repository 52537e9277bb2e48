"""Who was named and never answered is forgotten after 60 days, and so is a form of adhesion never sent."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from courses.adhesion.actions import revoke_invitation, save_officials, send_adhesion
from courses.adhesion.models import Adhesion, Contact, Invitation, NamedOfficial
from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, EnrolmentChange
from courses.officials.forgetting import Forgotten, forget_silent
from courses.people.models import Participant
from courses.post.models import Letter
from courses.progress.models import Completion, CourseCompletion
from courses.territory.models import Body
from tests.factories.adhesion import make_accepted, make_draft
from tests.factories.people import make_user
from tests.factories.territory import make_body

pytestmark = pytest.mark.django_db
NOTHING, ONE = Forgotten(), Forgotten(people=1)
KEY = "5a0a3f5e-6a58-4b0e-9f0e-0d4c9a2b7c11"


@pytest.fixture
def now() -> datetime:
    """The moment the tick runs."""
    return timezone.now()


@pytest.fixture
def silent(ada: Participant, now: datetime) -> Participant:
    """An official named 61 days ago who never answered."""
    Invitation.objects.filter(participant=ada).update(sent_at=now - timedelta(days=61))
    return ada


def age(adhesion: Adhesion, now: datetime, days: int = 61) -> Adhesion:
    """Begun so many days ago, the body with it."""
    moment = now - timedelta(days=days)
    Adhesion.objects.filter(pk=adhesion.pk).update(started_at=moment)
    Body.objects.filter(pk=adhesion.body_id).update(created_at=moment)
    return adhesion


def test_who_never_answered_is_forgotten_with_all_that_naming_left(silent: Participant, now: datetime) -> None:
    about = [silent.pk, *silent.enrolments.values_list("pk", flat=True)]

    assert forget_silent(now=now) == ONE

    letters = Letter.objects.filter(about_type__in=["courses.participant", "courses.enrolment"], about_id__in=about)
    person = Participant.objects.filter(pk=silent.pk)
    named = [rows.filter(participant=about[0]) for rows in (Invitation.objects, Enrolment.objects)]
    assert [rows.exists() for rows in (person, letters, *named)] == [False] * 4
    assert EnrolmentChange.objects.filter(enrolment__in=about[1:]).count() == 0


def test_the_trail_says_how_many_by_number_alone(silent: Participant, now: datetime) -> None:
    key = silent.pk

    forget_silent(now=now)

    entry = Entry.objects.get(action="officials.forget")
    assert (entry.author, entry.details) == (None, {"people": [key], "drafts": [], "bodies": []})


def test_when_there_is_nobody_to_forget_the_trail_says_nothing(ada: Participant, now: datetime) -> None:
    assert forget_silent(now=now) == NOTHING
    assert Entry.objects.filter(action="officials.forget").count() == 0


def test_a_dry_run_counts_and_deletes_nothing(silent: Participant, now: datetime) -> None:
    assert forget_silent(now=now, dry_run=True) == ONE
    assert (Participant.objects.filter(pk=silent.pk).exists(), silent.enrolments.count()) == (True, 1)
    assert Entry.objects.filter(action="officials.forget").count() == 0


def test_the_days_are_a_setting_and_none_is_never(silent: Participant, now: datetime, settings: Any) -> None:
    settings.COURSES_FORGET_SILENT_DAYS = 90
    later = forget_silent(now=now)
    settings.COURSES_FORGET_SILENT_DAYS = None

    assert (later, forget_silent(now=now)) == (NOTHING, NOTHING)


def test_who_was_invited_again_has_time_to_answer(silent: Participant, now: datetime) -> None:
    Invitation.objects.filter(participant=silent).update(sent_at=now - timedelta(days=59))

    assert forget_silent(now=now) == NOTHING


def test_who_was_revoked_is_forgotten_as_well(silent: Participant, now: datetime) -> None:
    revoke_invitation(invitation=silent.invitations.get(), author=None)

    assert forget_silent(now=now) == ONE


def give_account(person: Participant) -> None:
    person.user = make_user()
    person.save(update_fields=["user"])


def answer(person: Participant) -> None:
    person.invitations.update(taken_up_at=timezone.now())


def make_contact(person: Participant) -> None:
    Contact.objects.create(body=person.body, participant=person, is_deputy=True, until=timezone.now())


def complete_activity(person: Participant) -> None:
    Completion.objects.create(
        participant=person, activity_key=KEY, course_key=KEY, method="system", withdrawn_at=timezone.now()
    )


def complete_course(person: Participant) -> None:
    CourseCompletion.objects.create(enrolment=person.enrolments.get(), required=[])


def move(person: Participant) -> None:
    today = timezone.localdate()
    person.past_affiliations.create(role="mayor", started_on=today, ended_on=today)


@pytest.mark.parametrize("know", [give_account, answer, make_contact, complete_activity, complete_course, move])
def test_of_whom_anything_else_is_known_nothing_is_forgotten(
    silent: Participant, now: datetime, know: Callable[[Participant], None]
) -> None:
    know(silent)

    assert forget_silent(now=now) == NOTHING
    assert (silent.enrolments.count(), silent.invitations.count()) == (1, 1)


def test_one_who_is_kept_stops_nobody_else(silent: Participant, now: datetime, body: Body) -> None:
    complete_course(silent)
    other = Participant.objects.create(given_name="Ivo", family_name="Rossi", role="official", body=body)
    Invitation.objects.create(
        participant=other, email="a@b.example", sent_at=now - timedelta(days=61), expires_at=now - timedelta(days=31)
    )

    assert forget_silent(now=now) == ONE
    assert Participant.objects.filter(pk__in=(silent.pk, other.pk)).get() == silent


def test_a_form_never_sent_goes_with_its_officials_letters_and_union(db: None, now: datetime) -> None:
    draft = age(make_draft(make_body()), now)
    save_officials(
        adhesion=draft, officials=[{"given_name": "Ada", "family_name": "Negri", "email": "", "role": "official"}]
    )

    assert forget_silent(now=now) == Forgotten(drafts=1, bodies=1)
    assert [rows.exists() for rows in (Adhesion.objects, NamedOfficial.objects, Letter.objects, Body.objects)] == [
        False
    ] * 4


def test_a_union_that_was_there_before_or_is_of_use_stays(db: None, now: datetime) -> None:
    before, used = age(make_draft(make_body(name="Prima")), now), age(make_draft(make_body(name="Usata")), now)
    Body.objects.filter(pk=before.body_id).update(created_at=now - timedelta(days=100))
    Participant.objects.create(given_name="Ivo", family_name="Rossi", role="official", body=used.body)

    assert forget_silent(now=now) == Forgotten(drafts=2)
    assert sorted(Body.objects.values_list("name", flat=True)) == ["Prima", "Usata"]


def test_a_form_sent_and_never_confirmed_goes_when_that_is_long_ago(db: None, now: datetime) -> None:
    draft = age(send_adhesion(adhesion=make_draft(make_body()), notice_version="1"), now)

    just_sent = forget_silent(now=now)
    Adhesion.objects.filter(pk=draft.pk).update(sent_at=now - timedelta(days=61))

    assert (just_sent, forget_silent(now=now).drafts) == (NOTHING, 1)


@pytest.mark.parametrize("seen", [{"correction": "Manca la PEC."}, {"protocol": "12/2026"}, {"signed_form": "a.pdf"}])
def test_a_form_that_the_secretariat_saw_stays(db: None, now: datetime, seen: dict[str, str]) -> None:
    draft = age(make_draft(make_body()), now)
    Adhesion.objects.filter(pk=draft.pk).update(**seen)

    assert forget_silent(now=now) == NOTHING


def test_new_forms_and_accepted_ones_stay(course: CoursePage, now: datetime) -> None:
    age(make_draft(make_body(name="Nuova")), now, days=59)
    age(make_accepted(make_body(name="Aderente")), now)

    assert forget_silent(now=now) == NOTHING
