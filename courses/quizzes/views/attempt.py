"""Beginning, answering question by question, handing in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.catalogue.models import Activity
from courses.enrolment.models import Enrolment
from courses.errors import CoursesError
from courses.quizzes.actions import AnswerFixed, AttemptClosed, begin, drop_limit, hand_in, save_answer
from courses.quizzes.forms import Mistyped, given_in
from courses.quizzes.marking import Malformed
from courses.quizzes.models import Answer, Attempt
from courses.quizzes.queries import activity_of, answers_of, quiz_of
from courses.quizzes.rules import checks_each, left_words, may_drop_limit
from courses.quizzes.showing import controls_of, image_in, images_of, lessons_of, outcome_of
from courses.quizzes.views.doors import address_of, entered, malformed, running, time_is_up

SAVED_BY_ITSELF = "X-Quiz-Save"  # the header by which the page's script saves without leaving the question


@require_POST
def quiz_start(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin, or go on with the attempt that is open."""
    page = quiz_of(key)

    def begun(enrolment: Enrolment, activity: Activity) -> str:
        attempt = begin(participant=enrolment.participant, activity=activity, page=page, author=request.user)
        return _place_of(attempt, _first_without_answer(attempt))

    return entered(request, page, activity_of(key), begun)


@running
@require_http_methods(["GET", "HEAD", "POST"])
def quiz_question(request: HttpRequest, attempt: Attempt, number: int) -> HttpResponse:
    """One question: shown, saved, checked."""
    if not 1 <= number <= len(attempt.questions):
        raise Http404
    if request.method == "POST":
        return _take(request, attempt, number)
    return _show(request, attempt, number)


def _take(request: HttpRequest, attempt: Attempt, number: int) -> HttpResponse:
    """Save one answer; what was malformed changes nothing. The page's script gets a bare status: 202 for a slip."""
    question, quietly = attempt.questions[number - 1], SAVED_BY_ITSELF in request.headers
    is_check = request.POST.get("go") == "check" and not quietly
    try:
        given = given_in(question, request.POST)
        is_fixed = save_answer(attempt=attempt, question=question["id"], given=given, fix=is_check)
    except Malformed:
        return malformed(request, attempt)
    except Mistyped as slip:
        return HttpResponse(status=202) if quietly else _show(request, attempt, number, slip)
    except AttemptClosed as refusal:
        return HttpResponse(status=409) if quietly else _too_late(request, attempt, refusal)
    except AnswerFixed as refusal:
        if not quietly:
            messages.info(request, refusal.message)
        return HttpResponse(status=409) if quietly else redirect(_place_of(attempt, number))
    if quietly:
        return HttpResponse(status=204)
    if is_check and checks_each(attempt) and not is_fixed:
        return _show(
            request, attempt, number, Mistyped(_("Answer first, then check; or go on and come back later."), "")
        )
    return redirect(_onwards(request.POST.get("go", ""), attempt, number))


def _too_late(request: HttpRequest, attempt: Attempt, refusal: AttemptClosed) -> HttpResponse:
    attempt.refresh_from_db()
    if attempt.is_open:
        return time_is_up(request, attempt)
    messages.warning(request, refusal.message)
    return redirect("courses:quiz_result", attempt.pk)


def _onwards(go: str, attempt: Attempt, number: int) -> str:
    """Where the button leads; beyond the last question stands the review."""
    if go == "check":
        return _place_of(attempt, number)
    if go == "back" and number > 1:
        return _place_of(attempt, number - 1)
    if go == "review" or number == len(attempt.questions):
        return reverse("courses:quiz_review", args=[attempt.pk])
    return _place_of(attempt, number + 1)


def _place_of(attempt: Attempt, number: int) -> str:
    """The question itself: a telephone and a screen reader begin there, not at the head of the page."""
    return reverse("courses:quiz_question", args=[attempt.pk, number]) + "#question"


def _first_without_answer(attempt: Attempt) -> int:
    answers = answers_of(attempt)
    return next((place for place, one in enumerate(attempt.questions, start=1) if one["id"] not in answers), 1)


def _show(request: HttpRequest, attempt: Attempt, number: int, slip: Mistyped | None = None) -> HttpResponse:
    question = attempt.questions[number - 1]
    answers: dict[str, Answer] = {one.question: one for one in attempt.answers.all()}
    answer = answers.get(question["id"])
    given, images = answer.given if answer else None, images_of([question])
    outcome = None
    if answer and answer.is_fixed:
        lessons = lessons_of([question])
        outcome = outcome_of(number, question, given, is_shown=True, images=images, lessons=lessons)
    context = _frame(attempt, _("Question %(number)s of %(all)s") % {"number": number, "all": len(attempt.questions)})
    context |= {
        "question": question,
        "number": number,
        "controls": controls_of(question, given),
        "written": slip.typed if slip else given or "",
        "image": image_in(question, images),
        "outcome": outcome,
        "slip": slip,
        "done": sum(one.given is not None for one in answers.values()),
        "all": len(attempt.questions),
        "checks_each": checks_each(attempt) and question["kind"] != "open",
    }
    return TemplateResponse(request, "courses/quizzes/question.html", context)


def _frame(attempt: Attempt, title: str) -> dict[str, Any]:
    """What the pages of a running attempt have in common."""
    return {
        "attempt": attempt,
        "title": title,
        "breadcrumbs": [{"title": attempt.quiz_title, "url": address_of(attempt)}, {"title": title}],
        "left": left_words(attempt, timezone.now()),
        "may_drop_limit": may_drop_limit(attempt),
    }


@running
@require_http_methods(["GET", "HEAD", "POST"])
def quiz_review(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """What is answered and what is not; the button hands in."""
    if request.method == "POST":
        hand_in(attempt=attempt, author=request.user)
        return redirect("courses:quiz_result", attempt.pk)
    answers = answers_of(attempt)
    lines = [
        (number, question, question["id"] in answers) for number, question in enumerate(attempt.questions, start=1)
    ]
    context = _frame(attempt, _("Before you hand in"))
    context |= {"lines": lines, "missing": sum(not is_done for _number, _question, is_done in lines)}
    return TemplateResponse(request, "courses/quizzes/review.html", context)


@running
@require_POST
def quiz_without_limit(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Go on without the time limit."""
    try:
        drop_limit(attempt=attempt, author=request.user)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("There is no time limit any more: take the time you need."))
    return redirect("courses:quiz_review", attempt.pk)
