"""Who came without a seat: found among the enrolled, or taken down by name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.agenda.models import Event
from courses.agenda.rules import name_of
from courses.attendance.actions import add_known, add_unknown, take_off
from courses.attendance.forms import NEW, FamilyNameForm, UnknownForm
from courses.attendance.models import Attendee, Register
from courses.attendance.roster import enrolled_called
from courses.attendance.views.guard import keeps_register, opened
from courses.errors import CoursesError


@require_POST  # names stand in no address, and in no log of addresses
@keeps_register
def people_called(request: HttpRequest, event: Event) -> HttpResponse:
    """Those enrolled whose family name begins as typed."""
    register, form = opened(event), FamilyNameForm(request.POST)
    found = None
    if form.is_valid():
        found = enrolled_called(event, form.cleaned_data["family_name"], register)
    return _page(request, register, form, UnknownForm(auto_id=NEW, initial=_typed(form)), found)


@require_POST
@keeps_register
def people_add(request: HttpRequest, event: Event, participant: int) -> HttpResponse:
    """One of those found: asked for by the same beginning of the name, so that no key opens the list of all."""
    register, form = opened(event), FamilyNameForm(request.POST)
    found = enrolled_called(event, form.cleaned_data["family_name"], register) if form.is_valid() else []
    person = next((one for one in found if one.pk == participant), None)
    if person is None:
        messages.info(request, _("This person is on the register already, or is not enrolled: look for them again."))
        return redirect("courses:register", event.pk)
    try:
        attendee = add_known(register=register, participant=person, author=request.user)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
        return redirect("courses:register", event.pk)
    return _added(request, attendee)


@require_POST
@keeps_register
def people_new(request: HttpRequest, event: Event) -> HttpResponse:
    """Somebody nobody knows: the secretariat finds out who it is."""
    register, form = opened(event), UnknownForm(request.POST, auto_id=NEW)
    if not form.is_valid():
        return _page(request, register, FamilyNameForm(), form, None)
    try:
        attendee = add_unknown(register=register, author=request.user, **form.cleaned_data)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
        return redirect("courses:register", event.pk)
    return _added(request, attendee)


@require_POST
@keeps_register
def people_take_off(request: HttpRequest, event: Event, attendee: int) -> HttpResponse:
    """Put on the register by mistake."""
    found = get_object_or_404(Attendee, pk=attendee, register=opened(event))
    try:
        take_off(attendee=found, author=request.user)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Taken off the register."))
    return redirect("courses:register", event.pk)


def _added(request: HttpRequest, attendee: Attendee) -> HttpResponse:
    messages.success(request, _("%(name)s is on the register: mark the presence.") % {"name": attendee.full_name})
    return redirect("courses:register", attendee.register.event_id)


def _typed(form: FamilyNameForm) -> dict[str, str]:
    return {"family_name": form.cleaned_data.get("family_name", "")}


def _page(
    request: HttpRequest, register: Register, name_form: FamilyNameForm, unknown_form: UnknownForm, found: list | None
) -> HttpResponse:
    event = register.event
    context = {"event": event, "name_form": name_form, "unknown_form": unknown_form, "found": found}
    context["typed"] = _typed(name_form)["family_name"] if name_form.is_bound and name_form.is_valid() else ""
    context["breadcrumbs"] = [
        {"title": _("My days"), "url": reverse("courses:register_days")},
        {"title": name_of(event), "url": reverse("courses:register", args=[event.pk])},
        {"title": _("Not on the list")},
    ]
    return TemplateResponse(request, "courses/attendance/people.html", context)
