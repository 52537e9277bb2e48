"""The shapes in which platforms export who was connected: the headings of each, in English and in Italian."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.territory.models import fold

# What a report may say of a connection; a heading is compared folded: without case, accents and signs.
FIELDS: dict[str, Any] = {
    "name": _("Given and family name"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "email": _("E-mail"),
    "joined": _("Joined at"),
    "left": _("Left at"),
    "duration": _("Duration"),
}
Columns = dict[str, int]  # field → the place of its column


@dataclass(frozen=True)
class Platform:
    """A shape: for each field, what its heading may be."""

    key: str
    name: str
    headings: Mapping[str, tuple[str, ...]]


PLATFORMS = (
    Platform(
        "zoom",
        "Zoom",
        {
            "name": (
                "name (original name)",
                "user name (original name)",
                "nome (nome originale)",
                "nome utente",
                "name",
                "nome",
            ),
            "email": ("user email", "email", "e-mail", "e-mail utente", "indirizzo e-mail"),
            "joined": ("join time", "ora di ingresso", "ora di partecipazione", "orario di accesso"),
            "left": ("leave time", "ora di uscita", "orario di uscita"),
            "duration": ("duration (minutes)", "time in session (minutes)", "durata (minuti)"),
        },
    ),
    Platform(
        "teams",
        "Microsoft Teams",
        {
            "name": ("name", "full name", "nome", "nome completo"),
            "email": ("email", "e-mail", "posta elettronica", "indirizzo di posta elettronica"),
            "joined": ("join time", "first join", "ora di ingresso", "ora di partecipazione", "primo accesso"),
            "left": ("leave time", "last leave", "ora di uscita", "ultima uscita"),
            "duration": ("in-meeting duration", "duration", "durata nella riunione", "durata"),
        },
    ),
    Platform(
        "gotowebinar",
        "GoToWebinar",
        {
            "given_name": ("first name", "nome"),
            "family_name": ("last name", "cognome"),
            "email": ("email address", "email", "indirizzo e-mail"),
            "joined": ("join time", "ora di accesso", "ora di ingresso"),
            "left": ("leave time", "ora di uscita"),
            "duration": ("time in session", "time in session (minutes)", "tempo in sessione", "tempo nella sessione"),
        },
    ),
    Platform(
        "meet",
        "Google Meet",
        {
            "given_name": ("first name", "nome"),
            "family_name": ("last name", "cognome"),
            "email": ("email", "e-mail"),
            "joined": ("time joined", "ora di accesso", "ora partecipazione"),
            "left": ("time exited", "ora di uscita"),
            "duration": ("duration", "durata"),
        },
    ),
    Platform(
        "bigbluebutton",
        "BigBlueButton",
        {
            "name": ("name", "nome"),
            "joined": ("join", "joined", "entrata", "entra", "ingresso"),
            "left": ("left", "leave", "uscita", "uscito"),
            "duration": ("duration", "online time", "durata", "tempo online"),
        },
    ),
)


def columns_in(cells: Iterable[str], headings: Mapping[str, Iterable[str]]) -> Columns:
    """Where each field stands in a row of headings; of two columns called alike, the one after the name."""
    names = [fold(cell) for cell in cells]
    places: Columns = {}
    for field, called in headings.items():
        wanted = [fold(one) for one in called]
        found = [place for place, name in enumerate(names) if name and name in wanted]
        if found:
            # a report with the meeting's own columns before those of the people: «E-mail» of the organiser comes first
            places[field] = next((place for place in found if place > places.get("name", -1)), found[0])
    return places


def tells_enough(columns: Columns) -> bool:
    """A report must say who, from when, and until when or for how long."""
    who = {"name", "family_name", "email"} & columns.keys()
    return bool(who) and "joined" in columns and bool({"left", "duration"} & columns.keys())


def recognised(cells: list[str], more: Iterable[Platform] = ()) -> tuple[Platform, Columns] | None:
    """The shape whose headings a row has: one with names first, then the one that knows most of its columns.

    `more` are those remembered.
    """
    known = [(one, columns_in(cells, one.headings)) for one in (*more, *PLATFORMS)]
    fitting = [(one, columns) for one, columns in known if tells_enough(columns)]
    return max(fitting, key=lambda pair: (bool({"name", "family_name"} & pair[1].keys()), len(pair[1])), default=None)
