"""What enrolling leaves behind: the row with the data of its day, the line in its history, the trail, the doorbells."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses.audit.actions import Author, record
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, EnrolmentChange, State
from courses.enrolment.signals import enrolment_activated
from courses.errors import StaleState
from courses.people.models import Participant
from courses.signals import participant_enrolled, send_on_commit
from courses.territory.queries import body_of_the_day


def insert(*, participant: Participant, course: CoursePage, author: Author, **fields: Any) -> Enrolment:
    """Insert with the snapshot of the day; of two requests at once the second gets the first one's enrolment."""
    enrolment = new_enrolment(participant, course, **fields)
    try:
        with transaction.atomic():
            enrolment.save()
    except IntegrityError:
        return Enrolment.objects.exclude(state=State.WITHDRAWN).get(
            participant=participant, course_key=course.translation_key
        )
    reason = fields.get("exception_reason") or fields.get("reason", "")
    _note_change(enrolment, "", author=author, reason=reason)
    if enrolment.state == State.ACTIVE:
        announce(enrolment)
    return enrolment


def new_enrolment(participant: Participant, course: CoursePage, **fields: Any) -> Enrolment:
    """An enrolment to be saved, with what it keeps of its day."""
    return Enrolment(
        participant=participant,
        course_key=course.translation_key,
        course_title=course.title,
        role=participant.role,
        body=participant.body,
        **body_of_the_day(participant.body),
        **fields,
    )


def move(enrolment: Enrolment, state: str, *, author: Author, why: str, **fields: Any) -> None:
    """A conditional update: who read an older state than the one in force changes nothing."""
    before = enrolment.state
    if not Enrolment.objects.filter(pk=enrolment.pk, state=before).update(state=state, **fields):
        raise StaleState(_("Somebody changed this enrolment a moment ago: look at it again before you go on."))
    enrolment.state = state
    for name, value in fields.items():
        setattr(enrolment, name, value)
    _note_change(enrolment, before, author=author, reason=why)


def _note_change(enrolment: Enrolment, before: str, *, author: Author, reason: str) -> None:
    new_change(enrolment, before, author=author, reason=reason).save()
    record(author=author, action=f"enrolment.{enrolment.state}", subject=enrolment, reason=reason)


def new_change(enrolment: Enrolment, before: str, *, author: Author, reason: str) -> EnrolmentChange:
    """A line of the history, to be saved."""
    known = author if author is not None and author.is_authenticated else None
    return EnrolmentChange(
        enrolment=enrolment, author=known, from_state=before, to_state=enrolment.state, reason=reason
    )


def announce(enrolment: Enrolment) -> None:
    """Ring for who must know that an enrolment is active."""
    enrolment_activated.send(sender=Enrolment, enrolment=enrolment)
    send_on_commit(participant_enrolled, enrolment=enrolment)
