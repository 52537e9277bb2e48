"""Who may enrol, in what state one starts, and who may read what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from courses import conf
from courses.adhesion.models import Adhesion
from courses.adhesion.queries import live_adhesion_of
from courses.agenda.queries import teaches
from courses.catalogue.models import CoursePage
from courses.enrolment.models import Enrolment, State
from courses.enrolment.queries import Offer, Visit, offers_of, visit_of
from courses.people.models import Participant
from courses.territory.models import Body
from courses.territory.rules import body_is_in_range


class Why(StrEnum):
    """Why a page may not be read."""

    SIGN_IN = "sign_in"
    ENROL = "enrol"
    PENDING = "pending"
    SUSPENDED = "suspended"
    JOIN = "join"  # the body has not joined
    CHECK = "check"  # its adhesion is being checked


@dataclass(frozen=True)
class Answer:
    """Yes, or no with the reason: a code for the page's layout, a sentence for the person."""

    allowed: bool
    why: Why | None = None
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


READERS = frozenset({State.ACTIVE, State.COMPLETED})


def reads_everything(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Editors, approvers and the secretariat read every course without being enrolled."""
    return user.has_perm("courses.read_materials")


def may_read(
    user: AbstractBaseUser | AnonymousUser,
    enrolment: Enrolment | None,
    *,
    in_first_module: bool,
    course_key: UUID | None = None,
) -> Answer:
    """The enrolled and its teachers read all of a course, who waits the first module, the others the description."""
    answer = lets_read(enrolment, in_first_module=in_first_module)
    if answer or reads_everything(user) or (course_key and teaches(user, course_key=course_key)):
        return Answer(True)
    return answer if user.is_authenticated else Answer(False, Why.SIGN_IN)


def may_visit(user: AbstractBaseUser | AnonymousUser, visit: Visit) -> Answer:
    """The same of the page somebody stands before."""
    course_key = visit.outline.course.translation_key
    return may_read(user, visit.enrolment, in_first_module=visit.in_first_module, course_key=course_key)


def lets_read(enrolment: Enrolment | None, *, in_first_module: bool) -> Answer:
    """What an enrolment by itself opens."""
    if enrolment is None or enrolment.state == State.WITHDRAWN:
        return Answer(False, Why.ENROL, _("Enrol in the course first."))
    if enrolment.state in READERS or (enrolment.state == State.PENDING and in_first_module):
        return Answer(True)
    if enrolment.state == State.SUSPENDED:
        return Answer(False, Why.SUSPENDED, _("Your enrolment is suspended: %(why)s") % {"why": enrolment.reason})
    return Answer(
        False, Why.PENDING, _("Your enrolment waits for the secretariat: %(why)s") % {"why": enrolment.reason}
    )


def is_open(course: CoursePage, today: date | None = None) -> Answer:
    """A course takes enrolments while it is published and within its window of dates, both days included."""
    today = today or timezone.localdate()
    if not course.live:
        return Answer(False, reason=_("This course is no longer published."))
    if course.opens_on and today < course.opens_on:
        day = date_format(course.opens_on)
        return Answer(False, reason=_("Enrolment opens on %(day)s: come back then.") % {"day": day})
    if course.closes_on and today > course.closes_on:
        day = date_format(course.closes_on)
        return Answer(False, reason=_("Enrolment closed on %(day)s.") % {"day": day})
    return Answer(True)


def may_enrol(course: CoursePage) -> Answer:
    """A person may enrol by themselves in an open course, unless it goes by invitation."""
    if course.enrolling == CoursePage.Enrolling.INVITATION:
        return Answer(False, reason=_("This course is by invitation only: ask the secretariat."))
    return is_open(course)


def takes_part(body: Body, *, has_joined: bool, is_checked: bool = False) -> Answer:
    """Whether a body's officials may take part today: one that has joined; another in range, where none must join."""
    if has_joined:
        return Answer(True)
    verdict = body_is_in_range(body)
    if not verdict:
        return Answer(False, reason=verdict.reason)
    if not conf.get("REQUIRE_ADHESION"):
        return Answer(True)
    if is_checked:
        return Answer(False, Why.CHECK, _("The adhesion of %(body)s is being checked.") % {"body": body})
    return Answer(False, Why.JOIN, _("%(body)s has not joined the programme yet.") % {"body": body})


def body_takes_part(body: Body | None) -> Answer:
    """The same of one body, as its adhesion stands now; a host without bodies asks for none."""
    if body is None:
        return Answer(True)
    live = live_adhesion_of(body)
    has_joined = live is not None and live.state == Adhesion.State.ACCEPTED
    return takes_part(body, has_joined=has_joined, is_checked=live is not None)


def starts_active(participant: Participant, course: CoursePage, has_joined: bool | None = None) -> Answer:
    """Officials of a body that takes part start at once; all others, and courses on approval, wait.

    `has_joined` spares the question whether the body has, to whoever asked it for many.
    """
    body, is_told = participant.body, has_joined is not None
    answer = takes_part(body, has_joined=has_joined) if body and is_told else body_takes_part(body)
    return lets_start(course) if answer else answer


def lets_start(course: CoursePage) -> Answer:
    """Whether a course lets its people start without a word of the secretariat."""
    if course.enrolling == CoursePage.Enrolling.APPROVAL:
        return Answer(False, reason=_("In this course the secretariat decides each request."))
    return Answer(True)


def may_attend(enrolment: Enrolment | None) -> Answer:
    """A seat at a day or webinar is for the enrolled; who waits books none, and is told what to do first."""
    answer = lets_read(enrolment, in_first_module=False)
    if answer or answer.why != Why.PENDING:
        return answer
    awaited = body_takes_part(enrolment.participant.body)
    if awaited.why == Why.JOIN:
        onwards = _("Let it join, or tell who can: your personal area shows how. Then you can book.")
    elif awaited.why == Why.CHECK:
        onwards = _("You can book as soon as it is accepted: we write to you.")
    else:
        return answer
    return Answer(False, awaited.why, f"{awaited.reason} {onwards}")


# From each state, those the secretariat may lead an enrolment to. «Completed» is reached by completing alone.
TRANSITIONS: dict[str, frozenset[str]] = {
    State.PENDING: frozenset({State.ACTIVE, State.WITHDRAWN}),
    State.ACTIVE: frozenset({State.SUSPENDED, State.WITHDRAWN}),
    State.SUSPENDED: frozenset({State.ACTIVE, State.WITHDRAWN}),
    State.COMPLETED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


def may_change(enrolment: Enrolment, state: str) -> Answer:
    """Whether an enrolment may be led to a state by hand."""
    if state in TRANSITIONS[enrolment.state]:
        return Answer(True)
    return Answer(
        False,
        reason=_("An enrolment that is «%(now)s» cannot become «%(wanted)s».")
        % {"now": enrolment.get_state_display(), "wanted": State(state).label},
    )


def is_offered(
    user: AbstractBaseUser | AnonymousUser, document: AbstractDocument, shows: Callable[[Offer], bool]
) -> bool:
    """A document is for who may read a published page that offers it; a page outside courses offers it to all.

    `shows` says whether a higher room lets the reader see that part of the page. A document that nothing offers is
    served if the host says so (COURSES_SERVE_UNUSED_DOCUMENTS).
    """
    if reads_everything(user):
        return True
    offers, elsewhere = offers_of(document)
    if not offers and not elsewhere:
        return conf.get("SERVE_UNUSED_DOCUMENTS")
    return elsewhere or any(offer.page.live and _may_read_page(user, offer.page) and shows(offer) for offer in offers)


def _may_read_page(user: AbstractBaseUser | AnonymousUser, page: Page) -> bool:
    visit = visit_of(user, page)
    if visit is None or isinstance(page, CoursePage):
        return True
    return bool(may_visit(user, visit))
