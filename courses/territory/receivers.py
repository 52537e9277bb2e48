"""What pages show of the territory begins a new edition of the content when it changes."""

from courses.editions.models import watch
from courses.territory.models import Municipality, Province, Region

watch(Municipality, Province, Region)
