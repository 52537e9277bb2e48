"""The host's doors, as the pages of a course name them."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.shortcuts import resolve_url
from django.template import Context
from wagtail.models import Page

from courses import conf
from courses.adhesion.queries import form_address
from courses.enrolment.letters import letter_to_forward
from courses.enrolment.rules import Answer, Why, body_takes_part, may_enrol
from courses.people.models import Participant

register = template.Library()


@register.simple_tag(takes_context=True)
def sign_up_url(context: Context) -> str:
    """Where one registers, coming back to this page."""
    return _with_next(conf.get("SIGN_UP_URL"), context)


@register.simple_tag(takes_context=True)
def sign_in_url(context: Context) -> str:
    """Where one signs in, coming back to this page."""
    return _with_next(settings.LOGIN_URL, context)


@register.simple_tag
def secretariat_email() -> str:
    """Whom to write to when the site cannot help; empty when the host names nobody."""
    return conf.get("SECRETARIAT_EMAIL")


@register.simple_tag
def enrolling_in(course: Page) -> Answer:
    """Whether a person may enrol in this course by themselves now, with the reason if not."""
    return may_enrol(course.specific)


@register.simple_tag
def body_awaited(participant: Participant) -> dict[str, Any] | None:
    """What who waits for their body to join may do: the form and a letter to forward, unless the adhesion is there.

    None for everybody else.
    """
    answer = body_takes_part(participant.body)
    if answer.why == Why.CHECK:
        return {"answer": answer, "is_checked": True}
    if answer.why == Why.JOIN:
        form, letter = form_address(participant.body), letter_to_forward(participant)
        return {"answer": answer, "is_checked": False, "form": form, "letter": letter}
    return None


def _with_next(door: str, context: Context) -> str:
    return f"{resolve_url(door)}?{urlencode({'next': context['request'].path})}"
