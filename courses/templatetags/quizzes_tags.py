"""What the page of a quiz shows of its reader: what is asked, own attempts, the button that begins."""

from random import SystemRandom
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from courses.enrolment.rules import lets_read
from courses.quizzes.freezing import freeze, size_of
from courses.quizzes.models import QuizPage
from courses.quizzes.queries import attempts_of, extra_time_of
from courses.quizzes.rules import deadline_of, left_words, may_begin, score_that_counts
from courses.quizzes.showing import Outcome, outcomes_on

register = template.Library()


@register.inclusion_tag("courses/quizzes/box.html", takes_context=True)
def quiz_box(context: Context, page: QuizPage) -> dict[str, Any]:
    """The rules of a quiz, the reader's attempts and the button; who is not enrolled is told of the preview."""
    visit = getattr(context.get("request"), "courses_visit", None)
    enrolment = visit.enrolment if visit else None
    shown = {"page": page, "size": size_of(page), "csrf_token": context.get("csrf_token"), "enrolment": enrolment}
    if enrolment is None:
        return shown
    now, person = timezone.now(), enrolment.participant
    attempts = attempts_of(person, page.translation_key)
    running = next((one for one in attempts if one.is_open), None)
    extra = extra_time_of(person) if page.time_limit else None
    deadline = deadline_of(page, now, extra)
    return shown | {
        "may_read": lets_read(enrolment, in_first_module=visit.in_first_module),
        "attempts": [one for one in attempts if not one.is_open],
        "running": running,
        "left": left_words(running, now) if running else None,
        "may_begin": may_begin(page, attempts, now),
        "counts": score_that_counts(attempts, page.score_kept),
        "has_passed": any(one.passed for one in attempts),
        "minutes": round((deadline - now).total_seconds() / 60) if deadline else None,
    }


@register.simple_tag
def quiz_paper(page: QuizPage) -> list[Outcome]:
    """The questions of a page as an attempt would ask them now, for its editors: nothing is recorded."""
    return outcomes_on(freeze(page, SystemRandom())["questions"], {}, is_shown=True)
