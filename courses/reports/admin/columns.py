"""What more than one list shows in a cell."""

from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.progress.queries import Progress
from courses.territory.models import Body


def progress_text(progress: Progress) -> str:
    """«12 di 24 (50 %)»; of a completed course «100 %», whatever it asks of others by now."""
    if progress.completed:
        return "100\u00a0%"
    numbers = {"done": progress.done, "required": progress.required, "percent": progress.percent}
    return _("%(done)s of %(required)s (%(percent)s %%)") % numbers


def province_of(body: Body | None) -> Any:
    """The two letters of a body's province."""
    return body.province_id or "" if body else ""


def region_of(body: Body | None) -> str:
    """The region a body stands in."""
    return body.province.region.name if body and body.province else ""


def kind_of(body: Body | None) -> str:
    """What kind of body it is, in words."""
    return _words_of_kinds(get_language())[body.kind] if body else ""


@cache
def _words_of_kinds(language: str) -> dict[str, str]:
    """Django translates a choice anew for each row: of a hundred thousand that is most of the time."""
    return {value: str(label) for value, label in Body.Kind.choices}
