"""Who may join for a body, what an adhesion must hold, and where it may go from each state."""

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from courses import conf
from courses.adhesion.models import Adhesion
from courses.adhesion.queries import contacts_of, is_known_domain, live_adhesion_of
from courses.audit.actions import Author
from courses.people.models import Participant
from courses.territory.models import Body
from courses.territory.rules import RangeVerdict, Verdict, body_is_in_range

State = Adhesion.State
# From each state, those an adhesion may go to. A new adhesion of the body is a new record.
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.ACCEPTED, State.REJECTED, State.DRAFT, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.WITHDRAWN}),
    State.REJECTED: frozenset(),
    State.WITHDRAWN: frozenset(),
}

# Anybody has an address here: it proves nothing about a body.
PUBLIC_DOMAINS = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "libero.it",
        "hotmail.com",
        "hotmail.it",
        "outlook.com",
        "outlook.it",
        "live.com",
        "live.it",
        "yahoo.com",
        "yahoo.it",
        "icloud.com",
        "me.com",
        "tiscali.it",
        "virgilio.it",
        "alice.it",
        "tim.it",
        "inwind.it",
        "iol.it",
        "fastwebnet.it",
        "tin.it",
        "email.it",
        "aruba.it",
        "pec.it",
        "legalmail.it",
        "arubapec.it",
        "pecmail.it",
        "postecert.it",
        "msn.com",
        "proton.me",
        "protonmail.com",
        "gmx.com",
    ]
)


def may_go(adhesion: Adhesion, state: str) -> Verdict:
    """Whether an adhesion may go to a state."""
    if state in TRANSITIONS[adhesion.state]:
        return Verdict(True)
    return Verdict(
        False,
        _("An adhesion that is «%(now)s» cannot become «%(wanted)s».")
        % {"now": adhesion.get_state_display(), "wanted": State(state).label},
    )


def may_be_reassigned(adhesion: Adhesion) -> Verdict:
    """Another contact may take over while an adhesion is to be decided or accepted."""
    if adhesion.state in Adhesion.LIVE:
        return Verdict(True)
    return Verdict(False, _("Only an adhesion to be decided, or accepted, has a contact to replace."))


def may_take_proof(adhesion: Adhesion) -> Verdict:
    """A proof is recorded before the decision, or after it for the file; never for what was rejected or withdrawn."""
    if adhesion.body and adhesion.state not in (State.REJECTED, State.WITHDRAWN):
        return Verdict(True)
    return Verdict(False, _("There is nothing to prove: this adhesion is not under way."))


def may_join(body: Body) -> Verdict:
    """A body joins once; a second comer is told so, and never who the contact is."""
    live = live_adhesion_of(body)
    if live is None:
        return Verdict(True)
    if live.state == State.ACCEPTED:
        return Verdict(
            False,
            _("%(body)s has already joined: there is nothing to send. To take part, register as one of its officials.")
            % {"body": body},
        )
    return Verdict(
        False,
        _("%(body)s has already sent its adhesion, which is being checked. You need to send nothing.") % {"body": body},
    )


def may_leave_body(participant: Participant, author: Author) -> Verdict:
    """Who acts for a body works there: the role is handed over before the person moves elsewhere."""
    role = contacts_of(participant.body).filter(participant=participant).first() if participant.body else None
    if role is None:
        return Verdict(True)
    is_own = author is not None and participant.user_id == author.pk
    if role.is_deputy:
        own = _("You are deputy of %(body)s: ask the contact to let a colleague take your place first.")
        other = _("%(name)s is deputy of %(body)s: the contact has to let a colleague take their place first.")
    else:
        own = _("You are the contact of %(body)s: hand the role over first.")
        other = _("%(name)s is the contact of %(body)s: the role has to be handed over first.")
    return Verdict(False, (own if is_own else other) % {"name": participant, "body": participant.body})


def may_hand_over(body: Body, to: Participant, author: AbstractBaseUser) -> Verdict:
    """The main contact alone hands the role over, to somebody of the body who has an account."""
    if not contacts_of(body).filter(is_deputy=False, participant__user=author).exists():
        return Verdict(False, _("Only the main contact of the body hands the role over."))
    if to.body_id != body.pk or not to.user_id:
        return Verdict(False, _("%(name)s has no account yet: invite them first.") % {"name": to})
    return Verdict(True)


def eligibility(body: Body) -> RangeVerdict:
    """Municipalities in range and supra-municipal bodies may join; the others need a written exception."""
    return body_is_in_range(body)


def may_be_accepted(adhesion: Adhesion) -> Verdict:
    """Out of range, or of unknown population, only with a written reason."""
    verdict = eligibility(adhesion.body)
    if verdict or adhesion.exception_reason.strip():
        return Verdict(True)
    return Verdict(False, _("%(why)s Write why an exception is made.") % {"why": verdict.reason})


def proof_of(adhesion: Adhesion) -> str:
    """The proof an adhesion has: the one recorded, else the contact's domain when it is the body's own."""
    if adhesion.proof:
        return adhesion.proof
    return Adhesion.Proof.DOMAIN if is_known_domain(adhesion.body, adhesion.contact_email) else Adhesion.Proof.NONE


def accepts_itself(adhesion: Adhesion) -> bool:
    """Accepted without the secretariat: automatic acceptance on, body eligible, proof there, and nobody contests it."""
    return (
        conf.get("ACCEPT_ADHESIONS")
        and not adhesion.contested
        and bool(eligibility(adhesion.body))
        and proof_of(adhesion) != Adhesion.Proof.NONE
    )


def may_upload_signed_form(adhesion: Adhesion) -> Verdict:
    """The signed form is for an adhesion that its contact confirmed and nobody has decided."""
    if adhesion.state == State.SUBMITTED:
        return Verdict(True)
    if adhesion.state == State.DRAFT:
        return Verdict(False, _("First confirm the adhesion with the link we sent by e-mail."))
    return Verdict(False, _("This adhesion is already decided: the signed form is no longer needed."))


def wanting(adhesion: Adhesion) -> list[str]:
    """What is still missing before an adhesion can be sent, step by step."""
    missing = []
    if adhesion.body is None:
        missing.append(_("the body (step 1)"))
    needed = (adhesion.contact_given_name, adhesion.contact_family_name, adhesion.contact_email, adhesion.contact_role)
    if not all(needed):
        missing.append(_("the contact (step 2)"))
    return missing


def is_learnable(domain: str) -> bool:
    """Whether a domain may be remembered as a body's own."""
    return "." in domain and domain not in PUBLIC_DOMAINS
