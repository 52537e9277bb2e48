"""Whom one may write to at once, why one gets a message, and when somebody may be reminded again."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enrolment.models import Enrolment, State
from courses.errors import Verdict
from courses.messages.models import Message
from courses.messages.queries import Reach
from courses.people.models import Participant
from courses.post.rules import fill

Group = Message.Group
AT_MOST = 10_000
A_MINUTE = 100  # letters of one message: what somebody else waits for goes between them
REST = timedelta(days=3)


def may_write(reach: Reach) -> Verdict:
    """A message goes to somebody, and to no more people than its letters are written for in one go."""
    if not reach.people:
        return Verdict(False, _("Nobody of this group can be written to: choose another group, or other filters."))
    if len(reach.people) > AT_MOST:
        return Verdict(
            False,
            _("These are %(number)d people, and one message goes to %(most)d at most: narrow them down by region.")
            % {"number": len(reach.people), "most": AT_MOST},
        )
    return Verdict(True)


def hour_of(position: int, now: datetime) -> datetime:
    """When the letter at a position of the list is due: so many leave each minute."""
    return now + timedelta(minutes=position // A_MINUTE)


def minutes_for(people: int) -> int:
    """How many minutes pass between the first letter of a message and the last one coming due."""
    return max(people - 1, 0) // A_MINUTE


def why_you(group: str, values: Mapping[str, str]) -> str:
    """Why a person gets a message, in a sentence that stands under it."""
    reasons = {
        Group.BOOKED: _("You get this message because you have a place at «${titolo}», ${quando}."),
        Group.WAITING: _("You get this message because you are on the waiting list of «${titolo}», ${quando}."),
        Group.ABSENT: _("You get this message because you had a place at «${titolo}», ${quando}."),
        Group.ENROLLED: _("You get this message because you take part in «${percorso}»."),
        Group.NOT_STARTED: _("You get this message because you are enrolled in «${percorso}»."),
        Group.STUCK: _("You get this message because you take part in «${percorso}»."),
        Group.CONTACTS: _("You get this message because you act for ${ente} in the programme."),
    }
    return fill(reasons[Group(group)], values)


def may_be_reminded(person: Participant, *, limited: bool, last: datetime | None, now: datetime) -> Verdict:
    """Who has an address and free use of their data is reminded, and then left in peace for some days."""
    if limited:
        return Verdict(False, _("The data of %(name)s are limited: nothing is written to them.") % {"name": person})
    if not person.email:
        return Verdict(False, _("%(name)s has no e-mail address: write one first.") % {"name": person})
    if last is not None and now - last < REST:
        return Verdict(
            False,
            _("We wrote about this on %(day)s: leave %(name)s three days before writing again.")
            % {"day": f"{timezone.localtime(last):%d/%m/%Y}", "name": person},
        )
    return Verdict(True)


def may_be_reminded_to_start(enrolment: Enrolment, *, has_started: bool) -> Verdict:
    """Only who may start, can sign in and has done nothing yet."""
    name = {"name": enrolment.participant}
    if enrolment.state != State.ACTIVE:
        return Verdict(
            False, _("The enrolment is «%(state)s»: nothing to start.") % {"state": enrolment.get_state_display()}
        )
    if has_started:
        return Verdict(False, _("%(name)s has started already.") % name)
    if enrolment.participant.user_id is None:
        return Verdict(False, _("%(name)s has no account yet: send the invitation again instead.") % name)
    return Verdict(True)
