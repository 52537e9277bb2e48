"""Listens to lower rooms: a closed register and a completed course are certified, a corrected presence is compared."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from courses import conf
from courses.attendance.models import Attendee
from courses.attendance.signals import presence_corrected, register_closed
from courses.audit.actions import Author
from courses.certificates.actions import compare_with_register, take_over_certificates
from courses.certificates.models import Certificate
from courses.certificates.signals import certificates_due
from courses.certificates.tasks import issue
from courses.people.models import Participant
from courses.people.signals import participants_merging
from courses.signals import course_completed


@receiver(certificates_due)
@receiver(course_completed)
def wake_who_issues(**kwargs: Any) -> None:
    """The transaction is committed: what is due may be issued, unless the worker does it."""
    if conf.get("WORK_AT_COMMIT"):
        issue.enqueue()


@receiver(register_closed)
def ring_once_it_is_safe(**kwargs: Any) -> None:
    """A PDF is slow and may fail: never inside the transaction that closes the register."""
    transaction.on_commit(lambda: certificates_due.send(sender=Certificate), robust=True)


@receiver(presence_corrected)
def compare(attendee: Attendee, author: Author, **kwargs: Any) -> None:
    """Inside the transaction that corrects the presence."""
    if attendee.participant is not None:
        compare_with_register(participant=attendee.participant, author=author)
        ring_once_it_is_safe()


@receiver(participants_merging)
def unite_certificates(kept: Participant, absorbed: Participant, author: Author, **kwargs: Any) -> None:
    """Inside the transaction that unites the records, after their credits are one."""
    take_over_certificates(kept=kept, absorbed=absorbed, author=author)
    compare_with_register(participant=kept, author=author)
