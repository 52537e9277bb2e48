"""Enrolling people and changing the state of an enrolment."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses.adhesion.queries import joined_among
from courses.audit.actions import Author, record, record_many
from courses.catalogue.models import CoursePage
from courses.catalogue.queries import live_courses
from courses.enrolment.letters import write_to_participant
from courses.enrolment.models import Enrolment, EnrolmentChange, State
from courses.enrolment.rules import is_open, may_change, may_enrol, starts_active
from courses.enrolment.signals import enrolment_activated, enrolments_activated
from courses.errors import NotAllowed, ReasonMissing, StaleState
from courses.people.actions import create_participant
from courses.people.models import Participant
from courses.signals import participant_enrolled, send_on_commit
from courses.territory.actions import body_of_municipality
from courses.territory.models import Body, Municipality
from courses.territory.queries import body_of_the_day

# Of two enrolments of one person in one course, the one that stands later here has got further.
FURTHER = (State.PENDING, State.SUSPENDED, State.ACTIVE, State.COMPLETED)


@transaction.atomic
def introduce(*, user: AbstractBaseUser, municipality: Municipality | None, email: str, **person: Any) -> Participant:
    """An account says who it is: the participant, in the body of their municipality. Enrols nobody."""
    body = body_of_municipality(municipality=municipality) if municipality else None
    return create_participant(user=user, body=body, email=email, author=user, **person)


@transaction.atomic
def enrol_in_only_course(*, participant: Participant, author: Author = None) -> Enrolment | None:
    """Enrol in the one course that is open; with none, or more than one to choose from, in nothing.

    Without an author it is the participant's own doing.
    """
    course = _only_open_course()
    if course is None:
        return None
    return enrol(participant=participant, course=course, author=author or participant.user)


@transaction.atomic
def register(*, user: AbstractBaseUser, **person: Any) -> tuple[Participant, Enrolment | None]:
    """An official whose address is known registers: participant, and enrolled in the only open course."""
    participant = introduce(user=user, **person)
    return participant, enrol_in_only_course(participant=participant)


@transaction.atomic
def enrol(*, participant: Participant, course: CoursePage, author: Author) -> Enrolment:
    """The person enrols: active at once, or waiting with the reason. Twice is once.

    Raises NotAllowed when the course takes no enrolments from them.
    """
    live = _live_enrolment(participant, course)
    if live is not None:
        return live
    answer = may_enrol(course)
    if not answer:
        raise NotAllowed(answer.reason)
    start = starts_active(participant, course)
    state = State.ACTIVE if start else State.PENDING
    return _insert(participant=participant, course=course, state=state, reason=start.reason, author=author)


@transaction.atomic
def enrol_by_secretariat(
    *, participant: Participant, course: CoursePage, author: Author, exception_reason: str = ""
) -> Enrolment:
    """The secretariat enrols somebody; out of the programme's range this needs a written reason.

    Raises ReasonMissing without it, NotAllowed when the course is closed.
    """
    live = _live_enrolment(participant, course)
    if live is not None:
        return live
    answer = is_open(course)
    if not answer:
        raise NotAllowed(answer.reason)
    start = starts_active(participant, course)
    if not start and not exception_reason.strip() and course.enrolling != CoursePage.Enrolling.APPROVAL:
        raise ReasonMissing(_("%(why)s Write why an exception is made.") % {"why": start.reason})
    return _insert(
        participant=participant,
        course=course,
        state=State.ACTIVE,
        exception_reason=exception_reason.strip(),
        author=author,
    )


@transaction.atomic
def enrol_body(*, participants: Iterable[Participant], body: Body, author: Author) -> list[Enrolment]:
    """A body joined: those it named, and those of its people who waited, are enrolled in the only open course.

    All or nothing, in the caller's transaction. Without exactly one open course only those who waited are activated.
    """
    waiting = list(Enrolment.objects.select_for_update().filter(participant__body=body, state=State.PENDING))
    for enrolment in waiting:
        reason = _("The body has joined.")
        _move(enrolment, State.ACTIVE, author=author, why=reason, reason="")
        _announce(enrolment)
        write_to_participant(enrolment, reason)
    course = _only_open_course()
    if course is None:
        return waiting
    fresh = [person for person in participants if _live_enrolment(person, course) is None]
    return waiting + [_insert(participant=person, course=course, state=State.ACTIVE, author=author) for person in fresh]


@transaction.atomic
def enrol_new(*, people: Sequence[Participant], author: Author) -> list[Enrolment]:
    """Enrol people who have just been named, and never were, in the only open course, as `enrol` does for one.

    A few queries for all. Without exactly one open course nobody is enrolled.
    """
    course = _only_open_course()
    if course is None or not people:
        return []
    joined = joined_among({person.body for person in people if person.body})
    enrolments = []
    for person in people:
        start = starts_active(person, course, has_joined=person.body_id in joined)
        state = State.ACTIVE if start else State.PENDING
        enrolments.append(_enrolment(person, course, state=state, reason=start.reason))
    Enrolment.objects.bulk_create(enrolments)
    EnrolmentChange.objects.bulk_create(_change(one, "", author=author, reason=one.reason) for one in enrolments)
    active = [one for one in enrolments if one.state == State.ACTIVE]
    for state in (State.ACTIVE, State.PENDING):
        told = [one for one in enrolments if one.state == state]
        reasons = [one.reason for one in told]
        record_many(author=author, action=f"enrolment.{state}", subjects=told, reasons=reasons)
    enrolments_activated.send(sender=Enrolment, enrolments=active)
    for enrolment in active:
        send_on_commit(participant_enrolled, enrolment=enrolment)
    return enrolments


@transaction.atomic
def judge_again(*, participant: Participant, author: Author) -> None:
    """The person corrected where they work: what waits is judged by the new body, what runs keeps its own."""
    pages = {course.translation_key: course for course in live_courses()}
    for enrolment in participant.enrolments.filter(state=State.PENDING):
        course = pages.get(enrolment.course_key)
        if course is None:
            continue
        start = starts_active(participant, course)
        state = State.ACTIVE if start else State.PENDING
        _move(
            enrolment,
            state,
            author=author,
            why=_("The body was corrected."),
            reason=start.reason,
            role=participant.role,
            body=participant.body,
            **body_of_the_day(participant.body),
        )
        if state == State.ACTIVE:
            _announce(enrolment)


@transaction.atomic
def change_state(*, enrolment: Enrolment, state: str, reason: str, author: Author) -> Enrolment:
    """The secretariat activates, suspends or withdraws an enrolment, always with a reason.

    Raises ReasonMissing, NotAllowed for a change that makes no sense, StaleState when somebody was quicker.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(_("Write the reason of the change: the participant may read it."))
    answer = may_change(enrolment, state)
    if not answer:
        raise NotAllowed(answer.reason)
    was_pending = enrolment.state == State.PENDING
    shown = {"reason": "" if state == State.ACTIVE else reason}
    if was_pending and state == State.ACTIVE:
        shown["exception_reason"] = reason
    _move(enrolment, state, author=author, why=reason, **shown)
    if state == State.ACTIVE:
        _announce(enrolment)
    write_to_participant(enrolment, reason)
    return enrolment


