"""The personal data of officials' files in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.officials.models import ImportRow, PeopleImport
from courses.people.privacy import TASK
from courses.privacy import PersonalData, declare

FORGOTTEN = _("30 days from when the file was sent")

declare(
    [
        PersonalData(PeopleImport, _("Knowing who sent a file of people, and when"), TASK, FORGOTTEN),
        PersonalData(ImportRow, _("Showing the result of each row of a file of people"), TASK, FORGOTTEN),
    ]
)
