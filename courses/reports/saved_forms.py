"""The forms of saved lists."""

from django.utils.translation import gettext_lazy as _

from courses.lines import LineField
from courses.reports.forms import SeenForm
from courses.reports.models import SavedReport


class SaveForm(SeenForm):
    """What a list is to be called."""

    name = LineField(
        label=_("Name of the list"),
        help_text=_("Everybody who may see this list reads it: write what it is for, and nobody's name."),
        max_length=SavedReport.LONGEST_NAME,
        error_messages={"required": _("Write a name for the list.")},
    )
