"""«Segna come letto» and its undo: with htmx the button and the bar change, without JavaScript the page reloads."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from courses.catalogue.models import Activity
from courses.catalogue.queries import activity_kept
from courses.editions.queries import know_site
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import Visit, visit_of
from courses.errors import CoursesError
from courses.progress.actions import mark_as_read, unmark
from courses.progress.queries import completed_keys, progress_in


@require_POST
def mark_view(request: HttpRequest, key: UUID) -> HttpResponse:
    """Mark an activity as read."""

    def mark(enrolment: Enrolment, activity: Activity, visit: Visit) -> str:
        mark_as_read(enrolment=enrolment, activity=activity, outline=visit.outline)
        return _("Marked as read.")

    return _answer(request, key, mark)


@require_POST
def unmark_view(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take the mark back."""

    def take_back(enrolment: Enrolment, activity: Activity, visit: Visit) -> str:
        unmark(enrolment=enrolment, activity=activity)
        return _("The mark was taken back.")

    return _answer(request, key, take_back)


def _answer(request: HttpRequest, key: UUID, act: Callable[[Enrolment, Activity, Visit], str]) -> HttpResponse:
    kept = know_site(request)
    activity = activity_kept(key, kept)
    if activity is None:
        raise Http404
    address = activity.page.get_url(request)
    if not request.user.is_authenticated:
        to_login = redirect_to_login(address)
        # htmx would follow a redirect inside the page: the browser must go there
        return HttpResponseClientRedirect(to_login.url) if request.htmx else to_login
    visit = visit_of(request.user, activity.page, kept)
    if visit is None or visit.enrolment is None:
        raise Http404
    visit.enrolment.participant.user = request.user  # whose enrolment it is: no need to ask
    refusal = ""
    try:
        said = act(visit.enrolment, activity, visit)
    except CoursesError as error:
        said = refusal = error.message
    if not request.htmx:
        (messages.error if refusal else messages.success)(request, said)
        return redirect(f"{address}#courses-mark")
    return _fragment(request, activity, visit, said, refusal)


def _fragment(request: HttpRequest, activity: Activity, visit: Visit, said: str, refusal: str) -> HttpResponse:
    enrolment = visit.enrolment
    enrolment.refresh_from_db(fields=["state"])
    done = completed_keys(enrolment.participant, enrolment.course_key)
    context = {
        "activity": activity,
        "is_done": activity.key in done,
        "may_mark": True,
        "progress": progress_in(visit.outline, done, enrolment),
        "enrolment": enrolment,
        "said": said,
        "refusal": refusal,
        "fragment": True,
    }
    return TemplateResponse(request, "courses/progress/mark.html", context)
