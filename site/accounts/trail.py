"""What the trail of `courses` keeps of accounts: staff signing in and out, and who gave powers to whom."""

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.acting import who_acts
from accounts.models import User
from courses.audit.actions import record, record_access

VERBS = {"post_add": "added", "post_remove": "removed", "post_clear": "cleared"}
POWERS = ("is_superuser", "is_active")


@receiver(user_logged_in)
def note_sign_in(user: User, **kwargs: Any) -> None:
    """Of those who work here."""
    record_access(user=user, author=user, action="account.sign_in")


@receiver(user_logged_out)
def note_sign_out(user: User | None, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Of those who work here."""
    if user is not None and user.pk:
        record_access(user=user, author=user, action="account.sign_out")


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
def note_roles(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, model: Any, **kwargs: Any) -> None:
    """Who was put into a group or taken out of it, or given a permission, and by whom."""
    if action not in VERBS or who_acts() is None or (not pk_set and action != "post_clear"):
        return
    people = User.objects.filter(pk__in=pk_set or ()) if reverse else [instance]
    what = model._meta.model_name if not reverse else instance._meta.model_name
    keys = [instance.pk] if reverse else sorted(pk_set or ())
    for user in people:
        told = {VERBS[action]: keys, "of": what}
        record_access(user=user, author=who_acts(), action="account.change_groups", **told)


@receiver(m2m_changed, sender=Group.permissions.through)
def note_permissions(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """What a group may do was changed in the administration."""
    if action in VERBS and who_acts() is not None and not reverse and pk_set:
        told = {VERBS[action]: sorted(pk_set)}
        record(author=who_acts(), action="group.change_permissions", subject=instance, **told)


@receiver(pre_save, sender=User)
def note_powers(instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    """An account became superuser or is one no more, was closed or opened again."""
    if who_acts() is None or instance.pk is None:
        return
    before = User.objects.filter(pk=instance.pk).values(*POWERS).first()
    changed = {name: getattr(instance, name) for name in POWERS if before and before[name] != getattr(instance, name)}
    if changed:
        record_access(user=instance, author=who_acts(), action="account.change_powers", **changed)
