"""«Le mie giornate»: what an account teaches, to come and past."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.agenda.queries import coming, past
from courses.attendance.roster import keeps_registers, kept_by


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def days(request: HttpRequest) -> HttpResponse:
    """The events whose register the account keeps. Who keeps none has no such page."""
    if not keeps_registers(request.user):
        raise Http404
    now = timezone.now()
    mine = kept_by(request.user, now)
    context = {"coming": coming(mine, now), "past": past(mine, now), "breadcrumbs": [{"title": _("My days")}]}
    return TemplateResponse(request, "courses/attendance/days.html", context)
