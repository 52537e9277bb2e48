"""Doorbells for higher rooms, inside the transaction.

- `enrolment_activated`: `enrolment`
- `enrolments_activated`: `enrolments`, many at once in one course
- `enrolment_ended`: `enrolment`, `reason` and `author`; it was withdrawn, and what it let the person do is over
"""

from django.dispatch import Signal

enrolment_activated = Signal()
enrolments_activated = Signal()
enrolment_ended = Signal()
