"""What more than one list shows in a cell."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Choices
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name

from courses.agenda.models import Event
from courses.progress.queries import Progress
from courses.territory.models import Body


def progress_text(progress: Progress) -> str:
    """«12 di 24 (50 %)»; of a completed course «100 %», whatever it asks of others by now."""
    return progress_writer()(progress)


def progress_writer() -> Callable[[Progress], str]:
    """The same for many, in the language of now; the words are put together once for each progress there is."""
    words = _("%(done)s of %(required)s (%(percent)s %%)")

    @cache
    def write(progress: Progress) -> str:
        if progress.completed:
            return "100\u00a0%"
        return words % {"done": progress.done, "required": progress.required, "percent": progress.percent}

    return write


def name_of(record: Any) -> str:
    """A record in words; nothing where there is none."""
    return str(record) if record else ""


def province_of(body: Body | None) -> Any:
    """The two letters of a body's province."""
    return body.province_id or "" if body else ""


def region_of(body: Body | None) -> str:
    """The region a body stands in."""
    return body.province.region.name if body and body.province else ""


def account_name(account: AbstractBaseUser | None) -> str:
    """Who it is; nobody, where an account is gone or there was none."""
    return get_user_display_name(account) if account else ""


def place_of(event: Event) -> str:
    """The municipality of an event, or online."""
    return str(event.venue.municipality) if event.venue else _("online")


def in_hours(minutes: int) -> float:
    """With two decimals: twenty minutes are 0.33."""
    return round(minutes / 60, 2)


def kind_of(body: Body | None) -> str:
    """What kind of body it is, in words."""
    return words_of(Body.Kind)[body.kind] if body else ""


def words_of(choices: type[Choices]) -> dict[Any, str]:
    """Each value in words: Django would translate a choice anew for each of a hundred thousand rows."""
    return _words(choices, get_language())


@cache
def _words(choices: type[Choices], language: str) -> dict[Any, str]:
    return {value: str(label) for value, label in choices.choices}
