"""Reading the officials of a body from a spreadsheet."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.people.rules import role_called
from courses.spreadsheets import UnreadableFile, read_table
from courses.territory.models import fold

MOST_ROWS = 500

# What each column may be called, folded, in Italian and in English; the first is the template's.
COLUMNS = {
    "given_name": ("nome", "nomi", "given name", "first name", "name"),
    "family_name": ("cognome", "family name", "last name", "surname"),
    "role": ("ruolo", "qualifica", "incarico", "profilo", "role"),
    "email": ("e mail", "email", "mail", "posta elettronica", "indirizzo e mail", "e mail address", "email address"),
    "office": ("ufficio", "settore", "servizio", "area", "office", "department"),
}
NEEDED = ("given_name", "family_name")
TEMPLATE_HEADINGS = ("Nome", "Cognome", "Ruolo", "E-mail", "Ufficio")
TEMPLATE_ROW = ("Anna", "Verdi", "Funzionario", "a.verdi@comune.esempio.it", "Servizi sociali")


def read_officials(content: bytes) -> list[dict[str, str]]:
    """The people of a file, a dictionary each with the fields of an official, as written there. Raises UnreadableFile.

    Nothing is judged here: the form says what is wrong with a row.
    """
    people = read_table(content, columns=COLUMNS, needed=NEEDED, most_rows=MOST_ROWS)
    people = [person for person in people if person["email"] != TEMPLATE_ROW[3]]
    if not people:
        raise UnreadableFile(_("Under the names of the columns there is nobody."))
    return [person | {"role": role_called(person["role"])} for person in people]


def without_those_there(
    people: Iterable[dict[str, str]], there: Iterable[tuple[str, str, str]]
) -> list[dict[str, str]]:
    """The people who are not there yet, each once: read again, a file changes nothing.

    `there` holds given name, family name and e-mail.
    """
    seen = {_key(*one) for one in there}
    new = []
    for person in people:
        key = _key(person["given_name"], person["family_name"], person["email"])
        if key not in seen:
            seen.add(key)
            new.append(person)
    return new


def _key(given_name: str, family_name: str, email: str) -> tuple[str, str]:
    return fold(f"{family_name} {given_name}"), email.strip().lower()
