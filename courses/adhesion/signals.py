"""The doorbell for higher rooms: `adhesion_accepted` with `adhesion` and `participants`, inside the transaction."""

from django.dispatch import Signal

adhesion_accepted = Signal()
