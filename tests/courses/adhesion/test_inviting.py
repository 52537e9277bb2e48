"""Who is named is invited, once; who comes takes one account, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.adhesion.actions import (
    accept_adhesion,
    confirm_adhesion,
    invite,
    resend_invitation,
    revoke_invitation,
    send_adhesion,
    take_up_invitation,
)
from courses.adhesion.models import Contact, Invitation
from courses.audit.queries import entries_about
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from courses.errors import NotAllowed, StaleState
from courses.people.models import Participant, Role
from courses.post.models import Letter
from tests.factories.adhesion import make_accepted, make_draft
from tests.factories.people import make_municipal_body, make_official, make_participant, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(db) -> Participant:
    """Named by a colleague: an address, no account."""
    return make_participant(body=make_municipal_body(), email="Anna@comune.example")


def letters() -> list[str]:
    return list(Letter.objects.filter(kind="invitation").order_by("pk").values_list("text", flat=True))


def expire(invitation: Invitation) -> None:
    invitation.expires_at = timezone.now() - timedelta(minutes=1)
    invitation.save(update_fields=["expires_at"])


def test_the_letter_says_who_named_you_for_which_body_the_link_and_the_notice(named: Participant) -> None:
    invitation = invite(participant=named, author=None, named_by="Carla Neri")

    (text,) = letters()
    parts = ("Carla Neri", str(named.body), f"/invito/{invitation.token}/", "/privacy/")
    assert [part for part in parts if part not in text] == []


def test_an_invitation_holds_thirty_days_and_its_token_is_long(named: Participant) -> None:
    invitation = invite(participant=named, author=None)

    assert (invitation.expires_at - invitation.sent_at, len(invitation.token)) == (timedelta(days=30), 32)


def test_inviting_twice_is_one_invitation_and_one_letter(named: Participant) -> None:
    first = invite(participant=named, author=None)
    second = invite(participant=named, author=None)

    assert (first.pk, len(letters())) == (second.pk, 1)


def test_inviting_anew_after_it_expired_or_to_another_address_is_another_letter_with_another_link(
    named: Participant,
) -> None:
    first = invite(participant=named, author=None)
    expire(first)
    second = invite(participant=named, author=None)
    named.email = "anna.verdi@comune.example"
    named.save(update_fields=["email"])
    third = invite(participant=named, author=None)

    assert (len({first.token, second.token, third.token}), len(letters()), third.email) == (3, 3, named.email)
    assert Invitation.objects.count() == 1


def test_who_has_an_account_or_no_address_is_not_invited() -> None:
    body = make_municipal_body()

    for participant in (make_official(body), make_participant(body=body)):
        with pytest.raises(NotAllowed):
            invite(participant=participant, author=None)


def test_sent_again_the_old_link_is_dead(named: Participant) -> None:
    invitation = invite(participant=named, author=None)
    old = invitation.token

    resend_invitation(invitation=invitation, author=None)

    assert (Invitation.objects.filter(token=old).exists(), len(letters())) == (False, 2)


def test_who_reads_the_old_link_while_it_is_sent_again_takes_nothing_up(named: Participant) -> None:
    invite(participant=named, author=None)
    read, changed = Invitation.objects.get(), Invitation.objects.get()
    resend_invitation(invitation=changed, author=None)

    with pytest.raises(StaleState):
        take_up_invitation(invitation=read, user=make_user())

    named.refresh_from_db()
    assert named.user is None


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_revoked_or_expired_it_opens_nothing(named: Participant, end: str) -> None:
    invitation = invite(participant=named, author=None)
    if end == "revoked":
        revoke_invitation(invitation=invitation, author=None)
    else:
        expire(invitation)

    with pytest.raises(StaleState):
        take_up_invitation(invitation=invitation, user=make_user())


def test_a_revoked_invitation_makes_room_for_another(named: Participant) -> None:
    revoke_invitation(invitation=invite(participant=named, author=None), author=None)

    invite(participant=named, author=None)

    assert [one.is_open for one in named.invitations.order_by("pk")] == [False, True]


def test_taken_up_the_account_is_theirs_the_notice_is_read_and_twice_is_once(named: Participant) -> None:
    invitation, user = invite(participant=named, author=None), make_user()

    take_up_invitation(invitation=invitation, user=user)
    take_up_invitation(invitation=Invitation.objects.get(), user=user)

    named.refresh_from_db()
    assert (named.user, [one.version for one in named.notices_read.all()]) == (user, ["1"])
    assert [entry.action for entry in entries_about(invitation)].count("invitation.take_up") == 1


def test_one_invitation_serves_one_account(named: Participant) -> None:
    invitation = invite(participant=named, author=None)
    take_up_invitation(invitation=invitation, user=make_user())

    with pytest.raises(StaleState):
        take_up_invitation(invitation=Invitation.objects.get(), user=make_user())


def test_an_office_mailbox_stands_for_many_people_but_for_one_account(named: Participant) -> None:
    colleague = make_participant(body=named.body, given_name="Ugo", email=named.email)
    user = make_user(named.email)
    take_up_invitation(invitation=invite(participant=named, author=None), user=user)
    second = invite(participant=colleague, author=None)

    with pytest.raises(NotAllowed):
        take_up_invitation(invitation=second, user=user)

    second.refresh_from_db()
    colleague.refresh_from_db()
    assert (second.is_open, colleague.user) == (True, None)


def test_who_was_named_while_no_course_was_open_is_enrolled_on_coming(course: CoursePage) -> None:
    course.unpublish()
    body = make_accepted(make_municipal_body()).body
    named = make_participant(body=body, email="anna@comune.example")
    course.save_revision().publish()

    take_up_invitation(invitation=invite(participant=named, author=None), user=make_user())

    assert [one.state for one in named.enrolments.all()] == [State.ACTIVE]


def test_who_was_withdrawn_in_the_meantime_is_not_enrolled_again(enrolment: Enrolment) -> None:
    body = make_accepted(make_municipal_body()).body
    Participant.objects.filter(pk=enrolment.participant_id).update(user=None, body=body)
    named = Participant.objects.get(pk=enrolment.participant_id)
    enrolment.state = State.WITHDRAWN
    enrolment.save(update_fields=["state"])

    take_up_invitation(invitation=invite(participant=named, author=None), user=make_user())

    assert [one.state for one in named.enrolments.all()] == [State.WITHDRAWN]


def test_an_acceptance_invites_contact_deputy_and_officials_with_an_address_and_no_account() -> None:
    body = make_municipal_body()
    official = make_official(body, given_name="Ugo", family_name="Foscolo")
    adhesion = make_draft(
        body,
        deputy_given_name="Dino",
        deputy_family_name="Buzzati",
        deputy_email="dino@comune.castro.le.it",
        deputy_role=Role.OFFICIAL,
    )
    for name, email in (("Ada", "ada@comune.castro.le.it"), ("Bea", ""), ("Ugo", official.email)):
        family_name = "Foscolo" if name == "Ugo" else "Negri"
        adhesion.officials.create(given_name=name, family_name=family_name, email=email, role=Role.OFFICIAL)

    confirm_adhesion(adhesion=send_adhesion(adhesion=adhesion, notice_version="1"))
    accept_adhesion(adhesion=adhesion, author=None, exception_reason="Prova")

    invited = Invitation.objects.order_by("participant__given_name")
    assert [(one.participant.given_name, one.invited_by_name) for one in invited] == [
        ("Ada", "Carla Neri"),
        ("Carla", ""),
        ("Dino", "Carla Neri"),
    ]


def test_who_is_known_elsewhere_comes_over_by_taking_up_the_invitation_and_not_before(named: Participant) -> None:
    before = make_municipal_body(population=20_000)
    known = make_official(before, given_name=named.given_name, family_name=named.family_name)
    invitation = invite(participant=named, author=None)

    known.refresh_from_db()
    assert known.body == before
    taken = take_up_invitation(invitation=invitation, user=known.user)

    known.refresh_from_db()
    assert (taken, known.body, Participant.objects.filter(user=known.user).count()) == (known, named.body, 1)
    assert [one.body for one in known.past_affiliations.all()] == [before]
    assert not Participant.objects.filter(pk=named.pk).exists()


def test_an_adhesion_that_names_somebody_of_another_body_moves_nobody() -> None:
    known = make_official(make_municipal_body(population=20_000), given_name="Ugo", family_name="Foscolo")
    before, adhesion = known.body, make_draft(make_municipal_body(population=20_000))
    adhesion.officials.create(given_name="Ugo", family_name="Foscolo", email=known.email, role=Role.OFFICIAL)

    confirm_adhesion(adhesion=send_adhesion(adhesion=adhesion, notice_version="1"))
    accept_adhesion(adhesion=adhesion, author=None)

    known.refresh_from_db()
    assert (known.body, Invitation.objects.filter(email=known.email, taken_up_at=None).count()) == (before, 1)


def test_a_contact_hands_the_role_over_before_working_for_another_body(named: Participant) -> None:
    known = make_official(make_municipal_body(), given_name=named.given_name, family_name=named.family_name)
    Contact.objects.create(body=known.body, participant=known)
    invitation = invite(participant=named, author=None)

    with pytest.raises(NotAllowed):
        take_up_invitation(invitation=invitation, user=known.user)

    assert Invitation.objects.get(pk=invitation.pk).is_open
