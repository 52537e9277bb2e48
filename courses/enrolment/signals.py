"""Doorbells for higher rooms, inside the transaction.

- `enrolment_activated`: `enrolment`
- `enrolments_activated`: `enrolments`, many at once in one course
"""

from django.dispatch import Signal

enrolment_activated = Signal()
enrolments_activated = Signal()
