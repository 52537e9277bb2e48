"""The gate before the pages of a course, and the button that enrols."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from courses.catalogue.models import CoursePage
from courses.catalogue.queries import live_courses
from courses.editions.queries import kept_for
from courses.enrolment.actions import enrol
from courses.enrolment.models import State
from courses.enrolment.queries import visit_of
from courses.enrolment.rules import may_visit
from courses.errors import CoursesError
from courses.people.queries import participant_of


def gate(page: Page, request: HttpRequest) -> HttpResponse | None:
    """Called before a page is served: who may not read sees the description. Leaves the visit on the request."""
    page = page.specific
    visit = visit_of(request.user, page, kept_for(request))
    request.courses_visit = visit
    if visit is None or isinstance(page, CoursePage):
        return None
    answer = may_visit(request.user, visit)
    if answer:
        return None
    # for visitors it is the same page; who signed in is told how their own enrolment stands
    is_same = not request.user.is_authenticated
    context = {"page": page, "self": page, "visit": visit, "answer": answer, "drawn_once": is_same}
    return TemplateResponse(request, "courses/enrolment/gate.html", context)


@require_POST
def enrol_view(request: HttpRequest, course_key: UUID) -> HttpResponse:
    """Enrol the signed-in participant in a course."""
    course = get_object_or_404(live_courses(), translation_key=course_key)
    if not request.user.is_authenticated:
        return redirect("courses:desk")
    participant = participant_of(request.user)
    if participant is None:
        messages.info(request, _("To enrol, tell us first who you are and which body you work for."))
        return redirect("courses:own_data")
    try:
        enrolment = enrol(participant=participant, course=course, author=request.user)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
    else:
        if enrolment.state == State.PENDING:
            messages.warning(request, _("Your request waits for the secretariat. %(why)s") % {"why": enrolment.reason})
        else:
            messages.success(request, _("You are enrolled: you can start reading."))
    return redirect(course.get_url(request))
