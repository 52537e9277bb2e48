"""What is due at every tick: rounds close and open, people are invited, the silent are reminded once."""

from collections import defaultdict
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from courses import conf
from courses.agenda.models import Event
from courses.errors import CoursesError
from courses.surveys.actions import close_round, open_round
from courses.surveys.letters import INVITATION, REMINDER, write_to
from courses.surveys.models import Invited, Questionnaire, Round
from courses.surveys.queries import current_questionnaires, open_rounds, people_to_ask, present_at
from courses.surveys.rules import closing_of, opening_for

Kind = Questionnaire.Kind


def tick(now: datetime) -> str:
    """Do what is due; what to say in the log."""
    closed, opened = close_due(now), open_due(now)
    # before the invitations: who is invited only now is not reminded in the same breath
    reminded = sum(remind(asked, now) for asked in open_rounds(now).filter(reminded_at=None))
    invited = invite_all(now)
    return (
        f"questionnaires closed: {closed}, opened: {opened}, letters of invitation: {invited}, of reminder: {reminded}"
    )


def close_due(now: datetime) -> int:
    """Rounds whose time is over."""
    due = Round.objects.filter(state=Round.State.OPEN, closes_at__lte=now)
    for asked in due:
        with suppress(CoursesError):  # somebody closed it a moment ago
            close_round(asked=asked, author=None, now=now)
    return len(due)


def open_due(now: datetime) -> int:
    """Questionnaires that are asked at every day or webinar by themselves."""
    return sum(
        _open(questionnaire, event, now)
        for questionnaire in current_questionnaires()
        if questionnaire.for_days or questionnaire.for_webinars
        for event in _events_due(questionnaire, now)
    )


def _events_due(questionnaire: Questionnaire, now: datetime) -> QuerySet[Event]:
    """Events of its kinds and course about which it has not been asked, within its time; none of long ago."""
    kinds = [Event.Kind.DAY] * questionnaire.for_days + [Event.Kind.WEBINAR] * questionnaire.for_webinars
    found = Event.objects.filter(kind__in=kinds).exclude(survey_rounds__family=questionnaire.family)
    found = found.exclude(state=Event.State.CALLED_OFF).select_related("venue__municipality")
    if questionnaire.course_key:
        found = found.filter(course_key=questionnaire.course_key)
    if questionnaire.kind == Kind.BEFORE:
        return found.filter(state__in=Event.OPEN, booking_opens_at__lte=now, starts_at__gt=now, seats_taken__gt=0)
    since = timedelta(days=conf.get("SURVEY_FOLLOW_UP_DAYS") if questionnaire.kind == Kind.FOLLOW_UP else 0)
    oldest = now - since - timedelta(days=conf.get("SURVEY_DAYS"))
    return found.filter(ends_at__lte=now - since, ends_at__gt=oldest, register__attendees__presences__minutes__gt=0)


def _open(questionnaire: Questionnaire, event: Event, now: datetime) -> bool:
    opens_at = opening_for(questionnaire.kind, event)
    closes_at = event.starts_at if questionnaire.kind == Kind.BEFORE else closing_of(max(opens_at, now))
    if questionnaire.kind != Kind.BEFORE and not present_at(event).exists():
        return False  # marked, and corrected: nobody was there
    try:
        open_round(questionnaire=questionnaire, event=event, opens_at=opens_at, closes_at=closes_at, author=None)
    except CoursesError:  # another tick was quicker
        return False
    return True


def invite_all(now: datetime) -> int:
    """Whoever may answer and was not invited yet, in one letter for each event."""
    groups: dict[object, list[Round]] = defaultdict(list)
    for asked in open_rounds(now).order_by("opens_at", "pk"):
        groups[asked.event_id or asked.course_key].append(asked)
    return sum(invite(rounds) for rounds in groups.values())


@transaction.atomic
def invite(rounds: list[Round]) -> int:
    """Add the people who are missing from the rounds of one event, by name and not by when they came."""
    added: list[Invited] = []
    for asked in rounds:
        # the same lock as the answers: two ticks do not write to a person twice
        if Round.objects.select_for_update().get(pk=asked.pk).state != Round.State.OPEN:
            continue
        missing = people_to_ask(asked).exclude(pk__in=asked.people.values("participant"))
        added += [Invited(round=asked, participant=person) for person in missing.order_by("family_name", "pk")]
    Invited.objects.bulk_create(added)
    return write_to(added, INVITATION)


@transaction.atomic
def remind(asked: Round, now: datetime) -> int:
    """Once, those who have not answered. Before an event the reminder is the event's own."""
    due_at = asked.opens_at + timedelta(days=conf.get("SURVEY_REMINDER_DAYS"))
    if asked.questionnaire.kind == Kind.BEFORE or now < due_at:
        return 0
    if not Round.objects.filter(pk=asked.pk, reminded_at=None).update(reminded_at=now):
        return 0
    silent = asked.people.filter(has_answered=False).select_related("participant", "round__questionnaire")
    return write_to(silent.order_by("participant__family_name", "participant"), REMINDER)
