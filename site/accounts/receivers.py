"""What the site does when an account changes: the way to the administration, the enrolment, the address we write to."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, email_confirmed
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from courses.enrolment.actions import enrol_in_only_course
from courses.groups import AUDITORS
from courses.people.actions import correct_email
from courses.people.queries import participant_of

AUDIT = timedelta(days=30)


@receiver(m2m_changed, sender=User.groups.through)
def show_the_way(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """A person joined or left a group. What they may do is asked of their permissions, never of this flag."""
    if not action.startswith("post_"):
        return
    people = User.objects.filter(pk__in=pk_set or ()) if reverse else User.objects.filter(pk=instance.pk)
    for user in people:
        user.is_staff = user.is_superuser or user.has_perm("wagtailadmin.access_admin")
        user.save(update_fields=["is_staff"])


@receiver(m2m_changed, sender=User.groups.through)
def give_auditors_an_end(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Somebody became an auditor: an account that has no last day gets one, whoever forgot it."""
    if action != "post_add":
        return
    people = User.objects.filter(pk__in=pk_set or ()) if reverse else User.objects.filter(pk=instance.pk)
    last = timezone.localdate() + AUDIT
    people.filter(groups__name=AUDITORS, expires_on=None, is_superuser=False).update(expires_on=last)


@receiver(email_confirmed)
def enrol(email_address: EmailAddress, **kwargs: Any) -> None:
    """The button behind the link was pressed: only now is there somebody to enrol."""
    participant = participant_of(email_address.user)
    if participant is not None and not participant.enrolments.exists():
        enrol_in_only_course(participant=participant)


@receiver(email_changed)
def write_to_the_new_address(
    user: User, from_email_address: EmailAddress | None, to_email_address: EmailAddress, **kwargs: Any
) -> None:
    """Letters follow the account to its new address, unless they went elsewhere on purpose."""
    participant = participant_of(user)
    if participant is None or from_email_address is None:
        return
    if participant.email.lower() == from_email_address.email.lower():
        correct_email(participant=participant, email=to_email_address.email, author=user)
