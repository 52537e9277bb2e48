"""A body joins: from the first line of the form to the decision."""

from collections.abc import Collection
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.adhesion.acceptance import end_contacts, hand_over_role, replace_contact, welcome
from courses.adhesion.inviting import (
    follow_address,
    invite,
    invite_again,
    invite_new,
    resend_invitation,
    revoke_invitation,
    take_up_invitation,
)
from courses.adhesion.letters import write_to_contact
from courses.adhesion.models import Adhesion, NamedOfficial, new_token
from courses.adhesion.rules import (
    accepts_itself,
    may_be_accepted,
    may_be_reassigned,
    may_go,
    may_join,
    proof_of,
    wanting,
)
from courses.audit.actions import Author, record
from courses.errors import NotAllowed, ReasonMissing, StaleState
from courses.territory.models import Body
from courses.territory.queries import body_of_the_day

State = Adhesion.State

# Other rooms ask for all verbs here; those of invitations have a file of their own.
__all__ = [
    "accept_adhesion",
    "ask_correction",
    "confirm_adhesion",
    "contest_adhesion",
    "hand_over_role",
    "reassign_adhesion",
    "record_proof",
    "reject_adhesion",
    "save_body",
    "save_contact",
    "save_officials",
    "send_adhesion",
    "set_protocol",
    "start_adhesion",
    "withdraw_adhesion",
]
__all__ += ["follow_address", "invite", "invite_again", "invite_new", "resend_invitation", "revoke_invitation"]
__all__ += ["take_up_invitation"]


@transaction.atomic
def start_adhesion(*, body: Body) -> Adhesion:
    """Begin the form for a body. Raises NotAllowed when the body has joined, or is about to."""
    answer = may_join(body)
    if not answer:
        raise NotAllowed(answer.reason)
    return Adhesion.objects.create(body=body)


@transaction.atomic
def save_body(*, adhesion: Adhesion, body: Body) -> Adhesion:
    """Step 1. Raises NotAllowed when the body has joined, or is about to."""
    answer = may_join(body)
    if not answer:
        raise NotAllowed(answer.reason)
    return _change_draft(adhesion, body=body)


@transaction.atomic
def save_contact(*, adhesion: Adhesion, **contact: str) -> Adhesion:
    """Step 2: the contact and, if wanted, a deputy. The link to go on later is mailed to the contact, once."""
    _change_draft(adhesion, **contact)
    # an address may be longer than a cause
    address = sha256(adhesion.contact_email.lower().encode()).hexdigest()[:16]
    write_to_contact(adhesion, "adhesion.draft", cause=f"adhesion.draft:{adhesion.pk}:{address}")
    return adhesion


@transaction.atomic
def save_officials(*, adhesion: Adhesion, officials: list[dict[str, str]], gone: Collection[int] = ()) -> Adhesion:
    """Step 3: add officials, zero or more, and take away those whose numbers are `gone`; two tabs lose nothing."""
    _change_draft(adhesion)
    adhesion.officials.filter(pk__in=gone).delete()
    NamedOfficial.objects.bulk_create(NamedOfficial(adhesion=adhesion, **official) for official in officials)
    return adhesion


@transaction.atomic
def send_adhesion(*, adhesion: Adhesion, notice_version: str) -> Adhesion:
    """Step 4: send. Nothing counts until the contact presses the button behind the link they get. Twice is once.

    Raises NotAllowed when something is missing, or the body has joined in the meantime.
    """
    missing = wanting(adhesion)
    if missing:
        raise NotAllowed(_("Something is missing: %(what)s.") % {"what": ", ".join(missing)})
    answer = may_join(adhesion.body)
    if not answer:
        raise NotAllowed(answer.reason)
    _update_draft(adhesion, notice_version=notice_version, sent_at=timezone.now(), correction="")
    write_to_contact(
        adhesion,
        "adhesion.confirm",
        cause=f"adhesion.confirm:{adhesion.pk}:{adhesion.sent_at.isoformat(timespec='minutes')}",
    )
    return adhesion


