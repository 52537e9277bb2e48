"""The doorbells for higher rooms and for this one's own sender.

- `official_replaced`, inside the transaction, with `old`, `new` (participants), `body` and `author`: what `old` was to
  take part in is for `new`
- `import_waits`, once its transaction is committed: a file of people has `rows` to be worked on
"""

from django.dispatch import Signal

official_replaced = Signal()
import_waits = Signal()
