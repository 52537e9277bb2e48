"""The doorbell: `letters_written`, sent on commit."""

from django.dispatch import Signal

letters_written = Signal()
