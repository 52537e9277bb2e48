"""Several people press the same button at the same moment."""

from collections.abc import Callable

import pytest

from courses.adhesion.actions import (
    accept_adhesion,
    confirm_adhesion,
    invite,
    resend_invitation,
    revoke_invitation,
    send_adhesion,
    take_up_invitation,
)
from courses.adhesion.models import Adhesion, Invitation
from courses.enrolment.models import Enrolment, State
from courses.errors import CoursesError, NotAllowed
from courses.people.models import NoticeRead, Participant
from tests.factories.adhesion import make_accepted, make_draft, make_submitted
from tests.factories.catalogue import make_small_course
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_municipal_body, make_official, make_participant, make_user
from tests.threads import at_once

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
REFUSED = "refused"


def confirm(adhesion: Adhesion) -> str:
    try:
        return confirm_adhesion(adhesion=adhesion).state
    except NotAllowed as refusal:
        return str(refusal)


def or_refused(act: Callable[[Invitation], object], invitation: Invitation) -> object:
    """What the act answers, on the invitation as this person's page read it."""
    try:
        return act(Invitation.objects.select_related("participant").get(pk=invitation.pk))
    except (CoursesError, Invitation.DoesNotExist):
        return REFUSED


@pytest.fixture
def invitation(transactional_db) -> Invitation:
    """The open invitation of an official whose body has joined; one course is open."""
    make_small_course(lessons=1)
    body = make_municipal_body()
    make_accepted(body)
    return invite(participant=make_participant(body=body, email="anna@comune.example"), author=None)


def test_two_simultaneous_forms_for_one_body_make_one_adhesion() -> None:
    body = make_municipal_body()
    forms = [send_adhesion(adhesion=make_draft(body), notice_version="1") for _number in range(4)]

    answers = at_once(*[lambda form=form: confirm(form) for form in forms])

    assert Adhesion.objects.filter(state__in=Adhesion.LIVE).count() == 1
    assert sorted(len(answer) > len(Adhesion.State.SUBMITTED) for answer in answers) == [False, True, True, True]


def test_one_link_pressed_twice_by_one_person_is_taken_up_once(invitation: Invitation) -> None:
    user = make_user()
    read = [Invitation.objects.select_related("participant").get(pk=invitation.pk) for _tab in range(4)]

    answers = at_once(
        *[lambda one=one: or_refused(lambda _: take_up_invitation(invitation=one, user=user), one) for one in read]
    )

    assert answers.count(REFUSED) < 4
    person = Participant.objects.get(pk=invitation.participant_id)
    assert (person.user, NoticeRead.objects.filter(participant=person).count()) == (user, 1)
    assert Enrolment.objects.filter(participant=person).exclude(state=State.WITHDRAWN).count() == 1


def test_of_two_accounts_that_take_one_link_up_at_once_one_gets_it(invitation: Invitation) -> None:
    users = [make_user() for _number in range(4)]

    answers = at_once(
        *[
            lambda user=user: or_refused(lambda found: take_up_invitation(invitation=found, user=user), invitation)
            for user in users
        ]
    )

    assert answers.count(REFUSED) == 3
    person = Participant.objects.get(pk=invitation.participant_id)
    assert person.user in users
    assert Participant.objects.filter(user__in=users).count() == 1


def test_one_account_takes_up_one_of_two_invitations_at_once(invitation: Invitation) -> None:
    body = invitation.participant.body
    other = invite(participant=make_participant(body=body, email="anna@comune.example"), author=None)
    user = make_user()

    def take_up(found: Invitation) -> Participant:
        return take_up_invitation(invitation=found, user=user)

    answers = at_once(lambda: or_refused(take_up, invitation), lambda: or_refused(take_up, other))

    assert answers.count(REFUSED) == 1
    assert Participant.objects.filter(user=user).count() == 1
    assert Invitation.objects.filter(participant__body=body, taken_up_at__isnull=False).count() == 1


@pytest.mark.parametrize("verb", [resend_invitation, revoke_invitation])
def test_an_invitation_is_taken_up_or_changed_never_both(invitation: Invitation, verb: Callable) -> None:
    user = make_user()
    link = Invitation.objects.select_related("participant").get(pk=invitation.pk)

    taken, changed = at_once(
        lambda: or_refused(lambda _: take_up_invitation(invitation=link, user=user), link),
        lambda: or_refused(lambda found: verb(invitation=found, author=None), invitation),
    )

    assert [taken, changed].count(REFUSED) == 1
    now = Invitation.objects.get(pk=invitation.pk)
    assert (now.taken_up_at is not None) == (taken != REFUSED)
    assert (now.participant.user == user) == (taken != REFUSED)


def test_who_registers_while_the_body_is_accepted_never_goes_on_waiting(settings) -> None:
    settings.COURSES_REQUIRE_ADHESION = True
    course, body = make_small_course(lessons=1), make_municipal_body()
    adhesion, people = make_submitted(body), [make_official(body) for _number in range(3)]

    at_once(
        lambda: accept_adhesion(adhesion=adhesion, author=None),
        *[lambda person=person: make_enrolment(person, course) for person in people],
    )

    states = Enrolment.objects.filter(participant__in=people).values_list("state", flat=True)
    assert list(states) == [State.ACTIVE] * 3
