"""Inviting named officials: who was named becomes who takes part."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import conf
from courses.adhesion.letters import write_invitation, write_invitations
from courses.adhesion.models import Contact, Invitation, new_token
from courses.adhesion.queries import open_invitation_of
from courses.adhesion.signals import invitation_taken_up
from courses.audit.actions import Author, record, record_many
from courses.errors import NotAllowed, StaleState
from courses.people.actions import link_account, merge_participants, move_participant
from courses.people.models import Participant, same_name

HOLDS = timedelta(days=30)


@transaction.atomic
def invite(*, participant: Participant, author: Author, named_by: str = "") -> Invitation:
    """Invite a named official by letter, within 30 days; one who is invited already gets no second letter.

    `named_by` is who named them, as the letter says it. Raises NotAllowed without an address, or with an account.
    """
    if participant.user_id:
        raise NotAllowed(_("%(name)s has an account already: no invitation is needed.") % {"name": participant})
    if not participant.email:
        raise NotAllowed(_("%(name)s has no e-mail address: write one first.") % {"name": participant})
    known = open_invitation_of(participant)
    if known is not None:
        is_good = known.email == participant.email and not known.has_expired
        return known if is_good else resend_invitation(invitation=known, author=author)
    invitation = _invitation(participant, author, named_by)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:  # two at once: the first one's letter is on its way
        return Invitation.objects.get(participant=participant, taken_up_at=None, revoked_at=None)
    record(author=author, action="invitation.send", subject=invitation)
    write_invitation(invitation)
    return invitation


@transaction.atomic
def invite_new(*, people: Iterable[Participant], author: Author, named_by: str = "") -> None:
    """Invite people who have just been named, with an address and never invited, as `invite` does for one."""
    invitations = [_invitation(person, author, named_by) for person in people]
    Invitation.objects.bulk_create(invitations)
    record_many(author=author, action="invitation.send", subjects=invitations)
    write_invitations(invitations)


@transaction.atomic
def resend_invitation(*, invitation: Invitation, author: Author) -> Invitation:
    """Another letter, to the person's address of today, with another link: the old one is dead, 30 days begin anew.

    Raises StaleState when it was taken up or revoked in the meantime.
    """
    now = timezone.now()
    email = invitation.participant.email or invitation.email
    fields = {"token": new_token(), "email": email, "sent_at": now, "expires_at": now + HOLDS}
    _change_open(invitation, **fields)
    record(author=author, action="invitation.resend", subject=invitation)
    write_invitation(invitation)
    return invitation


@transaction.atomic
def invite_again(*, participant: Participant, author: Author, named_by: str = "") -> Invitation:
    """Invite, or send the open invitation anew: the old link is dead. Raises as both do."""
    known = open_invitation_of(participant)
    if known is None or participant.user_id or not participant.email:
        return invite(participant=participant, author=author, named_by=named_by)
    return resend_invitation(invitation=known, author=author)


@transaction.atomic
def follow_address(*, participant: Participant, author: Author) -> None:
    """The person's address was put right: an open invitation to another one is dead, and goes to the right one.

    Without an address there is nowhere to send it.
    """
    known = open_invitation_of(participant)
    if known is None or known.email == participant.email:
        return
    if participant.email and not participant.user_id:
        resend_invitation(invitation=known, author=author)
    else:
        revoke_invitation(invitation=known, author=author)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, author: Author) -> Invitation:
    """The link opens nothing any more. Raises StaleState when it was taken up or revoked in the meantime."""
    _change_open(invitation, revoked_at=timezone.now())
    record(author=author, action="invitation.revoke", subject=invitation)
    return invitation


@transaction.atomic
def take_up_invitation(*, invitation: Invitation, user: AbstractBaseUser) -> Participant:
    """The invited person, signed in, pressed the button: the account is theirs, the notice is read. Twice is once.

    An account that is this very person's, of another body until now, brings them over: one account, two affiliations.
    Raises StaleState when the link no longer holds, NotAllowed when the account is somebody else's.
    """
    participant = invitation.participant
    if invitation.taken_up_at and participant.user_id == user.pk:
        return participant
    if invitation.has_expired:
        raise StaleState(_("This invitation has expired: ask for another one."))
    _change_open(invitation, taken_up_at=timezone.now())
    participant = invitation.participant = _known_by(user, participant)
    link_account(participant=participant, user=user, author=user, notice_version=conf.get("PRIVACY_NOTICE_VERSION"))
    record(author=user, action="invitation.take_up", subject=invitation)
    invitation_taken_up.send(sender=Invitation, invitation=invitation, author=user)
    return participant


def _known_by(user: AbstractBaseUser, named: Participant) -> Participant:
    """The named person, or who they were already: then the two records become one, in the body that named them."""
    own = Participant.objects.filter(user=user).exclude(pk=named.pk).first()
    if own is None or named.user_id:
        return named
    # of one name in one body they may be two people, of two names one: the secretariat unites them
    if own.body_id == named.body_id or _name(own) != _name(named):
        raise NotAllowed(_whose_account(own, named))
    if Contact.objects.filter(participant=own, until__isnull=True).exists():
        raise NotAllowed(
            _("You act for %(body)s: hand that role over first, then open this link again.") % {"body": own.body}
        )
    move_participant(participant=own, body=named.body, role=named.role, author=user, municipality=named.municipality)
    reason = _("Took up the invitation of %(body)s.") % {"body": named.body}
    return merge_participants(kept=own, absorbed=named, reason=reason, author=user)


def _whose_account(own: Participant, named: Participant) -> str:
    """What to do, with an account that belongs to another record: of the same person, or of a colleague."""
    address = conf.get("SECRETARIAT_EMAIL")
    return _(
        "You are signed in with the account of %(own)s; the invitation is for %(named)s. If both are you, write to the"
        " secretariat%(address)s: it unites the two records. If the account is a colleague's, sign out with the"
        " button below, then press «I have read the privacy notice and take part» again."
    ) % {"own": own, "named": named, "address": f" ({address})" if address else ""}


def _name(participant: Participant) -> str:
    return same_name(participant.given_name, participant.family_name)


def _invitation(participant: Participant, author: Author, named_by: str) -> Invitation:
    now = timezone.now()
    return Invitation(
        participant=participant,
        email=participant.email,
        invited_by=author if author is not None and author.is_authenticated else None,
        invited_by_name=named_by,
        sent_at=now,
        expires_at=now + HOLDS,
    )


def _change_open(invitation: Invitation, **fields: object) -> None:
    """A conditional update: a link that was used, revoked or replaced in the meantime changes nothing."""
    found = Invitation.objects.filter(pk=invitation.pk, token=invitation.token, taken_up_at=None, revoked_at=None)
    if not found.update(**fields):
        raise StaleState(_("This invitation was used, revoked or sent again in the meantime."))
    for name, value in fields.items():
        setattr(invitation, name, value)
