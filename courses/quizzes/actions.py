"""Beginning an attempt, answering, handing in: everything is decided here, whatever the browser says."""

from datetime import datetime
from random import SystemRandom
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.audit.actions import Author, record
from courses.catalogue.models import Activity
from courses.errors import CoursesError, NotAllowed
from courses.people.models import Participant
from courses.progress.actions import complete
from courses.progress.models import Completion
from courses.quizzes import marking
from courses.quizzes.freezing import freeze
from courses.quizzes.models import Answer, Attempt, ExtraTime, QuizPage
from courses.quizzes.queries import activity_of, answers_of, attempts_of, extra_time_of, open_attempt, overdue
from courses.quizzes.rules import GRACE, checks_each, deadline_of, is_over, may_begin, may_drop_limit

Closing = Attempt.Closing


class AttemptClosed(CoursesError):
    """It was handed in, or its time is up: what comes now does not count."""


class AnswerFixed(CoursesError):
    """The right answer to this question was shown: the one given stays."""


def begin(
    *, participant: Participant, activity: Activity, page: QuizPage, author: Author, now: datetime | None = None
) -> Attempt:
    """A new attempt, or the one that is open: two tabs begin one. Raises NotAllowed by `rules.may_begin`.

    Whether the person may read the quiz is the caller's to ask (`enrolment.rules.lets_read`).
    """
    now = now or timezone.now()
    standing = open_attempt(participant, activity.key)
    if standing is not None and is_over(standing, now):
        hand_in(attempt=standing, author=None, closing=Closing.TIME, now=now)
        standing = None
    return standing or _begin(participant=participant, activity=activity, page=page, author=author, now=now)


def _begin(*, participant: Participant, activity: Activity, page: QuizPage, author: Author, now: datetime) -> Attempt:
    before = attempts_of(participant, activity.key)
    verdict = may_begin(page, before, now)
    if not verdict:
        raise NotAllowed(verdict.reason)
    paper = freeze(page, SystemRandom())
    if not any(map(marking.is_scored, paper["questions"])):
        raise NotAllowed(_("This quiz has no questions now: come back later."))
    try:
        with transaction.atomic():
            attempt = Attempt.of(
                activity,
                page,
                participant=participant,
                number=max((one.number for one in before), default=0) + 1,
                quiz_title=activity.page.title,
                paper=paper,
                started_at=now,
                deadline=deadline_of(page, now, extra_time_of(participant)),
            )
            attempt.save(force_insert=True)
            record(author=author, action="attempt.begin", subject=attempt)
            return attempt
    except IntegrityError:  # of two tabs at the same moment the second goes on with the first one's
        standing = open_attempt(participant, activity.key)
        if standing is None:
            raise
        return standing


@transaction.atomic
def save_answer(*, attempt: Attempt, question: str, given: Any, fix: bool = False, now: datetime | None = None) -> bool:
    """Save one answer, None to take it back; `fix` checks it for good, where the quiz checks each. Returns if it did.

    Raises `marking.Malformed` for what is no answer to a question of this attempt, AttemptClosed when it is too late,
    AnswerFixed when the right answer was shown.
    """
    now = now or timezone.now()
    asked = attempt.question(question)
    if asked is None:
        raise marking.Malformed(question)
    marking.check(asked, given)
    # Handing in locks the same row: an answer is either in the score, or refused.
    locked = Attempt.objects.select_for_update().filter(pk=attempt.pk)
    attempt.closed_at, attempt.deadline = locked.values_list("closed_at", "deadline").get()
    if not attempt.is_open:
        raise AttemptClosed(_("This attempt is handed in: answers cannot be changed any more."))
    if is_over(attempt, now):
        raise AttemptClosed(_("The time is up: this answer came too late."))
    is_fixed = False
    if checks_each(attempt):
        if attempt.answers.filter(question=question, is_fixed=True).exists():
            raise AnswerFixed(_("You have seen the right answer to this question: yours stays as it is."))
        is_fixed = fix and given is not None
    values = {"given": given, "is_fixed": is_fixed, "saved_at": now}
    Answer.objects.bulk_create(
        [Answer(attempt=attempt, question=question, **values)],
        update_conflicts=True,
        unique_fields=["attempt", "question"],
        update_fields=list(values),
    )
    return is_fixed


