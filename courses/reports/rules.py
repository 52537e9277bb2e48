"""What the secretariat may do to an enrolment's activities."""

from django.utils.translation import gettext as _

from courses.enrolment.models import Enrolment, State
from courses.enrolment.rules import Answer


def may_complete_for(enrolment: Enrolment) -> Answer:
    """The secretariat completes activities for whoever is enrolled, waiting or suspended, not for who has withdrawn."""
    if enrolment.state == State.WITHDRAWN:
        return Answer(False, reason=_("This enrolment was withdrawn: enrol the person again first."))
    return Answer(True)
