"""The host's doors, as the pages of a course name them."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.shortcuts import resolve_url
from django.template import Context
from wagtail.models import Page

from courses import conf
from courses.enrolment.rules import Answer, may_enrol

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


def _with_next(door: str, context: Context) -> str:
    return f"{resolve_url(door)}?{urlencode({'next': context['request'].path})}"
