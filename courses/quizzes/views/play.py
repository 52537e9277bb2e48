"""Playing a simulation: scene by scene, and at the end the way taken."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.catalogue.models import Activity
from courses.enrolment.models import Enrolment
from courses.quizzes.models import Play, SimulationPage
from courses.quizzes.narrating import story_of
from courses.quizzes.playing import NoSuchChoice, StaleStep, begin_play, completes, decide, leave
from courses.quizzes.queries import activity_of, may_go_on, open_play, own_play, simulation_of
from courses.quizzes.views.doors import address_of, entered, own


@require_POST
def simulation_start(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin, or go on with the play that is open; `again` closes that one first."""
    page = simulation_of(key)

    def begun(enrolment: Enrolment, activity: Activity) -> str:
        return _place_of(_begin(request, enrolment, activity, page))

    return entered(request, page, activity_of(key), begun)


def _begin(request: HttpRequest, enrolment: Enrolment, activity: Activity, page: SimulationPage) -> Play:
    person = enrolment.participant
    if request.POST.get("go") == "again":
        standing = open_play(person, activity.key)
        if standing is not None:
            leave(play=standing, author=request.user)
    return begin_play(participant=person, activity=activity, page=page, author=request.user)


def _place_of(play: Play) -> str:
    """Where one reads on: what the choice has done, or the first scene; a screen reader begins there."""
    return reverse("courses:simulation_play", args=[play.pk]) + "#scene"


@own(own_play)
@require_http_methods(["GET", "HEAD", "POST"])
def simulation_play(request: HttpRequest, play: Play) -> HttpResponse:
    """The scene where one stands; its form decides."""
    if request.method == "POST":
        return _take(request, play)
    if not play.is_open:
        return redirect(_end_of(play))
    if not may_go_on(request.user, play):
        return _not_now(request, play)
    return _show(request, play)


def _take(request: HttpRequest, play: Play) -> HttpResponse:
    """Make one choice; what was malformed changes nothing."""
    number, chosen = request.POST.get("step", ""), request.POST.getlist("choice")
    if not (number.isascii() and number.isdigit() and len(number) < 5) or len(chosen) > 1:
        return _malformed(request, play)
    if play.is_open and not may_go_on(request.user, play):
        return _not_now(request, play)
    if play.is_open and not any(chosen):
        return _show(request, play, slip=_("Choose what you do, then go on."))
    try:
        play = decide(play=play, number=int(number), choice="".join(chosen), author=request.user)
    except NoSuchChoice:
        return _malformed(request, play)
    except StaleStep as refusal:
        messages.warning(request, refusal.message)
    return redirect(_place_of(play) if play.is_open else _end_of(play))


def _end_of(play: Play) -> str:
    return reverse("courses:simulation_result", args=[play.pk])


def _not_now(request: HttpRequest, play: Play) -> HttpResponse:
    messages.warning(request, _("Your enrolment does not let you go on now: your choices are kept."))
    return redirect(address_of(play))


def _malformed(request: HttpRequest, play: Play) -> HttpResponse:
    context = {"play": play, "back": address_of(play)}
    return TemplateResponse(request, "courses/quizzes/play_malformed.html", context, status=400)


def _frame(play: Play, title: str) -> dict[str, Any]:
    back = address_of(play)
    crumbs = [{"title": play.simulation_title, "url": back}, {"title": title}]
    return {"play": play, "title": title, "back": back, "breadcrumbs": crumbs}


def _show(request: HttpRequest, play: Play, slip: str = "") -> HttpResponse:
    story = story_of(play)
    context = _frame(play, story.scene["title"]) | {"story": story, "slip": slip}
    return TemplateResponse(request, "courses/quizzes/play.html", context)


@own(own_play)
@require_safe
def simulation_result(request: HttpRequest, play: Play) -> HttpResponse:
    """The ending, and the way taken beside what else one could have done."""
    if play.is_open:
        return redirect(_place_of(play))
    story = story_of(play)
    has_steps = bool(story.taken)  # they are not kept for ever
    context = _frame(play, play.ending_title or _("A play without an ending")) | {
        "story": story,
        "has_steps": has_steps,
        "ending": story.scene["ending"] if has_steps else None,
        "completes": completes(play),
        "page_of_simulation": simulation_of(play.activity_key),
    }
    return TemplateResponse(request, "courses/quizzes/play_result.html", context)
