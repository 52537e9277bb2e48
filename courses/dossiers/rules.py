"""What the files of a dossier are called, and who may make one."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.errors import Verdict
from courses.territory.queries import fold

MAY_MAKE = "courses.make_event_file"
ZIP = "zip"
LONGEST_NAME = 60
LONGEST_PERIOD = 366  # days
# Windows keeps these names for devices, whatever follows the point.
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def safe(words: str) -> str:
    """A name every system can keep: small letters of ASCII, digits and dashes; never empty, never a device's."""
    plain = "-".join(fold(words).encode("ascii", "ignore").decode().split())[:LONGEST_NAME].strip("-")
    return f"{plain}-" if plain in RESERVED else plain or "senza-nome"


def folder_of(event: Event) -> str:
    """Day first, so that folders stand in time order; the number last, so that no two are one."""
    place = str(event.venue.municipality.name) if event.venue else event.get_kind_display()
    return f"{timezone.localdate(event.starts_at):%Y-%m-%d}-{safe(place)}-{event.pk}"


def is_period(first: date, last: date) -> Verdict:
    """A dossier covers a year at the most: longer ones are asked for in parts."""
    if last < first:
        return Verdict(False, _("The period ends before it begins: correct one of the two days."))
    if (last - first).days >= LONGEST_PERIOD:
        return Verdict(False, _("Ask for a year at the most: make several files for a longer period."))
    return Verdict(True)
