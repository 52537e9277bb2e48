"""«Il mio ente»: contacts and deputies see to the officials of their own body, and to nobody else's."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from django_ratelimit.core import is_ratelimited

from courses.adhesion.actions import hand_over_role, invite_again, revoke_invitation
from courses.adhesion.queries import body_of_contact, officials_of, open_invitation_of
from courses.adhesion.rules import may_hand_over
from courses.audit.actions import record
from courses.desk.exports import HEADINGS, official_row
from courses.desk.forms import ReasonForm, official_form
from courses.desk.queries import enrolment_shown, own_officials
from courses.enrolment.models import State
from courses.errors import CoursesError
from courses.officials.actions import confirm_colleague, decline_colleague, name_official, replace_official
from courses.officials.rules import may_be_declined, may_be_replaced
from courses.people.models import Participant
from courses.people.queries import participant_of
from courses.reports.exports import FORMATS, spreadsheet
from courses.territory.models import Body

View = Callable[..., HttpResponseBase]
LETTERS = "60/h"  # a contact writes to the colleagues of one body, not to the world


def for_contacts(view: View) -> View:
    """Give the view the body the account acts for; for everybody else there is no such page."""

    @login_required
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        body = body_of_contact(request.user)
        if body is None:
            raise Http404
        return view(request, body, *args, **kwargs)

    return asking


@for_contacts
def own_body(request: HttpRequest, body: Body) -> HttpResponse:
    """The officials of the body; a form names one more."""
    form = official_form(body)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = _do(request, name_official, body=body, **form.colleague())
        if person:
            messages.success(request, _("%(name)s is among the officials of the body.") % {"name": person})
            return redirect("courses:own_body")
    officials = own_officials(body)
    mine = participant_of(request.user)
    leads = any(one.contact and not one.contact.is_deputy and one.participant == mine for one in officials)
    context = {"body": body, "officials": officials, "form": form, "mine": mine, "leads": leads}
    context["has_certificates"] = any(one.certificates for one in officials)
    return TemplateResponse(request, "courses/desk/body.html", context)


@require_safe
@for_contacts
def own_body_export(request: HttpRequest, body: Body, file_format: str) -> HttpResponseBase:
    """The same list as a spreadsheet; who took it away is written down."""
    if file_format not in FORMATS:
        raise Http404
    record(author=request.user, action="body.export", subject=body, format=file_format)
    rows = [official_row(official) for official in own_officials(body)]
    return spreadsheet(file_format, "funzionari", HEADINGS, rows)


@require_POST
@for_contacts
def own_body_invite(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """Invite an official, or send the invitation again with a new link."""
    person = _official(body, pk)
    if _do(request, invite_again, participant=person, named_by=str(participant_of(request.user))):
        messages.success(request, _("The invitation of %(name)s is on its way.") % {"name": person})
    return redirect("courses:own_body")


@require_POST
@for_contacts
def own_body_revoke(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """Revoke the open invitation of an official."""
    person = _official(body, pk)
    known = open_invitation_of(person)
    if known is None:
        messages.info(request, _("%(name)s has no open invitation.") % {"name": person})
    elif _do(request, revoke_invitation, invitation=known):
        messages.success(request, _("The invitation of %(name)s is revoked.") % {"name": person})
    return redirect("courses:own_body")


@require_POST
@for_contacts
def own_body_confirm(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """Confirm a colleague who waits."""
    person = _official(body, pk)
    enrolment = enrolment_shown(person)
    if enrolment and _do(request, confirm_colleague, enrolment=enrolment):
        messages.success(request, _("%(name)s is confirmed.") % {"name": person})
    return redirect("courses:own_body")


@for_contacts
def own_body_decline(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """Decline a colleague who waits, or who registered by themselves, with a reason."""
    person = _official(body, pk)
    enrolment = enrolment_shown(person)
    if enrolment is None:
        messages.info(request, _("%(name)s is not enrolled in any course.") % {"name": person})
        return redirect("courses:own_body")
    answer = may_be_declined(enrolment)
    if not answer:
        messages.error(request, answer.reason)
        return redirect("courses:own_body")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _do(request, decline_colleague, enrolment=enrolment, reason=form.cleaned_data["reason"]):
            messages.success(request, _("%(name)s does not take part for the body.") % {"name": person})
        return redirect("courses:own_body")
    waits = enrolment.state == State.PENDING
    context = {
        "form": form,
        "title": (_("Decline %(name)s") if waits else _("Withdraw the enrolment of %(name)s")) % {"name": person},
        "button": _("Decline") if waits else _("Withdraw the enrolment"),
    }
    return TemplateResponse(request, "courses/desk/body_question.html", context)


@for_contacts
def own_body_replace(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """A colleague takes an official's place."""
    person = _official(body, pk)
    answer = may_be_replaced(person, body, request.user)
    if not answer:
        messages.error(request, answer.reason)
        return redirect("courses:own_body")
    form = official_form(body)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = _do(request, replace_official, body=body, old=person, **form.colleague())
        if new:
            words = _("%(new)s takes part in place of %(old)s.")
            messages.success(request, words % {"new": new, "old": person})
            return redirect("courses:own_body")
    context = {
        "form": form,
        "title": _("Replace %(name)s") % {"name": person},
        "text": _(
            "The colleague you name takes part in their place and is invited. The enrolment of %(name)s ends: what they"
            " have completed stays theirs."
        )
        % {"name": person},
        "button": _("Replace"),
    }
    return TemplateResponse(request, "courses/desk/body_question.html", context)


@for_contacts
def own_body_hand_over(request: HttpRequest, body: Body, pk: int) -> HttpResponse:
    """Hand the role of contact over, after a question."""
    person = _official(body, pk)
    answer = may_hand_over(body, person, request.user)
    if not answer:
        messages.error(request, answer.reason)
        return redirect("courses:own_body")
    if request.method == "POST":
        if not _do(request, hand_over_role, body=body, to=person):
            return redirect("courses:own_body")
        messages.success(request, _("%(name)s is now the contact of the body.") % {"name": person})
        return redirect("courses:desk")
    context = {
        "title": _("Hand the role of contact over to %(name)s") % {"name": person},
        "text": _("From then on you act for the body no more. Your own enrolment stays as it is."),
        "button": _("Hand over"),
    }
    return TemplateResponse(request, "courses/desk/body_question.html", context)


def _official(body: Body, pk: int) -> Participant:
    return get_object_or_404(officials_of(body), pk=pk)


def _do(request: HttpRequest, action: Callable[..., Any], **named: Any) -> Any:
    """Call an action as the person signed in; a refusal is told, and the answer is None."""
    if is_ratelimited(request, group="courses.own_body", key="user", rate=LETTERS, increment=True):
        messages.error(request, _("Too many attempts in a short time: try again in an hour."))
        return None
    try:
        return action(author=request.user, **named)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
        return None
