"""The doorbell `import_waits`, once its transaction is committed: a file of people has `rows` to be worked on."""

from django.dispatch import Signal

import_waits = Signal()
