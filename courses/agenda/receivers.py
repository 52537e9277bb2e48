"""What pages show of places begins a new edition of the content when it changes; of events, how they stand tells."""

from django.utils import timezone

from courses.agenda.models import Venue
from courses.agenda.standing import TABLE, standing
from courses.editions.models import watch
from courses.editions.queries import stand_for

watch(Venue)
stand_for(TABLE, lambda: standing(timezone.now()).facts)
