"""What becomes of an invitation when two records turn out to be one person."""

from django.db import transaction

from courses.people.models import Participant
from courses.surveys.models import Invited


@transaction.atomic
def take_over_invitations(*, kept: Participant, absorbed: Participant) -> None:
    """One invitation for each round: whoever answered under either name has answered."""
    own = {one.round_id: one for one in Invited.objects.filter(participant=kept)}
    for other in Invited.objects.filter(participant=absorbed):
        twin = own.get(other.round_id)
        if twin is None:
            Invited.objects.filter(pk=other.pk).update(participant=kept)
            continue
        # the one who answered stays: its flag needs no writing
        (twin if other.has_answered else other).delete()
        if other.has_answered:
            Invited.objects.filter(pk=other.pk).update(participant=kept)
