"""The user model: an account is an e-mail address and a way in; who the person is stands in `courses.people`."""

import unicodedata
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def normalise_email(email: str) -> str:
    """One spelling per address: Python folds È and è alike, where SQLite's LOWER knows ASCII only."""
    return unicodedata.normalize("NFC", email).strip().lower()


class UserManager(BaseUserManager["User"]):
    """Creates accounts; whoever creates one for somebody else vouches for the address."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of an address in any letter case."""
        return self.get(email=normalise_email(username or ""))

    @transaction.atomic
    def create_account(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account whose address counts as verified: else its owner would be asked to confirm it for ever.

        Without a password the person enters by a code sent to the address. Raises IntegrityError if it is taken.
        """
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """What `manage.py createsuperuser` calls."""
        return self.create_account(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """An account. Names are for staff; a participant's name stands in their participant record."""

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)

    expires_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("After this day the account lets nobody in, and who is in is signed out. Empty: it has no end."),
    )

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep one spelling per address."""
        self.email = normalise_email(self.email)
        super().save(*args, **kwargs)

    @property
    def has_expired(self) -> bool:
        """Whether its last day, as the calendar of Italy has it, is over."""
        return self.expires_on is not None and timezone.localdate() > self.expires_on
