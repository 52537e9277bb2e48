"""Completing activities and courses: at once, once, in the same transaction."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.actions import KINDS
from courses.audit.actions import Author, record
from courses.catalogue.models import Activity
from courses.catalogue.queries import Outline, required_keys
from courses.enrolment.actions import complete_enrolment
from courses.enrolment.models import Enrolment, State
from courses.errors import NotAllowed, ReasonMissing
from courses.people.models import Participant
from courses.prepared import prepared
from courses.progress.hours import apply_rule, change_rule, move_to_newest_rule, record_credit
from courses.progress.models import Completion, CourseCompletion
from courses.progress.queries import completed_keys, completion_of, hours_of, lacks_an_activity, rule_of
from courses.progress.rules import has_hours, is_course_done, may_mark, may_unmark
from courses.rows import put
from courses.signals import activity_completed, course_completed, send_on_commit

# Other rooms ask for all verbs here; those of hours have a file of their own.
__all__ = [
    "apply_rule",
    "change_rule",
    "complete",
    "complete_course",
    "complete_due",
    "mark_as_read",
    "move_to_newest_rule",
    "override",
    "record_credit",
    "take_over_completions",
    "unmark",
    "withdraw_completion",
]


@transaction.atomic
def mark_as_read(*, enrolment: Enrolment, activity: Activity, outline: Outline) -> Completion:
    """«Segna come letto»: raises NotAllowed to who may not read the page, or when marking does not complete it."""
    answer = may_mark(enrolment, activity, outline)
    if not answer:
        raise NotAllowed(answer.reason)
    return complete(
        participant=enrolment.participant,
        activity=activity,
        method=Completion.Method.READER,
        author=enrolment.participant.user,
    )


@transaction.atomic(savepoint=False)
def complete(
    *, participant: Participant, activity: Activity, method: str, author: Author = None, reason: str = ""
) -> Completion:
    """The person has done the activity: a dated fact, written once; the course completes with the last required one.

    The interface for every kind of activity, the host's included.
    """
    completion = _new(participant=participant, activity=activity, method=method, author=author, reason=reason)
    while not put(completion, ignore_conflicts=True):
        standing = completion_of(participant, activity.key)
        if standing is not None:  # None: it was withdrawn at this very moment
            return standing
    record(author=author, action="completion.create", subject=completion, reason=reason)
    send_on_commit(activity_completed, completion=completion)
    complete_course(participant=participant, course_key=activity.course_key)
    return completion


@transaction.atomic
def unmark(*, enrolment: Enrolment, activity: Activity) -> None:
    """Take «Segna come letto» back. Raises NotAllowed once the course is completed."""
    _lock_active(enrolment.participant, enrolment.course_key)
    enrolment.refresh_from_db(fields=["state"])
    answer = may_unmark(enrolment)
    if not answer:
        raise NotAllowed(answer.reason)
    completion = completion_of(enrolment.participant, activity.key)
    if completion is None:
        return
    if completion.method != Completion.Method.READER:
        raise NotAllowed(_("This completion was not marked by you: write to the secretariat if it is wrong."))
    _withdraw(completion, author=enrolment.participant.user)


@transaction.atomic
def override(*, participant: Participant, activity: Activity, reason: str, author: Author) -> Completion:
    """The secretariat completes an activity for somebody. Raises ReasonMissing without a reason."""
    if not reason.strip():
        raise ReasonMissing(_("Write why the activity counts as completed."))
    return complete(
        participant=participant,
        activity=activity,
        method=Completion.Method.SECRETARIAT,
        author=author,
        reason=reason.strip(),
    )


@transaction.atomic
def withdraw_completion(*, completion: Completion, reason: str, author: Author) -> None:
    """The secretariat takes a completion back: it stays in the records, with its end. A completed course stays so."""
    if not reason.strip():
        raise ReasonMissing(_("Write why the completion is withdrawn."))
    _withdraw(completion, author=author, reason=reason.strip())


@transaction.atomic(savepoint=False)
def complete_course(*, participant: Participant, course_key: UUID) -> CourseCompletion | None:
    """Complete the person's active enrolment if nothing is missing; the required activities are fixed from then on."""
    # Lock first: of two last activities at the same moment, the second must see what the first wrote.
    active = _lock_active.first(participant, course_key)
    if active is None or lacks_an_activity(participant, course_key):
        return None
    required = required_keys(course_key)
    if not is_course_done(required, completed_keys(participant, course_key)):
        return None
    enrolment = Enrolment.objects.get(pk=active)
    if not has_hours(rule_of(enrolment), hours_of(participant, course_key)):
        return None
    if not complete_enrolment(enrolment=enrolment):
        return None
    completion = CourseCompletion.objects.create(enrolment=enrolment, required=sorted(map(str, required)))
    send_on_commit(course_completed, enrolment=enrolment)
    return completion


