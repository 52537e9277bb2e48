"""The doorbell: `certificates_due`, sent on commit, when there may be certificates to issue."""

from django.dispatch import Signal

certificates_due = Signal()