@transaction.atomic
def confirm_adhesion(*, adhesion: Adhesion) -> Adhesion:
    """The contact pressed the button: the adhesion is sent, with the body's data of this day. Twice is once.

    With proof and automatic acceptance it is accepted at once. Raises NotAllowed when another was quicker.
    """
    if adhesion.state in Adhesion.LIVE:
        return adhesion
    try:
        with transaction.atomic():
            confirmed = {"confirmed_at": timezone.now(), **body_of_the_day(adhesion.body)}
            # the token goes with what the contact read: changed in the meantime, it is not what they confirm
            _move(adhesion, State.SUBMITTED, only_if={"confirm_token": adhesion.confirm_token}, **confirmed)
    except IntegrityError as error:
        raise NotAllowed(may_join(adhesion.body).reason) from error
    record(author=None, action="adhesion.submit", subject=adhesion)
    if accepts_itself(adhesion):
        return _accept(adhesion, author=None, proof=proof_of(adhesion))
    write_to_contact(adhesion, "adhesion.received", cause=f"adhesion.received:{adhesion.pk}")
    return adhesion


@transaction.atomic
def record_proof(*, adhesion: Adhesion, proof: str, author: Author, note: str = "") -> Adhesion:
    """A proof arrived: the body's PEC, the signed form, or the secretariat's own check. May accept by itself."""
    _update(adhesion, proof=proof)
    record(author=author, action="adhesion.proof", subject=adhesion, reason=note, proof=proof)
    if adhesion.state == State.SUBMITTED and accepts_itself(adhesion):
        return _accept(adhesion, author=author, proof=proof)
    return adhesion


@transaction.atomic
def accept_adhesion(*, adhesion: Adhesion, author: Author, exception_reason: str = "") -> Adhesion:
    """The secretariat accepts, out of range with a written reason. Raises ReasonMissing, StaleState, NotAllowed."""
    _refuse_unless(adhesion, State.ACCEPTED)
    adhesion.exception_reason = exception_reason.strip()
    answer = may_be_accepted(adhesion)
    if not answer:
        raise ReasonMissing(answer.reason)
    return _accept(
        adhesion,
        author=author,
        proof=proof_of(adhesion) or Adhesion.Proof.SECRETARIAT,
        exception_reason=adhesion.exception_reason,
    )


@transaction.atomic
def reject_adhesion(*, adhesion: Adhesion, reason: str, author: Author) -> Adhesion:
    """The secretariat rejects, with a reason that is mailed. Raises ReasonMissing, StaleState, NotAllowed."""
    reason = _needed(reason, _("Write why the adhesion is rejected: the contact will read it."))
    _refuse_unless(adhesion, State.REJECTED)
    _move(adhesion, State.REJECTED, reason=reason, decided_at=timezone.now(), decided_by=_known(author))
    record(author=author, action="adhesion.reject", subject=adhesion, reason=reason)
    write_to_contact(adhesion, "adhesion.rejected", cause=f"adhesion.rejected:{adhesion.pk}", motivo=reason)
    return adhesion


@transaction.atomic
def ask_correction(*, adhesion: Adhesion, reason: str, author: Author) -> Adhesion:
    """Back to the contact, who corrects and sends it again; nothing that was written is lost."""
    reason = _needed(reason, _("Write what has to be corrected: the contact will read it."))
    _refuse_unless(adhesion, State.DRAFT)
    _move(adhesion, State.DRAFT, correction=reason, sent_at=None, confirmed_at=None)
    record(author=author, action="adhesion.ask_correction", subject=adhesion, reason=reason)
    moment = timezone.now().isoformat()
    write_to_contact(
        adhesion, "adhesion.correction", cause=f"adhesion.correction:{adhesion.pk}:{moment}", motivo=reason
    )
    return adhesion


@transaction.atomic
def withdraw_adhesion(*, adhesion: Adhesion, reason: str, author: Author) -> Adhesion:
    """The body leaves, or never meant to join: enrolments made in the meantime stay, its contacts act no more."""
    reason = _needed(reason, _("Write why the adhesion is withdrawn."))
    _refuse_unless(adhesion, State.WITHDRAWN)
    _move(adhesion, State.WITHDRAWN, reason=reason, decided_at=timezone.now(), decided_by=_known(author))
    end_contacts(adhesion.body)
    record(author=author, action="adhesion.withdraw", subject=adhesion, reason=reason)
    return adhesion


@transaction.atomic
def set_protocol(*, adhesion: Adhesion, protocol: str, author: Author) -> Adhesion:
    """Number and date given by a register of mail, the body's or the secretariat's, as text; it may be emptied."""
    _update(adhesion, protocol=protocol.strip())
    record(author=author, action="adhesion.set_protocol", subject=adhesion)
    return adhesion


