"""The doorbells for higher rooms, inside the transaction.

- `adhesion_accepted` with `adhesion`, `participants` and `author`
- `invitation_taken_up` with `invitation` and `author`: its participant has an account now
"""

from django.dispatch import Signal

adhesion_accepted = Signal()
invitation_taken_up = Signal()
