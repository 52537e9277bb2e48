"""The roster: whole marks by forms, so that it works without scripts too."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from courses.agenda.models import Event
from courses.agenda.rules import name_of
from courses.attendance.actions import mark_everybody, open_register
from courses.attendance.forms import NEW, FamilyNameForm, MarkForm, SignedSheetForm, SlidesForm, UnknownForm
from courses.attendance.models import Presence, Register
from courses.attendance.queries import booked_and_not_listed, register_of
from courses.attendance.roster import NEW_ROW, needs_at, parts_of
from courses.attendance.rules import may_open
from courses.attendance.taking import attendees_of, take
from courses.attendance.views.guard import keeps_register, opened
from courses.audit.actions import record
from courses.errors import CoursesError

KEPT_AFTER = timedelta(hours=24)  # a telephone keeps the page until then, where there was no network all day


@require_safe
@keeps_register
def roster(request: HttpRequest, event: Event) -> HttpResponse:
    """The register as the teacher marks it; before it is opened, the button that opens it."""
    now, register = timezone.now(), register_of(event)
    context = {"event": event, "now": now, "needs": needs_at(event, now), "slides_form": SlidesForm()}
    context["statuses"] = Presence.Status.choices
    context["slides"] = event.slides.select_related("author")
    context["breadcrumbs"] = [
        {"title": _("My days"), "url": reverse("courses:register_days")},
        {"title": name_of(event)},
    ]
    if register is None:
        context["answer"] = may_open(event, now)
        return TemplateResponse(request, "courses/attendance/unopened.html", context)
    register.event = event
    parts = parts_of(register)
    context |= {
        "register": register,
        "parts": parts,
        "new_row": NEW_ROW,
        "sheets": register.sheets.all(),
        "sheet_form": SignedSheetForm(auto_id="foglio_%s"),
        "name_form": FamilyNameForm(),
        "unknown_form": UnknownForm(auto_id=NEW),
    }
    context["current"] = next((part for part in parts if part.slot.ends_at > now), parts[-1]).slot.pk
    context["booked_since"] = 0 if register.closed_at else booked_and_not_listed(register).count()
    response = TemplateResponse(request, "courses/attendance/roster.html", context)
    if register.closed_at is None:
        # read by the worker alone: until when the telephone may show this page without network
        response["Roster-Until"] = str(int((event.ends_at + KEPT_AFTER).timestamp() * 1000))
    return response


@require_POST
@keeps_register
def register_open(request: HttpRequest, event: Event) -> HttpResponse:
    """«Apri il registro»; pressed again, those who booked since are added."""
    try:
        open_register(event=event, author=request.user)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
    return redirect("courses:register", event.pk)


@require_POST
@keeps_register
def register_part(request: HttpRequest, event: Event, slot: int) -> HttpResponse:
    """All marks of a part at once: those that changed are written, and what is wrong is said by name."""
    part = get_object_or_404(event.slots, pk=slot)
    register, taken, faults = opened(event), 0, []
    for attendee in attendees_of(register).values():
        form = MarkForm(request.POST, prefix=str(attendee.pk))
        if not form.is_valid():
            faults += [f"{attendee.full_name}: {fault}" for faults_of in form.errors.values() for fault in faults_of]
        elif form.mark["status"]:
            told = take(attendee=attendee, slot=part, author=request.user, **form.mark)
            taken += told.presence is not None
            faults += [] if told.presence else [told.reason]
    for fault in dict.fromkeys(faults):
        messages.error(request, fault)
    if taken:
        said = ngettext("%(part)s: %(number)d person is marked.", "%(part)s: %(number)d people are marked.", taken)
        messages.success(request, said % {"part": part, "number": taken})
    return _back(event, part.pk)


@require_POST
@keeps_register
def register_everybody(request: HttpRequest, event: Event, slot: int) -> HttpResponse:
    """«Tutti presenti»: whoever has no mark yet."""
    part, register = get_object_or_404(event.slots, pk=slot), opened(event)
    try:
        number = mark_everybody(register=register, slot=part, author=request.user)
    except CoursesError as refusal:
        _write_down(request, register, part.pk)
        messages.error(request, refusal.message)
    else:
        said = ngettext("%(number)d person more is present.", "%(number)d people more are present.", number)
        messages.success(request, said % {"number": number})
    return _back(event, part.pk)


def _write_down(request: HttpRequest, register: Register, slot: int) -> None:
    record(author=request.user, action="presence.refused", subject=register, slot=slot)


def _back(event: Event, slot: int) -> HttpResponse:
    return redirect(f"{reverse('courses:register', args=[event.pk])}#parte-{slot}")
