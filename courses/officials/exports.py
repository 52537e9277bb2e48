"""What goes back to who sent a file: the template, and the rows to be corrected."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from courses.adhesion.exports import TEMPLATE_FORMATS, officials_template_file
from courses.officials.models import PeopleImport
from courses.officials.queries import rows_to_correct
from courses.people.rules import TEMPLATE

__all__ = ["HEADINGS", "TEMPLATE_FORMATS", "correction_rows", "template_with_places"]

PLACES = {"Comune": "Castro", "Provincia": "LE"}
# The names the reader knows: corrected, the file can be sent as it is.
HEADINGS = (*(name for name in TEMPLATE if name != "Ufficio"), *PLACES, _("What to correct"))


def template_with_places(file_format: str) -> bytes:
    """The spreadsheet to fill in for people of many municipalities."""
    return officials_template_file(file_format, PLACES)


def correction_rows(people_import: PeopleImport) -> Iterator[list[str]]:
    """The rows to be corrected as they stood in the file, in the order of HEADINGS, each with the reason."""
    for row in rows_to_correct(people_import):
        person = [row.given_name, row.family_name, row.role, row.email]
        yield [*person, row.municipality, row.province, row.message]
