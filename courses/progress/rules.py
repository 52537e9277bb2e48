"""When an activity may be marked and when a course is completed."""

from uuid import UUID

from django.utils.translation import gettext as _

from courses.catalogue.models import Activity, ActivityMixin
from courses.catalogue.queries import Outline
from courses.enrolment.models import Enrolment, State
from courses.enrolment.rules import Answer, lets_read
from courses.progress.models import CompletionRule
from courses.progress.queries import Hours


def may_mark(enrolment: Enrolment | None, activity: Activity, outline: Outline) -> Answer:
    """Who may read an activity may mark it as read, if marking is what completes it."""
    if activity.completed_by != ActivityMixin.CompletedBy.READER:
        return Answer(False, reason=_("This activity is completed by doing it, not by marking it as read."))
    first = outline.first_module()
    return lets_read(enrolment, in_first_module=first is not None and activity.module_id == first.pk)


def may_unmark(enrolment: Enrolment) -> Answer:
    """A mark may be taken back until the course is completed."""
    if enrolment.state == State.COMPLETED:
        return Answer(False, reason=_("You have completed the course: what you have read stays marked."))
    return Answer(True)


def is_course_done(required: set[UUID] | frozenset[UUID], done: set[UUID] | frozenset[UUID]) -> bool:
    """A course is completed when all the activities it asks for are done; one that asks for none never completes."""
    return bool(required) and required <= done


def minutes_needed(rule: CompletionRule, excused: int) -> int:
    """The minutes of attendance a person must have: the share of those the course asks for, rounded up.

    Excused absence stays in what is asked for, unless the course says otherwise. Three hours of six are never enough
    for 80 per cent.
    """
    asked = max(0, rule.minutes - excused) if rule.excused_counts_less else rule.minutes
    return -(-asked * rule.threshold // 100)


def has_hours(rule: CompletionRule | None, hours: Hours) -> bool:
    """Whether a person has attended enough for the course; one without a rule asks for none."""
    return rule is None or hours.present >= minutes_needed(rule, hours.excused)


def in_hours(minutes: int) -> str:
    """«6 h 30 min»."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
