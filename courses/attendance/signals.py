"""The doorbells for higher rooms, inside the transaction.

- `register_closed` with `register` and `author`: the hours of everybody on it are credited
- `presence_corrected` with `attendee` and `author`: the hours of one person were corrected on a closed register
"""

from django.dispatch import Signal

register_closed = Signal()
presence_corrected = Signal()