def complete_due(*, course_key: UUID) -> int:
    """After the outline changed: complete those for whom nothing is missing any more. Returns how many."""
    required = required_keys(course_key)
    if not required:
        return 0
    finished = (
        Completion.objects.filter(activity_key__in=required, withdrawn_at__isnull=True)
        .values("participant")
        .annotate(done=Count("pk"))
        .filter(done=len(required))
        .values("participant")
    )
    found = Enrolment.objects.filter(course_key=course_key, state=State.ACTIVE, participant__in=finished)
    found = found.select_related("participant")
    done = [complete_course(participant=enrolment.participant, course_key=course_key) for enrolment in found]
    return sum(completion is not None for completion in done)


@transaction.atomic
def take_over_completions(*, kept: Participant, absorbed: Participant, reason: str, author: Author) -> None:
    """Two records of one person become one: an activity done twice was done when it was done first.

    What the two did together may complete a course.
    """
    why = _("It is the same person as in another completion: %(reason)s") % {"reason": reason}
    for other in absorbed.completions.filter(withdrawn_at__isnull=True):
        own = completion_of(kept, other.activity_key)
        if own is not None:
            _withdraw(max(own, other, key=lambda one: (one.completed_at, one is other)), author=author, reason=why)
    absorbed.completions.update(participant=kept)
    for other in absorbed.credits.all():
        own = kept.credits.filter(source=other.source).first()
        if own is not None:  # one source credits a person once: with what it counted more of
            min(own, other, key=lambda one: (one.minutes, one is own)).delete()
    absorbed.credits.update(participant=kept)
    standing = kept.completions.filter(withdrawn_at__isnull=True)
    for course_key in set(standing.values_list("course_key", flat=True)):
        complete_course(participant=kept, course_key=course_key)


@prepared
def _lock_active(participant: int, course_key: UUID) -> QuerySet[int]:
    own = Enrolment.objects.filter(participant=participant, course_key=course_key, state=State.ACTIVE)
    return own.order_by().values_list("pk", flat=True).select_for_update()[:1]


def _new(*, participant: Participant, activity: Activity, author: Author, **fields: Any) -> Completion:
    return Completion(
        participant=participant,
        activity_key=activity.key,
        course_key=activity.course_key,
        activity_title=activity.page.title,
        module_title=activity.module.title,
        course_title=activity.course.title,
        revision_id=activity.page.live_revision_id,
        study_minutes=0 if activity.kind in KINDS else activity.minutes,
        author=author if author is not None and author.is_authenticated else None,
        **fields,
    )


def _withdraw(completion: Completion, *, author: Author, reason: str = "") -> None:
    # Conditional: of two withdrawals at once the second changes nothing, neither the time nor the trail.
    now = timezone.now()
    if not Completion.objects.filter(pk=completion.pk, withdrawn_at__isnull=True).update(withdrawn_at=now):
        return
    completion.withdrawn_at = now
    record(author=author, action="completion.withdraw", subject=completion, reason=reason)
