"""The sheet that people signed: its teacher keeps the scan too, from the telephone with which it was photographed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.agenda.models import Event
from courses.attendance.actions import attach_sheet
from courses.attendance.forms import SignedSheetForm
from courses.attendance.views.guard import keeps_register, opened
from courses.errors import CoursesError


@require_POST
@keeps_register
def sheet_add(request: HttpRequest, event: Event) -> HttpResponse:
    """Keep a scan beside those there are; the secretariat reads them, and none is thrown away."""
    register, form = opened(event), SignedSheetForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attach_sheet(register=register, file=form.cleaned_data["file"], author=request.user)
        except CoursesError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The scan of the signed sheet is kept: the secretariat has it."))
    else:
        messages.error(request, " ".join(fault for faults in form.errors.values() for fault in faults))
    return redirect(f"{reverse('courses:register', args=[event.pk])}#foglio")
