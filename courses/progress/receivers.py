"""Listens to lower rooms: a changed outline, a new enrolment or two records that become one may complete a course."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from courses.audit.actions import Author
from courses.catalogue.signals import outline_changed
from courses.enrolment.models import Enrolment
from courses.enrolment.signals import enrolment_activated, enrolments_activated
from courses.people.models import Participant
from courses.people.signals import participants_merging
from courses.progress.actions import complete_course, complete_due, take_over_completions
from courses.progress.hours import keep_rule_of_the_day, keep_rules_of_the_day
from courses.progress.models import Completion


@receiver(outline_changed)
def complete_whom_nothing_is_missing(course_key: UUID, **kwargs: Any) -> None:
    """A required activity went: who had done all the others has completed the course."""
    complete_due(course_key=course_key)


@receiver(enrolment_activated)
def count_what_was_done_before(enrolment: Enrolment, **kwargs: Any) -> None:
    """Who waited, or comes back, may have done everything already. The rule of this day is theirs."""
    keep_rule_of_the_day(enrolment)
    complete_course(participant=enrolment.participant, course_key=enrolment.course_key)


@receiver(participants_merging)
def unite_completions(kept: Participant, absorbed: Participant, reason: str, author: Author, **kwargs: Any) -> None:
    """After `enrolment` has made one enrolment of two."""
    take_over_completions(kept=kept, absorbed=absorbed, reason=reason, author=author)


@receiver(enrolments_activated)
def count_what_many_did_before(enrolments: Iterable[Enrolment], **kwargs: Any) -> None:
    """The same for many at once: of most of them there is nothing to count."""
    keep_rules_of_the_day(enrolments)
    by_person = {enrolment.participant_id: enrolment for enrolment in enrolments}
    done = Completion.objects.filter(participant__in=by_person, withdrawn_at__isnull=True)
    for person in done.order_by().values_list("participant", flat=True).distinct():
        enrolment = by_person[person]
        complete_course(participant=enrolment.participant, course_key=enrolment.course_key)
