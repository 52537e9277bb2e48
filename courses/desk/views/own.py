"""The personal area: courses and progress, own data."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from courses.adhesion.queries import body_of_contact
from courses.catalogue.queries import courses_kept
from courses.desk.actions import change_own_data
from courses.desk.queries import own_courses, own_presences
from courses.editions.drawing import draw_once
from courses.editions.queries import know_site
from courses.enrolment.actions import register
from courses.enrolment.models import State
from courses.errors import CoursesError
from courses.keeping.actions import hand_copy, record_request
from courses.keeping.models import DataRequest
from courses.people.forms import OwnDataForm, ParticipantForm
from courses.people.queries import participant_of


@login_required
@cache_control(private=True, no_store=True)
def desk(request: HttpRequest) -> HttpResponse:
    """Courses with progress and next step."""
    participant = participant_of(request.user)
    kept = know_site(request)
    mine = own_courses(participant, kept) if participant else []
    enrolled = {own.enrolment.course_key for own in mine if own.enrolment.state != "withdrawn"}
    own = {
        "participant": participant,
        "courses": mine,
        "waits": any(own.enrolment.state == State.PENDING for own in mine),
        "presences": own_presences(participant) if participant else [],
        "own_body": body_of_contact(request.user),
        "others": [course for course in courses_kept(kept) if course.translation_key not in enrolled],
    }
    return draw_once(request, "courses/desk/desk.html", dict, "desk", own=own)


@login_required
def own_data(request: HttpRequest) -> HttpResponse:
    """Read and change one's own data; who has none yet says who they are."""
    participant = participant_of(request.user)
    if participant is None:
        return _introduce(request)
    form = OwnDataForm(request.POST or None, initial=OwnDataForm.initial_for(participant))
    if request.method == "POST" and form.is_valid():
        try:
            change_own_data(participant=participant, author=request.user, **form.own_data())
        except CoursesError as refusal:
            form.add_error("municipality_name", refusal.message)
        else:
            messages.success(request, _("Your data are saved."))
            return redirect("courses:own_data")
    asked = participant.data_requests.filter(kind=DataRequest.Kind.ERASURE).first()
    context = {"form": form, "participant": participant, "asked": asked, "title": _("Your data")}
    return TemplateResponse(request, "courses/desk/own_data.html", context)


@require_POST
@login_required
def own_copy(request: HttpRequest) -> HttpResponse:
    """All that is held about oneself, as JSON and CSV with one's documents, in a ZIP."""
    participant = participant_of(request.user)
    if participant is None:
        raise Http404
    content = hand_copy(participant=participant, author=request.user)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="i-miei-dati.zip"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
@login_required
def own_erasure(request: HttpRequest) -> HttpResponse:
    """Ask to be erased: the secretariat answers within thirty days."""
    participant = participant_of(request.user)
    if participant is None:
        raise Http404
    asked = {"kind": DataRequest.Kind.ERASURE, "channel": DataRequest.Channel.SITE}
    record_request(participant=participant, author=request.user, **asked)
    messages.success(request, _("Your request is recorded: the secretariat answers within 30 days."))
    return redirect("courses:own_data")


def _introduce(request: HttpRequest) -> HttpResponse:
    """An account without a participant (staff, or one made by hand) becomes a participant."""
    form = ParticipantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        register(user=request.user, email=request.user.email, **form.participant_data())
        messages.success(request, _("Your data are saved."))
        return redirect("courses:desk")
    context = {"form": form, "title": _("Who you are")}
    return TemplateResponse(request, "courses/desk/own_data.html", context)
