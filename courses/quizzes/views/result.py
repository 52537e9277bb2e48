"""How an attempt went, for whoever made it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.quizzes.models import Attempt
from courses.quizzes.queries import attempts_of, own_attempt, quiz_of
from courses.quizzes.rules import is_over, may_begin, score_that_counts, shows_answers
from courses.quizzes.showing import outcomes_of
from courses.quizzes.views.doors import address_of, own, time_is_up


@own(own_attempt)
@require_safe
def quiz_result(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """The score, what each answer was, and what to do next."""
    now = timezone.now()
    if attempt.is_open:
        return time_is_up(request, attempt) if is_over(attempt, now) else redirect("courses:quiz_review", attempt.pk)
    page = quiz_of(attempt.activity_key)
    attempts = attempts_of(attempt.participant_id, attempt.activity_key)
    has_answers = attempt.answers.exists() or not any(one["share"] for one in attempt.results.values())
    title = _("Result")
    context = {
        "attempt": attempt,
        "page_of_quiz": page,
        "outcomes": outcomes_of(attempt) if has_answers else [],
        "has_answers": has_answers,
        "shows": shows_answers(attempt),
        "counts": score_that_counts(attempts, page.score_kept) if page and len(attempts) > 1 else None,
        "may_begin": may_begin(page, attempts, now) if page else None,
        "is_open_elsewhere": any(one.is_open for one in attempts),
        "back": address_of(attempt),
        "title": title,
        "breadcrumbs": [{"title": attempt.quiz_title, "url": address_of(attempt)}, {"title": title}],
    }
    return TemplateResponse(request, "courses/quizzes/result.html", context)
