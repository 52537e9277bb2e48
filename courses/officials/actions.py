"""What a contact does for the officials of a body."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.adhesion.actions import invite, revoke_invitation
from courses.adhesion.queries import contacts_of
from courses.audit.actions import Author, record
from courses.catalogue.models import CoursePage
from courses.enrolment.actions import change_state, enrol, enrol_in_only_course
from courses.enrolment.models import Enrolment, State
from courses.enrolment.rules import starts_active
from courses.errors import NotAllowed
from courses.officials.importing import apply_import, start_import
from courses.officials.rules import may_be_declined, may_be_replaced
from courses.officials.signals import official_replaced
from courses.people.actions import known_or_new, move_participant
from courses.people.models import Participant, same_name
from courses.territory.models import Body, Municipality

# Other rooms ask for all verbs here; those of files have a place of their own.
__all__ = [
    "apply_import",
    "confirm_colleague",
    "decline_colleague",
    "name_official",
    "replace_official",
    "start_import",
]


@transaction.atomic
def name_official(
    *,
    body: Body,
    given_name: str,
    family_name: str,
    email: str,
    role: str,
    author: AbstractBaseUser,
    municipality: Municipality | None = None,
) -> Participant:
    """The contact names a colleague, who is enrolled and, with an address and no account, invited. Twice is once.

    An address never fetches anybody from another body: who works there is none of this contact's business.
    `municipality` is where the colleague works when the body is a union. Raises NotAllowed when it may not be.
    """
    # two of the same name at once: the second finds the first
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    # a namesake known by another address is another person: nobody's address is written over
    who = {"given_name": given_name, "family_name": family_name, "email": email, "role": role}
    person = known_or_new(body=body, by_address=True, author=author, **who)
    if municipality is not None:
        move_participant(participant=person, body=body, role=person.role, municipality=municipality, author=author)
    if not person.enrolments.exclude(state=State.WITHDRAWN).exists():
        enrol_in_only_course(participant=person, author=author)
    if person.email and not person.user_id:
        invite(participant=person, author=author, named_by=_name_of(author))
    return person


@transaction.atomic
def confirm_colleague(*, enrolment: Enrolment, author: AbstractBaseUser) -> Enrolment:
    """The contact says that who registered by themselves works for the body: the enrolment need not wait for that.

    Raises NotAllowed where the secretariat decides each request.
    """
    course = CoursePage.objects.filter(translation_key=enrolment.course_key).first()
    answer = starts_active(enrolment.participant, course) if course else None
    if not answer:
        raise NotAllowed(answer.reason if answer else _("This course is no longer published."))
    reason = _("Confirmed by %(name)s, contact of the body.") % {"name": _name_of(author)}
    return change_state(enrolment=enrolment, state=State.ACTIVE, reason=reason, author=author)


@transaction.atomic
def decline_colleague(*, enrolment: Enrolment, reason: str, author: AbstractBaseUser) -> Enrolment:
    """Who waits, or registered by themselves, does not take part for the body, for a reason they read.

    An open invitation goes with it. Raises NotAllowed for who was named by the body, acts for it or has completed.
    """
    answer = may_be_declined(enrolment)
    if not answer:
        raise NotAllowed(answer.reason)
    changed = change_state(enrolment=enrolment, state=State.WITHDRAWN, reason=reason, author=author)
    _revoke_open_invitations(enrolment.participant, author)
    return changed


@transaction.atomic
def replace_official(*, body: Body, old: Participant, author: AbstractBaseUser, **colleague: Any) -> Participant:
    """A colleague takes the place of an official, in one act: named, enrolled and invited as `name_official` does.

    The official's enrolments end and the open invitation is dead; what they have completed stays theirs. Raises
    NotAllowed when the official cannot be replaced, or the colleague cannot enrol: then nothing has changed.
    """
    # two replace the same official at once: the second is told
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    old.refresh_from_db()
    answer = may_be_replaced(old, body, author)
    if not answer:
        raise NotAllowed(answer.reason)
    if same_name(colleague["given_name"], colleague["family_name"]) == same_name(old.given_name, old.family_name):
        raise NotAllowed(_("You wrote the name of %(name)s again: write the colleague's.") % {"name": old})
    new = name_official(body=body, author=author, **colleague)
    standing = list(old.enrolments.exclude(state__in=(State.WITHDRAWN, State.COMPLETED)))
    for enrolment in standing:
        _enrol_like(enrolment, new, author)
    # while the old one still takes part: the end of the enrolments would give up the seats to hand on
    official_replaced.send(sender=Participant, old=old, new=new, body=body, author=author)
    for enrolment in standing:
        change_state(enrolment=enrolment, state=State.WITHDRAWN, reason=_("Replaced by a colleague."), author=author)
    _revoke_open_invitations(old, author)
    contacts_of(body).filter(participant=old).update(until=timezone.now())
    record(author=author, action="official.replace", subject=old, new=new.pk, body=body.pk)
    return new


def _enrol_like(enrolment: Enrolment, new: Participant, author: AbstractBaseUser) -> None:
    course = CoursePage.objects.filter(translation_key=enrolment.course_key).first()
    if course is None:
        raise NotAllowed(_("This course is no longer published."))
    enrol(participant=new, course=course, author=author)


def _revoke_open_invitations(person: Participant, author: Author) -> None:
    for invitation in person.invitations.filter(taken_up_at=None, revoked_at=None):
        revoke_invitation(invitation=invitation, author=author)


def _name_of(author: Author) -> str:
    participant = Participant.objects.filter(user=author).first()
    return participant.full_name if participant else ""
