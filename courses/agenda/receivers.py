"""What pages show of places begins a new edition of the content when it changes."""

from courses.agenda.models import Venue
from courses.editions.models import watch

watch(Venue)
