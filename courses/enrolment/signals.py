"""The doorbell for higher rooms: `enrolment_activated` with the enrolment, inside the transaction."""

from django.dispatch import Signal

enrolment_activated = Signal()