@transaction.atomic
def hand_in(*, attempt: Attempt, author: Author, closing: str = Closing.PERSON, now: datetime | None = None) -> Attempt:
    """Close an attempt with what is saved and mark it; a pass completes the activity. Closed before, it stays so."""
    now = now or timezone.now()
    standing = Attempt.objects.select_for_update().select_related("participant").get(pk=attempt.pk)
    if not standing.is_open:
        return standing
    late = is_over(standing, now)
    answers = answers_of(standing)
    score = marking.score_of(standing.questions, answers)
    standing.results = _results(standing, answers)
    standing.score, standing.passed = score.percent, score.reaches(standing.paper["pass_mark"])
    standing.closed_at = standing.deadline if late else now
    standing.closing = Closing.TIME if late and closing == Closing.PERSON else closing
    standing.save(update_fields=["results", "score", "passed", "closed_at", "closing"])
    record(author=author, action="attempt.hand_in", subject=standing)
    if standing.passed:
        _complete(standing)
    return standing


def _results(attempt: Attempt, answers: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The share and the marks of each scored question; no share without an answer. What erasure leaves."""
    return {
        one["id"]: {
            "share": str(marking.share_of(one, answers[one["id"]])) if one["id"] in answers else None,
            "marks": one["marks"],
        }
        for one in attempt.questions
        if marking.is_scored(one)
    }


def _complete(attempt: Attempt) -> None:
    activity = activity_of(attempt.activity_key)
    if activity is not None:  # its page may have gone off line meanwhile
        person = attempt.participant
        complete(participant=person, activity=activity, method=Completion.Method.SYSTEM, author=person.user)


def hand_in_overdue(now: datetime) -> int:
    """Close the attempts whose time is up; how many."""
    due = list(overdue(now, GRACE))
    for attempt in due:
        hand_in(attempt=attempt, author=None, closing=Closing.TIME, now=now)
    return len(due)


@transaction.atomic
def drop_limit(*, attempt: Attempt, author: Author) -> None:
    """Go on without the time limit (WCAG 2.2.1). Raises NotAllowed where only the secretariat gives more time."""
    standing = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not may_drop_limit(standing):
        raise NotAllowed(_("In this quiz only the secretariat gives more time: write to them."))
    if is_over(standing, timezone.now()):
        raise AttemptClosed(_("The time is up: this attempt is handed in."))
    Attempt.objects.filter(pk=attempt.pk).update(deadline=None)
    record(author=author, action="attempt.drop_limit", subject=attempt)


@transaction.atomic
def give_extra_time(*, participant: Participant, percent: int | None, author: Author) -> ExtraTime:
    """More time in every quiz from now on, in attempts that are open too; None for no limit at all, 0 for none more."""
    if percent == 0:
        ExtraTime.objects.filter(participant=participant).delete()
        extra = ExtraTime(participant=participant, percent=0)
    else:
        extra, _created = ExtraTime.objects.update_or_create(
            participant=participant,
            defaults={"percent": percent, "author": author if author and author.is_authenticated else None},
        )
    for attempt in Attempt.objects.select_for_update().filter(participant=participant, closed_at__isnull=True):
        _give_more(attempt, extra)
    record(author=author, action="participant.extra_time", subject=participant)
    return extra


def _give_more(attempt: Attempt, extra: ExtraTime) -> None:
    """A deadline only ever moves away."""
    if attempt.deadline is None:
        return
    page = QuizPage.objects.filter(translation_key=attempt.activity_key).first()
    fresh = deadline_of(page, attempt.started_at, extra) if page else attempt.deadline
    if fresh is None or fresh > attempt.deadline:
        Attempt.objects.filter(pk=attempt.pk).update(deadline=fresh)
