"""Who may come in: an attempt is its person's own, and nobody else learns that it exists."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from wagtail.models import Page

from courses.catalogue.models import Activity
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import visit_of
from courses.enrolment.rules import lets_read
from courses.errors import CoursesError
from courses.quizzes.actions import Closing, hand_in
from courses.quizzes.models import Attempt, Play
from courses.quizzes.queries import activity_of, may_go_on, own_attempt
from courses.quizzes.rules import is_over

View = Callable[..., HttpResponseBase]


def own(find: Callable[[Any, int], Attempt | Play | None]) -> Callable[[View], View]:
    """A page of one's own attempt or play, as `find` tells it by its number; no cache keeps it."""

    def guard(view: View) -> View:
        @login_required
        @cache_control(private=True, no_store=True)
        @wraps(view)
        def guarded(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
            record = find(request.user, pk)
            if record is None:
                raise Http404
            return view(request, record, *args, **kwargs)

        return guarded

    return guard


def running(view: View) -> View:
    """A page of one's own attempt while it runs: one that is handed in, or whose time is up, leads to its result."""

    @own(own_attempt)
    @wraps(view)
    def guarded(request: HttpRequest, attempt: Attempt, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not attempt.is_open:
            return redirect("courses:quiz_result", attempt.pk)
        if is_over(attempt, timezone.now()):
            return time_is_up(request, attempt)
        if not may_go_on(request.user, attempt):
            messages.warning(request, _("Your enrolment does not let you go on now: your answers are kept."))
            return redirect(address_of(attempt))
        return view(request, attempt, *args, **kwargs)

    return guarded


def time_is_up(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Hand in what was saved, and say so."""
    hand_in(attempt=attempt, author=None, closing=Closing.TIME)
    messages.warning(request, _("The time is up: we handed in the answers you had saved."))
    return redirect("courses:quiz_result", attempt.pk)


def address_of(record: Attempt | Play) -> str:
    """Its page, or the personal area once it went off line."""
    activity = activity_of(record.activity_key)
    return (activity and activity.page.get_url()) or "courses:desk"


def malformed(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """What no page of ours sent: nothing was changed."""
    context = {"attempt": attempt, "back": address_of(attempt)}
    return TemplateResponse(request, "courses/quizzes/malformed.html", context, status=400)


def entered(
    request: HttpRequest,
    page: Page | None,
    activity: Activity | None,
    begun: Callable[[Enrolment, Activity], str],
) -> HttpResponse:
    """Who may read the page begins, and goes where `begun` says; the others read on the page why not.

    Raises Http404 where there is nothing to begin.
    """
    if page is None or activity is None:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(page.get_url())
    visit = visit_of(request.user, page)
    enrolment = visit.enrolment if visit else None
    answer = lets_read(enrolment, in_first_module=bool(visit and visit.in_first_module))
    try:
        if not answer:
            raise CoursesError(answer.reason)
        return redirect(begun(enrolment, activity))
    except CoursesError as refusal:
        messages.error(request, refusal.message)
        return redirect(page.get_url())
