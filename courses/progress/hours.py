"""Hours of attendance: crediting them, and the rule of a course that asks for them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from courses.audit.actions import Author, record
from courses.catalogue.models import Activity
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant
from courses.progress.models import CompletionRule, Credit, RuleOfEnrolment
from courses.progress.queries import newest_rule


@transaction.atomic
def record_credit(
    *,
    participant: Participant,
    course_key: UUID,
    activity_key: UUID,
    source: str,
    title: str,
    kind: str = Credit.Kind.OTHER,
    minutes: int,
    of_minutes: int,
    excused: int = 0,
    credited_on: date,
    author: Author,
) -> Credit:
    """Minutes a person attended, one row per source (e.g. «event:12»): credited again, they are corrected, never added.

    `of_minutes` is how long it lasted. Module and course are kept by the titles they have while their pages are there.
    The caller completes activity and course afterwards.
    """
    known = {"participant": participant, "source": source}
    values = {"course_key": course_key, "activity_key": activity_key, "title": title, "kind": kind}
    values |= _titles_of(activity_key)
    values |= {"minutes": min(minutes, of_minutes), "of_minutes": of_minutes, "excused": excused}
    values["credited_on"] = credited_on
    before = Credit.objects.filter(**known).first()
    credit, _created = Credit.objects.update_or_create(**known, defaults=values)
    if before is None or before.minutes != credit.minutes:
        record(
            author=author,
            action="credit.record",
            subject=credit,
            before=before.minutes if before else None,
            after=credit.minutes,
        )
    return credit


def _titles_of(activity_key: UUID) -> dict[str, str]:
    """Those of an activity that is there; of one that is gone what was kept stays."""
    activity = Activity.objects.filter(key=activity_key).select_related("module", "course").first()
    return {"module_title": activity.module.title, "course_title": activity.course.title} if activity else {}


@transaction.atomic
def change_rule(*, course_key: UUID, author: Author, **fields: Any) -> CompletionRule:
    """A new version of what a course asks for; enrolments under way keep theirs unless moved on purpose."""
    last = CompletionRule.objects.filter(course_key=course_key).aggregate(last=Max("version"))["last"] or 0
    keeper = author if author is not None and author.is_authenticated else None
    rule = CompletionRule.objects.create(course_key=course_key, version=last + 1, author=keeper, **fields)
    record(author=author, action="rule.change", subject=rule, version=rule.version)
    return rule


@transaction.atomic
def apply_rule(*, enrolment: Enrolment, author: Author = None) -> CompletionRule | None:
    """The enrolment goes by the newest version from now on. None where the course asks for no hours."""
    rule = newest_rule(enrolment.course_key)
    if rule is not None:
        RuleOfEnrolment.objects.update_or_create(enrolment=enrolment, defaults={"rule": rule})
        record(author=author, action="rule.apply", subject=enrolment, version=rule.version)
    return rule


@transaction.atomic
def move_to_newest_rule(*, course_key: UUID, author: Author) -> int:
    """All enrolments of a course that are not over go by the newest version from now on. Returns how many."""
    rule = newest_rule(course_key)
    if rule is None:
        return 0
    going = Enrolment.objects.filter(course_key=course_key, state__in=(State.PENDING, State.ACTIVE, State.SUSPENDED))
    RuleOfEnrolment.objects.filter(enrolment__in=going).update(rule=rule)
    without = going.filter(rule_of=None)
    RuleOfEnrolment.objects.bulk_create(
        [RuleOfEnrolment(enrolment=one, rule=rule) for one in without], batch_size=1_000, ignore_conflicts=True
    )
    number = going.count()
    record(author=author, action="rule.apply_to_all", subject=rule, version=rule.version, number=number)
    return number


def keep_rule_of_the_day(enrolment: Enrolment) -> None:
    """An enrolment that begins keeps the version of its day; one that comes back has one already."""
    rule = newest_rule(enrolment.course_key)
    if rule is not None:
        RuleOfEnrolment.objects.get_or_create(enrolment=enrolment, defaults={"rule": rule})


def keep_rules_of_the_day(enrolments: Sequence[Enrolment]) -> None:
    """The same for many that have just begun, in a few queries."""
    rules = {key: newest_rule(key) for key in {enrolment.course_key for enrolment in enrolments}}
    kept = [RuleOfEnrolment(enrolment=one, rule=rules[one.course_key]) for one in enrolments if rules[one.course_key]]
    RuleOfEnrolment.objects.bulk_create(kept, ignore_conflicts=True)
