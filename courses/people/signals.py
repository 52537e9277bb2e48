"""The doorbell for higher rooms, inside the transaction.

- `participants_merging` with `kept`, `absorbed`, `reason` and `author`: two records of one person become one. Each room
  that keeps rows about participants moves those of `absorbed` to `kept`; a row left behind stops the merging
"""

from django.dispatch import Signal

participants_merging = Signal()
