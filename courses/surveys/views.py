"""Answering, behind a personal link; the way there from the room; a teacher's own results."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe
from django_ratelimit.core import is_ratelimited

from courses import conf
from courses.agenda.queries import events
from courses.agenda.rules import name_of
from courses.errors import CoursesError
from courses.people.queries import participant_of
from courses.surveys.actions import AnsweredAlready, answer
from courses.surveys.exports import charts_of, texts_of
from courses.surveys.forms import AnswerForm
from courses.surveys.models import Invited, Round
from courses.surveys.queries import Line, invitation, lines_for_teacher, lines_of_round
from courses.surveys.rules import may_answer, may_see_results

View = Callable[..., HttpResponseBase]
A_CLASSROOM = "1200/h"  # forty people in a hall share one address, and each asks for a few pages


def behind_a_link(view: View) -> View:
    """Limit how often an address may ask; nobody keeps the answer, and no other site learns the address."""

    @wraps(view)
    def guarding(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        many = is_ratelimited(request, group="courses.survey", key="ip", rate=A_CLASSROOM, increment=True)
        if many:
            said = _("Too many attempts in a short time: try again in an hour, or write to the secretariat.")
            response: HttpResponseBase = _explain(request, _("Try again later"), said, status=429)
        else:
            response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarding


@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: UUID) -> HttpResponse:
    """The questions; sent, the thanks. Opening the link takes nothing: only the button does."""
    invited = invitation(token)
    if invited is None:
        said = _("The questionnaire is closed, or the link is not complete. Copy it again from the last letter.")
        return _explain(request, _("This link leads to no questionnaire"), said, status=404)
    if invited.has_answered:
        return _thank(request, again=True)
    verdict = may_answer(invited.round, timezone.now())
    if not verdict:
        return _explain(request, invited.round.questionnaire.title, verdict.reason, status=200)
    form = AnswerForm(request.POST if request.method == "POST" else None, asked=invited.round)
    if request.method == "POST" and form.is_valid():
        return _take(request, invited, form)
    context = {"invited": invited, "asked": invited.round, "form": form, "forms": [form]}
    context["has_mistakes"] = bool(form.errors)
    return TemplateResponse(request, "courses/surveys/answer.html", context).render()


@behind_a_link
@require_safe
def survey_thanks(request: HttpRequest) -> HttpResponse:
    """The same for everybody: its address names nobody."""
    return _thank(request, again=False)


@behind_a_link
@require_safe
@login_required
def survey_of_round(request: HttpRequest, token: UUID) -> HttpResponse:
    """The address shown in the room: each goes on to their own link, once the register knows them."""
    asked = get_object_or_404(Round.objects.select_related("questionnaire"), token=token)
    person = participant_of(request.user)
    invited = Invited.objects.filter(round=asked, participant=person).first() if person else None
    if invited:
        return redirect("courses:survey", invited.pk)
    verdict = may_answer(asked, timezone.now())
    said = verdict.reason or _("This questionnaire is for those who were there. If you were, try again later.")
    return _explain(request, asked.questionnaire.title, said, status=200)


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def survey_results(request: HttpRequest, pk: int) -> HttpResponse:
    """What came back about an event, once closed: for its teachers, each their own; the secretariat sees all."""
    event = get_object_or_404(events(), pk=pk)
    if not may_see_results(request.user, event):
        raise Http404
    teacher = event.teachers.filter(account__user=request.user).first()
    closed = event.survey_rounds.filter(state=Round.State.CLOSED).select_related("questionnaire").order_by("pk")
    found = [_shown(asked, lines_for_teacher(asked, teacher) if teacher else lines_of_round(asked)) for asked in closed]
    breadcrumbs = [{"title": _("Questionnaires: results")}]
    context = {"event": event, "title": name_of(event), "found": found, "breadcrumbs": breadcrumbs}
    return TemplateResponse(request, "courses/surveys/results.html", context)


def _shown(asked: Round, lines: list[Line]) -> dict[str, Any]:
    results = [line.result for line in lines if line.result]
    return {
        "asked": asked,
        "lines": lines,
        "charts": charts_of(results, f"round-{asked.pk}"),
        "texts": texts_of(results),
        "hidden": [line for line in lines if line.result is None],
        "shared": any(line.with_others for line in lines),
    }


def _take(request: HttpRequest, invited: Invited, form: AnswerForm) -> HttpResponse:
    try:
        answer(invited=invited, given=form.given)
    except AnsweredAlready:
        return _thank(request, again=True)
    except CoursesError as refusal:
        return _explain(request, invited.round.questionnaire.title, refusal.message, status=200)
    return redirect("courses:survey_thanks")


def _thank(request: HttpRequest, *, again: bool) -> HttpResponse:
    return TemplateResponse(request, "courses/surveys/thanks.html", {"again": again}).render()


def _explain(request: HttpRequest, title: str, text: Any, *, status: int) -> HttpResponse:
    context = {"title": title, "text": text, "secretariat": conf.get("SECRETARIAT_EMAIL")}
    return TemplateResponse(request, "courses/booking/explain.html", context, status=status).render()
