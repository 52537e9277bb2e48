"""Enrolling people and changing the state of an enrolment."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from courses.adhesion.queries import joined_among
from courses.audit.actions import Author, record_many
from courses.catalogue.models import CoursePage
from courses.catalogue.queries import live_courses
from courses.enrolment.keeping import announce, insert, move, new_change, new_enrolment
from courses.enrolment.letters import write_to_participant, write_to_who_waits
from courses.enrolment.models import Enrolment, EnrolmentChange, State
from courses.enrolment.moving import judge_again, move_official
from courses.enrolment.rules import Answer, body_takes_part, is_open, lets_start, may_change, may_enrol, starts_active
from courses.enrolment.signals import enrolment_ended, enrolments_activated
from courses.errors import NotAllowed, ReasonMissing, StaleState
from courses.people.actions import create_participant
from courses.people.models import Participant
from courses.signals import participant_enrolled, send_on_commit
from courses.territory.actions import body_of_municipality
from courses.territory.models import Body, Municipality
from courses.territory.queries import body_of_the_day

# Other rooms ask for all verbs here; moving has a file of its own.
__all__ = [
    "change_state",
    "complete_enrolment",
    "enrol",
    "enrol_body",
    "enrol_by_secretariat",
    "enrol_in_only_course",
    "enrol_new",
    "introduce",
    "judge_again",
    "move_official",
    "register",
    "take_over_enrolments",
]

# Of two enrolments of one person in one course, the one that stands later here has got further.
# A suspension is the secretariat's word: uniting two records never lifts it.
FURTHER = (State.PENDING, State.ACTIVE, State.SUSPENDED, State.COMPLETED)


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
    answer = may_enrol(course) and _may_come_back(participant, course, author)
    if not answer:
        raise NotAllowed(answer.reason)
    _alone_with(participant.body)
    start = starts_active(participant, course)
    state = State.ACTIVE if start else State.PENDING
    enrolment = insert(participant=participant, course=course, state=state, reason=start.reason, author=author)
    if enrolment.state == State.PENDING:
        write_to_who_waits(enrolment)
    return enrolment


@transaction.atomic
def enrol_by_secretariat(
    *, participant: Participant, course: CoursePage, author: Author, exception_reason: str = ""
) -> Enrolment:
    """The secretariat enrols somebody; if the body does not take part, this needs a written reason.

    Raises ReasonMissing without it, NotAllowed when the course is closed.
    """
    live = _live_enrolment(participant, course)
    if live is not None:
        return live
    answer = is_open(course)
    if not answer:
        raise NotAllowed(answer.reason)
    takes_part = body_takes_part(participant.body)
    if not takes_part and not exception_reason.strip():
        raise ReasonMissing(_("%(why)s Write why an exception is made.") % {"why": takes_part.reason})
    return insert(
        participant=participant,
        course=course,
        state=State.ACTIVE,
        exception_reason=exception_reason.strip(),
        author=author,
    )


@transaction.atomic
def enrol_body(*, participants: Iterable[Participant], body: Body, author: Author) -> list[Enrolment]:
    """A body joined: those it named, and those of its people who waited, are enrolled in the only open course.

    All or nothing, in the caller's transaction. Without exactly one open course only those who waited are activated;
    in a course on approval they go on waiting, for the secretariat's word alone.
    """
    _alone_with(body)
    activated = _activate_who_waited(body, author)
    course = _only_open_course()
    if course is None:
        return activated
    start = lets_start(course)
    state = State.ACTIVE if start else State.PENDING
    fresh = [person for person in participants if _live_enrolment(person, course) is None]
    return activated + [
        insert(participant=person, course=course, state=state, reason=start.reason, author=author) for person in fresh
    ]


def _activate_who_waited(body: Body, author: Author) -> list[Enrolment]:
    """Each enrolment is of the body that joined, wherever the person worked when they registered."""
    why = _("The body has joined.")
    pending = Enrolment.objects.select_for_update(of=("self",)).filter(participant__body=body, state=State.PENDING)
    waiting = list(pending.select_related("participant"))
    courses = CoursePage.objects.filter(translation_key__in={enrolment.course_key for enrolment in waiting})
    starts = {course.translation_key: lets_start(course) for course in courses}
    activated = []
    for enrolment in waiting:
        person, start = enrolment.participant, starts.get(enrolment.course_key, Answer(True))
        state = State.ACTIVE if start else State.PENDING
        now = {"role": person.role, "body": body, **body_of_the_day(body)}
        move(enrolment, state, author=author, why=why, reason=start.reason, **now)
        if start:
            announce(enrolment)
            write_to_participant(enrolment, why)
            activated.append(enrolment)
    return activated


@transaction.atomic
def enrol_new(*, people: Sequence[Participant], author: Author) -> list[Enrolment]:
    """Enrol people who have just been named, and never were, in the only open course, as `enrol` does for one.

    A few queries for all. Without exactly one open course nobody is enrolled.
    """
    course = _only_open_course()
    if course is None or not people:
        return []
    _alone_with(*{person.body for person in people})
    joined = joined_among({person.body for person in people if person.body})
    enrolments = []
    for person in people:
        start = starts_active(person, course, has_joined=person.body_id in joined)
        state = State.ACTIVE if start else State.PENDING
        enrolments.append(new_enrolment(person, course, state=state, reason=start.reason))
    Enrolment.objects.bulk_create(enrolments)
    EnrolmentChange.objects.bulk_create(new_change(one, "", author=author, reason=one.reason) for one in enrolments)
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
    move(enrolment, state, author=author, why=reason, **shown)
    if state == State.ACTIVE:
        announce(enrolment)
    if state == State.WITHDRAWN:
        enrolment_ended.send(sender=Enrolment, enrolment=enrolment, reason=reason, author=author)
    write_to_participant(enrolment, reason)
    return enrolment


@transaction.atomic
def complete_enrolment(*, enrolment: Enrolment) -> bool:
    """An active enrolment becomes completed; False when it was not active (any more). Called by `progress` alone."""
    try:
        move(enrolment, State.COMPLETED, author=None, why="")
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
            move(loser, State.WITHDRAWN, author=author, why=why, reason=why)
    absorbed.enrolments.update(participant=kept)


def _standing(participant: Participant) -> list[Enrolment]:
    return list(participant.enrolments.select_for_update().exclude(state=State.WITHDRAWN))


def _alone_with(*bodies: Body | None) -> None:
    """Who registers while the body is being accepted is seen by whoever accepts, or sees that it is accepted.

    References to the body are written meanwhile by others: they need no waiting.
    """
    known = {body.pk for body in bodies if body is not None}
    list(Body.objects.select_for_update(no_key=True).filter(pk__in=known).order_by("pk").values_list("pk"))


def _only_open_course() -> CoursePage | None:
    courses = [course for course in live_courses() if may_enrol(course)]
    return courses[0] if len(courses) == 1 else None


def _live_enrolment(participant: Participant, course: CoursePage) -> Enrolment | None:
    return (
        Enrolment.objects.filter(participant=participant, course_key=course.translation_key)
        .exclude(state=State.WITHDRAWN)
        .first()
    )


def _may_come_back(participant: Participant, course: CoursePage, author: Author) -> Answer:
    """Whose enrolment was withdrawn does not undo that alone: the contact names them again, or the secretariat does."""
    if author is None or author != participant.user:
        return Answer(True)
    ended = Enrolment.objects.filter(
        participant=participant, course_key=course.translation_key, state=State.WITHDRAWN
    ).first()
    if ended is None:
        return Answer(True)
    return Answer(
        False,
        reason=_("Your enrolment was withdrawn (%(why)s). To come back, ask your body's contact or the secretariat.")
        % {"why": ended.reason or _("no reason written")},
    )
