"""Reading people from a spreadsheet: of a body, for its contact; of many municipalities, for the secretariat."""

from django.utils.translation import gettext as _

from courses.people.rules import COLUMNS, EXAMPLE_ADDRESS, NEEDED_COLUMNS
from courses.spreadsheets import Row, UnreadableFile, read_table

MOST_OF_A_BODY = 500
MOST_ROWS = 10_000
# What the columns of the place may be called, folded; the first is the template's.
PLACE_COLUMNS = {
    "municipality": ("comune", "ente", "comune di appartenenza", "municipality", "body"),
    "province": ("provincia", "prov", "sigla", "sigla provincia", "province"),
}
FIELDS = ("given_name", "family_name", "role", "email")


def read_people(content: bytes, *, with_places: bool) -> list[Row]:
    """The people of a file, a dictionary of the fields of a row each, as written there; nothing is judged here.

    Raises UnreadableFile, with what to do.
    """
    columns = COLUMNS | PLACE_COLUMNS if with_places else COLUMNS
    needed = (*NEEDED_COLUMNS, "municipality") if with_places else NEEDED_COLUMNS
    most = MOST_ROWS if with_places else MOST_OF_A_BODY
    people = read_table(content, columns=columns, needed=needed, most_rows=most)
    fields = (*FIELDS, *PLACE_COLUMNS) if with_places else FIELDS
    found = [Row(one.number, {name: one[name] for name in fields}) for one in people if one["email"] != EXAMPLE_ADDRESS]
    if not found:
        raise UnreadableFile(_("Under the names of the columns there is nobody."))
    return found
