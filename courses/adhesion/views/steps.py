"""The four steps of the form. A draft exists from the first one on, and is found again by its address."""

import re
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from courses import conf
from courses.adhesion.actions import save_body, save_contact, send_adhesion, start_adhesion
from courses.adhesion.forms import (
    ContactForm,
    HoneypotForm,
    MunicipalBodyForm,
    SendForm,
    SupraMunicipalBodyForm,
)
from courses.adhesion.models import Adhesion
from courses.adhesion.queries import accepted_adhesion_of, draft_by_token
from courses.adhesion.rules import eligibility, wanting
from courses.adhesion.views.guard import guarded, too_many, writes_too_often
from courses.adhesion.views.officials import officials_step
from courses.errors import CoursesError
from courses.people.queries import participant_of
from courses.territory.models import Body
from courses.territory.queries import live_municipalities
from courses.territory.rules import Range, grouped

STEPS = {
    "ente": gettext_lazy("The body"),
    "referente": gettext_lazy("The contact"),
    "funzionari": gettext_lazy("The officials"),
    "riepilogo": gettext_lazy("Summary"),
}
TEMPLATES = {"ente": "body", "referente": "contact", "funzionari": "officials", "riepilogo": "summary"}
SUPRA = "sovracomunale"
OTHER_BODY = {"kind": "forma", "province": "provincia", "name": "nome"}  # fields of the form, names in the address


@require_http_methods(["GET", "HEAD", "POST"])
@guarded()
def start(request: HttpRequest) -> HttpResponse:
    """Step 1 of a new form."""
    return _body_step(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded()
def step(request: HttpRequest, token: str, step: str) -> HttpResponse:
    """One of the steps of a form that was begun; a form that was confirmed is changed no more."""
    adhesion = draft_by_token(token)
    if adhesion is None or step not in STEPS:
        raise Http404
    if adhesion.state != Adhesion.State.DRAFT:
        return redirect("courses:adhesion_resume", token)
    return VIEWS[step](request, adhesion)


def first_unfinished(adhesion: Adhesion) -> str:
    """The step to go on from."""
    return "referente" if wanting(adhesion) else "riepilogo"


def _body_step(request: HttpRequest, adhesion: Adhesion | None) -> HttpResponse:
    body = adhesion.body if adhesion else None
    default = SUPRA if body and body.kind != Body.Kind.MUNICIPALITY else ""
    supra = request.GET.get("tipo", default) == SUPRA
    kind = SupraMunicipalBodyForm if supra else MunicipalBodyForm
    initial = _asked_for(request)
    if body and supra == (body.kind != Body.Kind.MUNICIPALITY):
        initial = kind.initial_for(body)
    form = kind(request.POST or None, initial=initial)
    joined = None
    if request.method == "POST" and HoneypotForm(request.POST).is_from_a_program:
        return redirect("courses:adhesion")
    if request.method == "POST" and form.is_valid():
        chosen = form.body()
        try:
            saved = save_body(adhesion=adhesion, body=chosen) if adhesion else start_adhesion(body=chosen)
        except CoursesError as refusal:
            form.refuse(refusal.message)
            joined = chosen if accepted_adhesion_of(chosen) else None
        else:
            return _go(saved, "referente")
    bounds = [grouped(bound) for bound in conf.get("POPULATION_RANGE") or ()]
    door = resolve_url("courses:desk" if request.user.is_authenticated else conf.get("SIGN_UP_URL"))
    context = {"form": form, "is_supra": supra, "bounds": bounds, "joined": joined, "register": door}
    return answer(request, "ente", adhesion, forms=[form], **context)


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """The body that the address names, as `adhesion.queries.form_address` writes it; or whatever name was typed."""
    name = request.GET.get("comune", "")[:120]
    named = live_municipalities().filter(pk=name).first() if re.fullmatch(r"\w{4}", name, re.ASCII) else None
    other = {field: request.GET.get(asked, "")[:160] for field, asked in OTHER_BODY.items()}
    return {"municipality_name": str(named or name), **other}


def _contact_step(request: HttpRequest, adhesion: Adhesion) -> HttpResponse:
    initial = ContactForm.initial_for(adhesion, participant_of(request.user))
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_from_a_program:
        return redirect("courses:adhesion")
    if request.method == "POST" and form.is_valid():
        data = form.contact_data()
        if data["contact_email"] != adhesion.contact_email and writes_too_often(request, data["contact_email"]):
            return too_many(request)
        return _done(request, adhesion, "funzionari", lambda: save_contact(adhesion=adhesion, **data))
    return answer(request, "referente", adhesion, forms=[form], form=form)


def _officials_step(request: HttpRequest, adhesion: Adhesion) -> HttpResponse:
    if wanting(adhesion):
        return _go(adhesion, "referente")
    context = officials_step(request, adhesion)
    return answer(request, "funzionari", adhesion, **context) if context else _go(adhesion, "riepilogo")


def _summary_step(request: HttpRequest, adhesion: Adhesion) -> HttpResponse:
    if wanting(adhesion):
        return _go(adhesion, "referente")
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if writes_too_often(request, adhesion.contact_email):
            return too_many(request)
        version = form.notice_version()
        return _done(request, adhesion, "", lambda: send_adhesion(adhesion=adhesion, notice_version=version))
    officials = list(adhesion.officials.all())
    return answer(request, "riepilogo", adhesion, forms=[form], form=form, officials=officials)


VIEWS = {
    "ente": _body_step,
    "referente": _contact_step,
    "funzionari": _officials_step,
    "riepilogo": _summary_step,
}


def _go(adhesion: Adhesion, to: str) -> HttpResponse:
    if to:
        return redirect("courses:adhesion_step", adhesion.token, to)
    return redirect("courses:adhesion_resume", adhesion.token)


def _done(request: HttpRequest, adhesion: Adhesion, to: str, act: Any) -> HttpResponse:
    """Do it and go on; refused, say why on the page where the form stands."""
    try:
        act()
    except CoursesError as refusal:
        messages.error(request, refusal.message)
        to = ""
    return _go(adhesion, to)


def answer(
    request: HttpRequest, step: str, adhesion: Adhesion | None, *, forms: list[Form], **context: Any
) -> HttpResponse:
    """The page of a step."""
    names = list(STEPS)
    verdict = eligibility(adhesion.body) if adhesion else None
    place = adhesion.body.municipality if adhesion else None
    context |= {
        "step": step,
        "title": STEPS[step],
        "number": names.index(step) + 1,
        "steps": _steps(step, adhesion),
        "adhesion": adhesion,
        "forms": forms,
        "has_mistakes": any(form.is_bound and form.errors for form in forms),
        "verdict": verdict,
        "place": place,
        "people": grouped(place.population) if place and place.population is not None else "",
        "is_unknown": verdict is not None and verdict.range is Range.UNKNOWN,
        "through_unions": conf.get("THROUGH_UNIONS"),
    }
    return TemplateResponse(request, f"courses/adhesion/{TEMPLATES[step]}.html", context)


def _steps(current: str, adhesion: Adhesion | None) -> list[dict[str, Any]]:
    """The steps as the stepper shows them: those behind, and those already filled in, can be gone to."""
    names = list(STEPS)
    reachable = 1 if adhesion is None else (2 if wanting(adhesion) else len(names))
    place = names.index(current)
    return [
        {
            "slug": name,
            "title": STEPS[name],
            "is_active": name == current,
            "is_confirmed": number < place,
            "is_reachable": adhesion is not None and number < reachable and name != current,
        }
        for number, name in enumerate(names)
    ]
