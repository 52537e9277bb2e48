"""Where the link of an invitation leads: opening it changes nothing, a button takes the invitation up."""

from functools import partial

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses import conf
from courses.adhesion.actions import take_up_invitation
from courses.adhesion.models import Invitation
from courses.adhesion.queries import invitation_by_token
from courses.adhesion.views.guard import explain, guarded
from courses.errors import CoursesError


@require_http_methods(["GET", "HEAD", "POST"])
@guarded("30/h")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who named you, for which body, the privacy notice and a button; another signs out who is somebody else."""
    found = invitation_by_token(token)
    refusal = _refusal(request, found)
    if refusal is not None:
        return refusal
    if request.method == "POST" and request.POST.get("act") == "sign_out":
        logout(request)
        return redirect("courses:invitation", found.token)
    if request.method == "POST":
        return _take_up(request, found)
    context = {
        "invitation": found,
        "notice": conf.get("PRIVACY_NOTICE_URL"),
        "makes_account": bool(conf.get("ACCOUNT_MAKER")),
        "secretariat": conf.get("SECRETARIAT_EMAIL"),
    }
    return TemplateResponse(request, "courses/adhesion/invitation.html", context)


def _refusal(request: HttpRequest, found: Invitation | None) -> HttpResponse | None:
    """A page that says what to do with a link that no longer holds; None while it does."""
    ask = _("Ask who named you in your body, or the secretariat, to send you another one.")
    if found is None:
        text = _("If you have a later letter, open the link in that one. Otherwise write to the secretariat.")
        return _explain(request, _("This link no longer holds"), text, status=404)
    if found.taken_up_at:
        if request.user.is_authenticated and found.participant.user_id == request.user.pk:
            return redirect("courses:desk")
        text = _("The invitation was taken up already: sign in, and you find your course in the personal area.")
        return _explain(request, _("This link was used already"), text, status=410, signs_in=True)
    if found.revoked_at:
        return _explain(request, _("This invitation was revoked"), ask, status=410)
    if found.has_expired:
        return _explain(request, _("This invitation has expired"), ask, status=410)
    return None


def _take_up(request: HttpRequest, found: Invitation) -> HttpResponse:
    """By the account that is signed in; else by a new one, which the host makes for the invited address."""
    try:
        if request.user.is_authenticated:
            take_up_invitation(invitation=found, user=request.user)
            messages.success(request, _("Welcome: your course is here, in your personal area."))
            return redirect("courses:desk")
        answer = _new_account(request, found)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
        return redirect("courses:invitation", found.token)
    if answer is None:
        messages.info(request, _("Your address has an account already: sign in, then press the button again."))
        return redirect_to_login(request.path)
    return answer


def _new_account(request: HttpRequest, found: Invitation) -> HttpResponse | None:
    """What the host answers after making the account; None when there is one, or the host makes none."""
    if not conf.get("ACCOUNT_MAKER"):
        return None
    make = import_string(conf.get("ACCOUNT_MAKER"))
    return make(
        request,
        email=found.email,
        given_name=found.participant.given_name,
        family_name=found.participant.family_name,
        take_up=partial(take_up_invitation, invitation=found),
    )


def _explain(request: HttpRequest, title: str, text: str, *, status: int, signs_in: bool = False) -> HttpResponse:
    return explain(request, title, text, status=status, invited=True, signs_in=signs_in)