@transaction.atomic
def contest_adhesion(*, adhesion: Adhesion, contested: bool, reason: str, author: Author) -> Adhesion:
    """Somebody says that the contact may not act for the body, or the doubt is over. Meanwhile nothing is automatic."""
    reason = _needed(reason, _("Write who contests the adhesion, or how the doubt was settled."))
    _update(adhesion, contested=contested)
    verb = "contest" if contested else "settle"
    record(author=author, action=f"adhesion.{verb}", subject=adhesion, reason=reason)
    return adhesion


@transaction.atomic
def reassign_adhesion(*, adhesion: Adhesion, reason: str, author: Author, **contact: str) -> Adhesion:
    """Another contact takes the place of the present one, who acts no more: the old links are dead, the doubt is over.

    To be decided, it needs a proof again; accepted, it stays so and the new contact is enrolled as the others were.
    `contact` holds `contact_given_name` and so on. Raises ReasonMissing, NotAllowed, StaleState.
    """
    reason = _needed(reason, _("Write why the contact is replaced."))
    answer = may_be_reassigned(adhesion)
    if not answer:
        raise NotAllowed(answer.reason)
    links = {"token": new_token(), "confirm_token": new_token()}
    proof = adhesion.proof if adhesion.state == State.ACCEPTED else Adhesion.Proof.NONE
    old_email = adhesion.contact_email
    _move(adhesion, adhesion.state, contested=False, proof=proof, **links, **contact)
    people = replace_contact(adhesion, author, old_email=old_email) if adhesion.state == State.ACCEPTED else {}
    record(author=author, action="adhesion.reassign", subject=adhesion, reason=reason, **people)
    cause = f"adhesion.reassigned:{adhesion.pk}:{adhesion.token[:8]}"
    write_to_contact(adhesion, "adhesion.reassigned", cause=cause)
    return adhesion


def _accept(adhesion: Adhesion, *, author: Author, proof: str, **fields: Any) -> Adhesion:
    """Accepted: contact, deputy and named officials become participants; higher rooms enrol them, all or nothing."""
    _move(
        adhesion, State.ACCEPTED, proof=proof, reason="", decided_at=timezone.now(), decided_by=_known(author), **fields
    )
    record(author=author, action="adhesion.accept", subject=adhesion, reason=adhesion.exception_reason, proof=proof)
    welcome(adhesion, author)
    write_to_contact(adhesion, "adhesion.accepted", cause=f"adhesion.accepted:{adhesion.pk}")
    return adhesion


def _change_draft(adhesion: Adhesion, **fields: Any) -> Adhesion:
    """What is changed was confirmed and proved by nobody: the link that confirms is dead, and the proof gone."""
    return _update_draft(adhesion, sent_at=None, proof=Adhesion.Proof.NONE, confirm_token=new_token(), **fields)


def _update_draft(adhesion: Adhesion, **fields: Any) -> Adhesion:
    found = Adhesion.objects.select_for_update().filter(pk=adhesion.pk, state=State.DRAFT)
    if adhesion.state != State.DRAFT or not found.first():
        raise NotAllowed(_("This adhesion is already sent: to change it, ask the secretariat."))
    return _update(adhesion, **fields)


def _update(adhesion: Adhesion, **fields: Any) -> Adhesion:
    for name, value in fields.items():
        setattr(adhesion, name, value)
    adhesion.save(update_fields=list(fields))
    return adhesion


def _move(adhesion: Adhesion, state: str, *, only_if: dict[str, Any] | None = None, **fields: Any) -> None:
    """A conditional update: who read an older state than the one in force changes nothing."""
    found = Adhesion.objects.filter(pk=adhesion.pk, state=adhesion.state, **only_if or {})
    if not found.update(state=state, **fields):
        raise StaleState(_("Somebody changed this adhesion a moment ago: look at it again before you go on."))
    adhesion.state = state
    for name, value in fields.items():
        setattr(adhesion, name, value)


def _refuse_unless(adhesion: Adhesion, state: str) -> None:
    answer = may_go(adhesion, state)
    if not answer:
        raise NotAllowed(answer.reason)


def _needed(reason: str, words: str) -> str:
    if not reason.strip():
        raise ReasonMissing(words)
    return reason.strip()


def _known(author: Author) -> Any:
    return author if author is not None and author.is_authenticated else None
