"""Doorbells for higher rooms, inside the transaction.

- `event_upset`: `event`, about to get another date or place, or to be called off; a room where that can no longer be
  (its register has marks) raises a CoursesError, and nothing changes
- `venue_changed`: `venue`, `author`; its words were mended, and whoever has a place there is to be told
"""

from django.dispatch import Signal

event_upset = Signal()
venue_changed = Signal()
