"""Keeps `is_staff`, which shows the way to the administration, in step with the groups that open it."""

from typing import Any

from django.db.models.signals import m2m_changed
from django.dispatch import receiver

from accounts.models import User


@receiver(m2m_changed, sender=User.groups.through)
def show_the_way(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """A person joined or left a group. What they may do is asked of their permissions, never of this flag."""
    if not action.startswith("post_"):
        return
    people = User.objects.filter(pk__in=pk_set or ()) if reverse else User.objects.filter(pk=instance.pk)
    for user in people:
        user.is_staff = user.is_superuser or user.has_perm("wagtailadmin.access_admin")
        user.save(update_fields=["is_staff"])
