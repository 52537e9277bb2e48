"""The account in the privacy register: it goes with its person."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from accounts.models import User
from courses.privacy import PersonalData, declare


def _account_of(participant: Any) -> QuerySet[User]:
    return User.objects.filter(pk=participant.user_id)


def _delete_account(rows: QuerySet, participant: Any, author: Any) -> None:
    """With what Wagtail's history says of it: there an account is called by its address."""
    keys = [str(key) for key in rows.values_list("pk", flat=True)]
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id__in=keys).delete()
    rows.delete()


declare(
    [
        PersonalData(
            User,
            _("Letting people in, with a password or a code"),
            _("Task in the public interest (GDPR, article 6(1)(e))"),
            _("As long as the participant"),
            about=_account_of,
            erase=_delete_account,
            withheld=("is_staff", "is_superuser"),
        )
    ]
)
