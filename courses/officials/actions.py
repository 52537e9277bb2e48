"""What a contact does for the officials of a body."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from courses.adhesion.actions import invite, revoke_invitation
from courses.audit.actions import Author
from courses.catalogue.models import CoursePage
from courses.enrolment.actions import change_state, enrol_in_only_course
from courses.enrolment.models import Enrolment, State
from courses.enrolment.rules import starts_active
from courses.errors import NotAllowed
from courses.people.actions import correct_email, known_or_new
from courses.people.models import Participant
from courses.territory.models import Body


@transaction.atomic
def name_official(
    *, body: Body, given_name: str, family_name: str, email: str, role: str, author: AbstractBaseUser
) -> Participant:
    """The contact names a colleague, who is enrolled and, with an address and no account, invited. Twice is once.

    An address never fetches anybody from another body: who works there is none of this contact's business.
    """
    Body.objects.select_for_update().get(pk=body.pk)  # two of the same name at once: the second finds the first
    person = known_or_new(body=body, given_name=given_name, family_name=family_name, email="", role=role, author=author)
    if email and not person.user_id and email.lower() != person.email.lower():
        correct_email(participant=person, email=email, author=author)
    if not person.enrolments.exists():
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
    """Who waits does not take part for the body, for a reason they read; an open invitation goes with it."""
    changed = change_state(enrolment=enrolment, state=State.WITHDRAWN, reason=reason, author=author)
    for invitation in enrolment.participant.invitations.filter(taken_up_at=None, revoked_at=None):
        revoke_invitation(invitation=invitation, author=author)
    return changed


def _name_of(author: Author) -> str:
    participant = Participant.objects.filter(user=author).first()
    return participant.full_name if participant else ""
