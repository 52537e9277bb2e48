"""The doorbell of lists that wait: rung by every tick, for whoever knows the lists.

`export_due` has `export` (the record) and `file` (open for writing, binary); a listener that knows the list writes it
and returns how many rows it has, the others return None.
"""

from django.dispatch import Signal

export_due = Signal()
