"""The doorbell for higher rooms: `outline_changed` with the course's key, inside the transaction."""

from django.dispatch import Signal

outline_changed = Signal()
