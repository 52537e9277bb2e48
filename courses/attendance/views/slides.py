"""Slides: uploaded and thrown away by their teacher, saved by those who were there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from courses.agenda.models import Event
from courses.attendance.forms import SlidesForm
from courses.attendance.models import Slides
from courses.attendance.rules import may_see_slides
from courses.attendance.slides import add_slides, throw_slides_away
from courses.attendance.views.guard import keeps_register
from courses.errors import CoursesError


@require_POST
@keeps_register
def slides_add(request: HttpRequest, event: Event) -> HttpResponse:
    """A file and its title."""
    form = SlidesForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_slides(event=event, author=request.user, **form.cleaned_data)
        except CoursesError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The slides are there: those present find them on the page of the event."))
    else:
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
    return _back(event)


@require_POST
@keeps_register
def slides_throw_away(request: HttpRequest, event: Event, slides: int) -> HttpResponse:
    """Own slides, until the register is closed."""
    found = get_object_or_404(Slides, pk=slides, event=event)
    try:
        throw_slides_away(slides=found, author=request.user)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The slides were thrown away."))
    return _back(event)


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def slides_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Saved, never shown by the browser: for those present, its teachers and staff."""
    slides = get_object_or_404(Slides.objects.select_related("event"), pk=pk)
    if not may_see_slides(request.user, slides.event):
        raise Http404
    ending = slides.file.name.rpartition(".")[2]
    name = f"{slugify(slides.title) or 'slide'}.{ending}"
    try:
        file = slides.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _back(event: Event) -> HttpResponse:
    return redirect(f"{reverse('courses:register', args=[event.pk])}#slide")
