"""Reminders by hand: only to whom they make sense, and not every day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.adhesion.actions import invite
from courses.adhesion.models import Invitation
from courses.audit.models import Entry
from courses.catalogue.models import CoursePage
from courses.enrolment.actions import change_state
from courses.enrolment.models import Enrolment
from courses.errors import NotAllowed
from courses.keeping.models import DataRequest
from courses.messages.actions import remind_of_invitation, remind_to_start
from courses.people.models import Participant
from courses.post.models import Letter
from tests.factories.catalogue import activities_of
from tests.factories.keeping import make_request
from tests.factories.people import make_municipal_body, make_participant
from tests.factories.progress import read

pytestmark = pytest.mark.django_db
LATER = timedelta(days=4)


@pytest.fixture
def invited(db) -> Participant:
    """Named, invited, silent."""
    person = make_participant(body=make_municipal_body(), email="anna@example.org")
    invite(participant=person, author=None)
    return person


def starts() -> int:
    return Letter.objects.filter(kind="message.start").count()


def test_an_invitation_nobody_answered_goes_out_again_with_a_new_link(invited: Participant) -> None:
    before = Invitation.objects.get().token

    remind_of_invitation(participant=invited, author=None, now=timezone.now() + LATER)

    assert Invitation.objects.get().token != before
    assert Letter.objects.filter(recipient="anna@example.org").count() == 2


def test_who_was_written_to_yesterday_is_left_in_peace(invited: Participant, enrolment: Enrolment) -> None:
    remind_to_start(enrolment=enrolment, author=None)

    for remind in (
        lambda: remind_of_invitation(participant=invited, author=None),
        lambda: remind_to_start(enrolment=enrolment, author=None),
    ):
        with pytest.raises(NotAllowed):
            remind()
    remind_to_start(enrolment=enrolment, author=None, now=timezone.now() + LATER)
    assert starts() == 2


def test_who_was_never_invited_or_has_an_account_has_no_invitation_to_answer(official: Participant) -> None:
    for person in (official, make_participant(email="x@example.org")):
        with pytest.raises(NotAllowed):
            remind_of_invitation(participant=person, author=None)


def test_who_has_not_started_reads_how(enrolment: Enrolment) -> None:
    remind_to_start(enrolment=enrolment, author=None)

    letter = Letter.objects.get(kind="message.start")
    assert (letter.recipient, enrolment.course_title in letter.text) == (enrolment.participant.email, True)
    assert Entry.objects.filter(action="enrolment.remind", subject_id=str(enrolment.pk)).count() == 1


def test_who_has_started_is_suspended_or_cannot_sign_in_is_refused(enrolment: Enrolment, course: CoursePage) -> None:
    Participant.objects.filter(pk=enrolment.participant_id).update(user=None)
    with pytest.raises(NotAllowed):
        remind_to_start(enrolment=Enrolment.objects.get(pk=enrolment.pk), author=None)
    read(enrolment, course, activities_of(course)[0])
    with pytest.raises(NotAllowed):
        remind_to_start(enrolment=enrolment, author=None)
    change_state(enrolment=enrolment, state="suspended", reason="Prova", author=None)
    with pytest.raises(NotAllowed):
        remind_to_start(enrolment=enrolment, author=None)
    assert starts() == 0


def test_who_is_limited_or_has_no_address_is_refused(enrolment: Enrolment, invited: Participant) -> None:
    make_request(enrolment.participant, DataRequest.Kind.LIMITATION)
    DataRequest.objects.update(state="limited", decided_at=timezone.now())
    Participant.objects.filter(pk=invited.pk).update(email="")
    invited.refresh_from_db()

    with pytest.raises(NotAllowed):
        remind_to_start(enrolment=enrolment, author=None)
    with pytest.raises(NotAllowed):
        remind_of_invitation(participant=invited, author=None, now=timezone.now() + LATER)
    assert starts() == 0