@transaction.atomic
def complete_enrolment(*, enrolment: Enrolment) -> bool:
    """An active enrolment becomes completed; False when it was not active (any more). Called by `progress` alone."""
    try:
        _move(enrolment, State.COMPLETED, author=None, why="")
    except StaleState:
        return False
    return True


@transaction.atomic
def take_over_enrolments(*, kept: Participant, absorbed: Participant, reason: str, author: Author) -> None:
    """Two records of one person become one: of two enrolments in a course the further one stays, the other is history.

    Nobody is written to: for the person nothing has changed.
    """
    why = _("It is the same person as in another enrolment: %(reason)s") % {"reason": reason}
    standing = {one.course_key: one for one in _standing(kept)}
    for other in _standing(absorbed):
        own = standing.get(other.course_key)
        if own is not None:
            loser = min(own, other, key=lambda one: (FURTHER.index(one.state), one is own))
            _move(loser, State.WITHDRAWN, author=author, why=why, reason=why)
    absorbed.enrolments.update(participant=kept)


def _standing(participant: Participant) -> list[Enrolment]:
    return list(participant.enrolments.select_for_update().exclude(state=State.WITHDRAWN))


def _only_open_course() -> CoursePage | None:
    courses = [course for course in live_courses() if may_enrol(course)]
    return courses[0] if len(courses) == 1 else None


def _live_enrolment(participant: Participant, course: CoursePage) -> Enrolment | None:
    return (
        Enrolment.objects.filter(participant=participant, course_key=course.translation_key)
        .exclude(state=State.WITHDRAWN)
        .first()
    )


def _insert(*, participant: Participant, course: CoursePage, author: Author, **fields: Any) -> Enrolment:
    """Insert with the snapshot of the day; of two requests at once the second gets the first one's enrolment."""
    enrolment = _enrolment(participant, course, **fields)
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
        _announce(enrolment)
    return enrolment


def _enrolment(participant: Participant, course: CoursePage, **fields: Any) -> Enrolment:
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


def _move(enrolment: Enrolment, state: str, *, author: Author, why: str, **fields: Any) -> None:
    """A conditional update: who read an older state than the one in force changes nothing."""
    before = enrolment.state
    if not Enrolment.objects.filter(pk=enrolment.pk, state=before).update(state=state, **fields):
        raise StaleState(_("Somebody changed this enrolment a moment ago: look at it again before you go on."))
    enrolment.state = state
    for name, value in fields.items():
        setattr(enrolment, name, value)
    _note_change(enrolment, before, author=author, reason=why)


def _note_change(enrolment: Enrolment, before: str, *, author: Author, reason: str) -> None:
    _change(enrolment, before, author=author, reason=reason).save()
    record(author=author, action=f"enrolment.{enrolment.state}", subject=enrolment, reason=reason)


def _change(enrolment: Enrolment, before: str, *, author: Author, reason: str) -> EnrolmentChange:
    known = author if author is not None and author.is_authenticated else None
    return EnrolmentChange(
        enrolment=enrolment, author=known, from_state=before, to_state=enrolment.state, reason=reason
    )


def _announce(enrolment: Enrolment) -> None:
    enrolment_activated.send(sender=Enrolment, enrolment=enrolment)
    send_on_commit(participant_enrolled, enrolment=enrolment)
