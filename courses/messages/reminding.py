"""Reminders that the secretariat sends by hand: who was invited and has not answered, who may start and has not."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import conf
from courses.adhesion.actions import resend_invitation
from courses.adhesion.models import Invitation
from courses.adhesion.queries import open_invitation_of
from courses.audit.actions import Author, record
from courses.enrolment.models import Enrolment
from courses.errors import NotAllowed
from courses.keeping.queries import is_limited
from courses.messages.letters import START
from courses.messages.rules import may_be_reminded, may_be_reminded_to_start
from courses.people.models import Participant
from courses.post.actions import write_letter
from courses.post.queries import letters_about
from courses.progress.queries import not_started


@transaction.atomic
def remind_of_invitation(*, participant: Participant, author: Author, now: datetime | None = None) -> Invitation:
    """The invitation nobody has answered goes out again, with a new link. Raises NotAllowed with the reason."""
    invitation = None if participant.user_id else open_invitation_of(participant)
    if invitation is None:
        raise NotAllowed(_("%(name)s has no invitation to answer.") % {"name": participant})
    _refuse_unless_at_rest(participant, invitation.sent_at, now)
    return resend_invitation(invitation=invitation, author=author)


@transaction.atomic
def remind_to_start(*, enrolment: Enrolment, author: Author, now: datetime | None = None) -> None:
    """Who is enrolled and has not started reads how to begin. Raises NotAllowed with the reason."""
    person = enrolment.participant
    has_started = not not_started(Enrolment.objects.filter(pk=enrolment.pk)).exists()
    answer = may_be_reminded_to_start(enrolment, has_started=has_started)
    if not answer:
        raise NotAllowed(answer.reason)
    last = letters_about(enrolment).filter(kind=START).first()
    _refuse_unless_at_rest(person, last.written_at if last else None, now)
    values = {
        "nome": person.full_name,
        "percorso": enrolment.course_title,
        "link": conf.absolute(reverse("courses:desk")),
    }
    cause = f"{START}:{enrolment.pk}:{timezone.localdate(now)}"
    write_letter(kind=START, recipient=person.email, cause=cause, values=values, about=enrolment)
    record(author=author, action="enrolment.remind", subject=enrolment)


def _refuse_unless_at_rest(person: Participant, last: datetime | None, now: datetime | None) -> None:
    answer = may_be_reminded(person, limited=is_limited(person), last=last, now=now or timezone.now())
    if not answer:
        raise NotAllowed(answer.reason)
