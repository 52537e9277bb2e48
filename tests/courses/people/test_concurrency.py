"""Two of the secretariat unite the same records at the same moment, each keeping another one."""

import pytest

from courses.errors import StaleState
from courses.people.actions import merge_participants
from courses.people.models import Participant
from tests.factories.people import make_participant
from tests.threads import at_once

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_of_two_who_unite_the_same_records_at_once_the_second_is_told() -> None:
    one, other = make_participant(), make_participant()

    def merge(kept: Participant, absorbed: Participant) -> bool:
        try:
            return bool(merge_participants(kept=kept, absorbed=absorbed, reason="La stessa.", author=None))
        except StaleState:
            return False

    done = at_once(lambda: merge(one, other), lambda: merge(other, one))

    assert (sorted(done), Participant.objects.count()) == ([False, True], 1)
