"""Officials who work elsewhere, and what it means for enrolments that wait."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.adhesion.rules import may_leave_body
from courses.audit.actions import Author
from courses.catalogue.queries import live_courses
from courses.enrolment.keeping import announce, move
from courses.enrolment.letters import write_to_participant
from courses.enrolment.models import State
from courses.enrolment.rules import starts_active
from courses.errors import NotAllowed
from courses.people.actions import move_participant
from courses.people.models import Participant
from courses.territory.models import Body, Municipality
from courses.territory.queries import body_of_the_day


@transaction.atomic
def move_official(
    *, participant: Participant, body: Body | None, role: str, author: Author, municipality: Municipality | None = None
) -> Participant:
    """The person works elsewhere or otherwise: what waits is judged by the new body.

    Raises NotAllowed while they act for the old body, and as `move_participant` does.
    """
    has_moved = body != participant.body
    answer = may_leave_body(participant, author)
    if has_moved and not answer:
        raise NotAllowed(answer.reason)
    move_participant(participant=participant, body=body, role=role, municipality=municipality, author=author)
    if has_moved:
        judge_again(participant=participant, author=author)
    return participant


@transaction.atomic
def judge_again(*, participant: Participant, author: Author) -> None:
    """The person corrected where they work: what waits is judged by the new body, what runs keeps its own.

    Who may start now reads it in a letter.
    """
    why = _("The body was corrected.")
    pages = {course.translation_key: course for course in live_courses()}
    for enrolment in participant.enrolments.filter(state=State.PENDING):
        course = pages.get(enrolment.course_key)
        if course is None:
            continue
        start = starts_active(participant, course)
        place = {"role": participant.role, "body": participant.body, **body_of_the_day(participant.body)}
        state = State.ACTIVE if start else State.PENDING
        move(enrolment, state, author=author, why=why, reason=start.reason, **place)
        if start:
            announce(enrolment)
            write_to_participant(enrolment, why)
