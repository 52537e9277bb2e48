"""What an account may do, read at nearly every visit of who is signed in."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from courses.prepared import Prepared, prepared


@prepared
def _own(user: int) -> QuerySet[tuple[str, str]]:
    return Permission.objects.filter(user=user).order_by().values_list("content_type__app_label", "codename")


@prepared
def _by_group(user: int) -> QuerySet[tuple[str, str]]:
    return Permission.objects.filter(group__user=user).order_by().values_list("content_type__app_label", "codename")


class AccountBackend(AuthenticationBackend):
    """allauth's way in. Django's rules of permissions, which find here read what they would read by themselves."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Those given to the account itself."""
        self._read(user_obj, "_user_perm_cache", _own)
        return super().get_user_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Those of its groups."""
        self._read(user_obj, "_group_perm_cache", _by_group)
        return super().get_group_permissions(user_obj, obj)

    @staticmethod
    def _read(account: Any, place: str, rows: Prepared) -> None:
        """Leave them where Django looks before it asks; a superuser's are all there are, and Django's to read."""
        if account.is_active and not account.is_anonymous and not account.is_superuser and not hasattr(account, place):
            setattr(account, place, {f"{app}.{name}" for app, name in rows(account.pk)})
