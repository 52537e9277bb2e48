"""What the end of an account means, in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User


def words_of_expiry(user: User) -> str:
    """Said to who comes after the last day."""
    day = date_format(user.expires_on, "j F Y").lower()
    return _("This account ended on %(day)s. If you still need it, write to the secretariat.") % {"day": day}
