"""Erasing a person: room by room, from the top of the house down, all or nothing."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.audit.actions import Author, record
from courses.booking.actions import cancel_booking
from courses.booking.models import Booking
from courses.enrolment.actions import change_state
from courses.enrolment.models import State
from courses.errors import NotAllowed
from courses.keeping.rules import may_erase
from courses.people.models import Participant
from courses.privacy import REGISTER


@transaction.atomic
def erase_person(*, participant: Participant, author: Author) -> None:
    """Leave no trace of who it was but what the law keeps; what was counted stays, without a name.

    Seats to come and enrolments end first, and free what they took. Raises NotAllowed with what stands in the way.
    """
    participant = Participant.objects.select_for_update(of=("self",)).select_related("user").get(pk=participant.pk)
    answer = may_erase(participant)
    if not answer:
        raise NotAllowed(answer.reason)
    end_what_runs(participant, author)
    # who the rows are about is asked before any of them forgets it
    found = [(entry, list(entry.rows_of(participant).values_list("pk", flat=True))) for entry in REGISTER.values()]
    account = participant.user_id
    for entry, keys in reversed(found):
        entry.erase(entry.model._base_manager.filter(pk__in=keys), participant, author)
    get_user_model().objects.filter(pk=account).delete()
    record(author=author, action="participant.erase", subject=participant)


def end_what_runs(participant: Participant, author: Author) -> None:
    """Enrolments and seats to come. Of an erasure the letters that say so are deleted with all others, unsent."""
    reason = _("You asked that your data be erased.")
    for enrolment in participant.enrolments.filter(state__in=(State.PENDING, State.ACTIVE, State.SUSPENDED)):
        change_state(enrolment=enrolment, state=State.WITHDRAWN, reason=reason, author=author)
    to_come = participant.bookings.filter(
        state__in=Booking.LIVE, event__state__in=Event.OPEN, event__starts_at__gt=timezone.now()
    )
    for booking in to_come.select_related("event", "participant"):
        cancel_booking(booking=booking, reason=reason, author=author, by_secretariat=True)
