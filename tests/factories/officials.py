"""Files of people, sent as people send them."""

from typing import Any

from courses.officials.importing import apply_import, start_import, work_on_imports
from courses.officials.models import PeopleImport
from courses.territory.models import Body

HEADER = "Nome;Cognome;Ruolo;E-mail;Comune;Provincia"


def people_csv(*rows: str) -> bytes:
    """A CSV of rows such as «Ugo;Foscolo;funzionario;;Castro;LE»; what is left off at their end is empty."""
    return "\n".join([HEADER, *rows]).encode()


def send_people(*rows: str, body: Body | None = None, author: Any = None, invites: bool = True) -> PeopleImport:
    """A file taken in; nobody has looked at it."""
    content = people_csv(*rows)
    return start_import(author=author, body=body, file_name="persone.csv", content=content, invites=invites)


def check_people(*rows: str, **over: Any) -> PeopleImport:
    """A file whose rows were judged."""
    people_import = send_people(*rows, **over)
    work_on_imports()
    people_import.refresh_from_db()
    return people_import


def save_people(*rows: str, **over: Any) -> PeopleImport:
    """A file whose good rows are saved."""
    people_import = check_people(*rows, **over)
    apply_import(people_import=people_import, author=people_import.author)
    work_on_imports()
    people_import.refresh_from_db()
    return people_import
