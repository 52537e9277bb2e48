"""Reading questionnaires, who is to answer, and results."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from courses.agenda.models import Event
from courses.attendance.queries import minutes_at
from courses.booking.models import Booking
from courses.enrolment.models import State as EnrolmentState
from courses.people.models import Participant
from courses.prepared import prepared
from courses.progress.models import CourseCompletion
from courses.surveys.models import Invited, Questionnaire, Round
from courses.surveys.results import (
    Line,
    Result,
    by_topic,
    lines_for_teacher,
    lines_of_round,
    shown_results,
    summed,
    teachers_of,
    without_teacher,
)

__all__ = [
    "Line",
    "Result",
    "by_topic",
    "current_questionnaires",
    "invitation",
    "lines_for_teacher",
    "lines_of_round",
    "open_rounds",
    "people_to_ask",
    "rounds_listed",
    "shown_results",
    "summed",
    "teachers_of",
    "to_answer",
    "without_teacher",
]
Kind = Questionnaire.Kind


def current_questionnaires() -> QuerySet[Questionnaire]:
    """The last version of each."""
    last = Questionnaire.objects.filter(family=OuterRef("family")).order_by("-version")
    return Questionnaire.objects.filter(pk=Subquery(last.values("pk")[:1])).annotate(
        asked=Count("rounds", distinct=True), questions_number=Count("questions", distinct=True)
    )


def rounds_listed() -> QuerySet[Round]:
    """All rounds, with how many were invited: counted while open, written down once closed.

    How many answered is told by `answered` alone, written at the closing: never live, or the sixth answer is known.
    """
    still_open = Q(state=Round.State.OPEN)
    return Round.objects.select_related("questionnaire", "event").annotate(
        invited_now=F("invited") + Count("people", filter=still_open)
    )


def open_rounds(now: datetime) -> QuerySet[Round]:
    """Those that take answers now."""
    return Round.objects.filter(state=Round.State.OPEN, opens_at__lte=now, closes_at__gt=now).select_related(
        "questionnaire", "event__venue__municipality"
    )


def invitation(token: UUID) -> Invited | None:
    """The invitation a personal link carries; None once the round is closed."""
    found = Invited.objects.select_related("participant", "round__questionnaire", "round__event__venue__municipality")
    return found.filter(pk=token).first()


def to_answer(participant: Participant, now: datetime) -> list[Invited]:
    """What a person may answer and has not."""
    return _to_answer(participant, now)


@prepared
def _to_answer(participant: Participant, now: datetime) -> QuerySet[Invited]:
    found = Invited.objects.filter(participant=participant, has_answered=False, round__in=open_rounds(now).values("pk"))
    return found.select_related("round__questionnaire").order_by("round__closes_at", "round")


def people_to_ask(asked: Round) -> QuerySet[Participant]:
    """Before an event, those booked; after it, those present; of a course, those enrolled or those who completed it."""
    kind, event = asked.questionnaire.kind, asked.event
    if event is None:
        completed = CourseCompletion.objects.filter(enrolment__course_key=asked.course_key)
        if kind != Kind.BEFORE:
            return Participant.objects.filter(enrolments__completion__in=completed).distinct()
        live = (EnrolmentState.PENDING, EnrolmentState.ACTIVE)
        return Participant.objects.filter(
            enrolments__course_key=asked.course_key, enrolments__state__in=live
        ).distinct()
    if kind == Kind.BEFORE:
        return Participant.objects.filter(bookings__event=event, bookings__state=Booking.State.BOOKED).distinct()
    return present_at(event)


def present_at(event: Event) -> QuerySet[Participant]:
    """Those with at least a minute on the register, as it says now."""
    listed = Participant.objects.filter(attendances__register__event=event)
    return Participant.objects.filter(pk__in=[pk for pk, minutes in minutes_at(event, listed).items() if minutes])
