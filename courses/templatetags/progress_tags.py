"""What a course page shows of the reader's progress."""

from dataclasses import replace
from typing import Any

from django import template
from django.template import Context

from courses.catalogue.queries import Outline, summaries_of
from courses.editions.drawing import is_drawing
from courses.enrolment.queries import Visit
from courses.progress.queries import completed_keys, next_activity, progress_in
from courses.progress.rules import in_hours, may_mark

register = template.Library()
register.filter("in_hours", in_hours)


@register.simple_tag(takes_context=True)
def reading(context: Context) -> dict[str, Any] | None:
    """Everything a page of a course shows of its reader, in one query a page: visit, keys done, progress, next step.

    None on pages outside any course, and in previews; nobody's in a piece that is drawn for all.
    """
    request = context.get("request")
    visit: Visit | None = getattr(request, "courses_visit", None)
    if visit is None:
        return None
    if is_drawing():
        return _read(replace(visit, enrolment=None))
    if not hasattr(request, "courses_reading"):
        request.courses_reading = _read(visit)
    return request.courses_reading


def _read(visit: Visit) -> dict[str, Any]:
    enrolment = visit.enrolment
    done = completed_keys(enrolment.participant_id, enrolment.course_key) if enrolment else frozenset()
    before, after = visit.outline.neighbours(visit.page)
    current = visit.outline.activity_of(visit.page)
    return {
        "visit": visit,
        "outline": visit.outline,
        "course": visit.outline.course,
        "enrolment": enrolment,
        "done": done,
        "progress": progress_in(visit.outline, done, enrolment) if enrolment else None,
        "next": next_activity(visit.outline, done),
        "before": before,
        "after": after,
        "activity": current,
        "is_done": current is not None and current.key in done,
        "may_mark": current is not None and bool(may_mark(enrolment, current, visit.outline)),
    }


@register.simple_tag
def summaries(outline: Outline) -> dict[int, str]:
    """The modules' summaries by page."""
    return summaries_of(outline)
