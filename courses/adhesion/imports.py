"""Reading the officials of a body from a spreadsheet."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.people.models import same_name
from courses.people.rules import COLUMNS, EXAMPLE_ADDRESS, NEEDED_COLUMNS, role_called
from courses.spreadsheets import UnreadableFile, read_table

MOST_ROWS = 500


def read_officials(content: bytes) -> list[dict[str, str]]:
    """The people of a file, a dictionary each with the fields of an official, as written there. Raises UnreadableFile.

    Nothing is judged here: the form says what is wrong with a row.
    """
    people = read_table(content, columns=COLUMNS, needed=NEEDED_COLUMNS, most_rows=MOST_ROWS)
    people = [person for person in people if person["email"] != EXAMPLE_ADDRESS]
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
    return same_name(given_name, family_name), email.strip().lower()
