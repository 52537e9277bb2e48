"""What the secretariat may do to an enrolment's activities, and until when to an event's places."""

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.enrolment.models import Enrolment, State
from courses.enrolment.rules import Answer


def may_complete_for(enrolment: Enrolment) -> Answer:
    """The secretariat completes activities for whoever is enrolled, waiting or suspended, not for who has withdrawn."""
    if enrolment.state == State.WITHDRAWN:
        return Answer(False, reason=_("This enrolment was withdrawn: enrol the person again first."))
    return Answer(True)


def is_ahead(event: Event) -> bool:
    """Places of an event are given, changed and taken back by the secretariat until it begins."""
    return event.is_open and event.starts_at > timezone.now()
